// A start that fails half-way: what waits in flash stays there, and whoever presses isn't left with a light that promises.
import { expect, test } from 'vitest';
import { Device } from '#firmware/src/core/device.ts';
import type { StartService } from '#firmware/src/core/service.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { FakeFlash, FakeHal } from '#test/support/fake-hal.ts';
import { bench, connected, Notes, ScriptedGateway, settings } from './scripted-gateway.ts';

/** Started as `main.ts` does it, with this in place of the start script's `takeOver`; null for no such script. */
function startedWith(flash: FakeFlash, takeOver: StartService['takeOver'] | null) {
  const hal = new FakeHal(flash);
  const gateway = new ScriptedGateway(hal);
  // What it does with a boot_id of 0.
  if (!takeOver) gateway.connack = 4;
  const load = () => (takeOver ? { ...SERVICE, takeOver } : null);
  const device = new Device(hal, settings(), new Notes(), load);
  try {
    device.start();
  } catch {
    device.recover();
  }
  return { hal, gateway, device };
}

test('without room for the service script the log of the boots before is left as it is', () => {
  const flash = new FakeFlash();
  for (let boot = 1; boot < 8; boot++) bench(flash).device.start();
  const before = bench(flash);
  before.gateway.connack = 3;
  before.device.start();
  before.hal.press(KEY_RED);
  const { hal } = startedWith(flash, null);
  hal.press(KEY_RED);
  hal.advance(10_000);
  const next = connected(flash.revived());
  expect(next.device.log.bootId).toBeGreaterThan(before.device.log.bootId);
  expect(next.gateway.presses.map((press) => press.uplink.identity)).toEqual([
    { bootId: 8, seq: 2 },
  ]);
});

test('after an exception before the log was read a press is not shown as on its way for ever', () => {
  const { hal } = startedWith(new FakeFlash(), () => {
    throw new Error('unforeseen');
  });
  hal.press(KEY_RED);
  hal.advance(90_000);
  expect(hal.light).toBe('unreached');
});

test('after an exception behind that presses go out', () => {
  const { hal, gateway } = startedWith(new FakeFlash(), (device) => {
    SERVICE.takeOver(device);
    throw new Error('unforeseen');
  });
  hal.advance(100);
  hal.press(KEY_RED);
  hal.advance(100);
  expect(gateway.presses.length).toBe(1);
});

test('boots that flash takes nothing of use no identity twice: the red press of the second is no duplicate', () => {
  const flash = new FakeFlash();
  connected(flash);
  const identities = [0.25, 0.75].map((chance) => {
    const dead = flash.revived();
    dead.write = () => {
      throw new Error('worn out');
    };
    const { device, hal, gateway } = bench(dead);
    hal.chance = chance;
    device.start();
    hal.press(KEY_RED);
    hal.advance(10_000);
    expect(device.log.bootId).toBe(2);
    return gateway.presses.map((press) => press.uplink.identity);
  });
  expect(identities.map((all) => all.length)).toEqual([1, 1]);
  expect(identities[0]).not.toEqual(identities[1]);
});
