// The real firmware under the real gateway's orders: configuration, locate, self-test, a new key, a restart.
import { expect, onTestFinished, test } from 'vitest';
import type { PressEvent } from '#gateway/destinations/event.ts';
import type { Order } from '#gateway/domain/ports/administration.ts';
import type { SealKey } from '#protocol/seal.ts';
import type { PlatformOptions } from '#simulator/platform.ts';
import { Button } from '#test/support/button.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';

const ID = 'CB-ORDERED';
const ONE = { kind: 'device', deviceId: ID } as const;

async function start(platform: Partial<PlatformOptions> = {}) {
  const bench = await TestBench.start([ID], undefined, platform);
  onTestFinished(() => bench.close());
  const button = new Button(ID, testDevice(ID).keys[0] as SealKey, bench.gateway.mqttPort);
  await until(() => button.device.link.state === 'connected');
  const obeyed = async (order: Order) => {
    const [ordered] = await bench.gateway.administration.command(ONE, order);
    const state = () =>
      bench.gateway.administration
        .commandsOf(ID)
        .find((command) => command.id === ordered?.commandId);
    await until(() => !['queued', 'sent'].includes(state()?.state ?? 'queued'));
    return state();
  };
  return { bench, button, obeyed };
}

test('the button that is looked for shows itself, and the gateway knows', async () => {
  const { button, obeyed } = await start();
  expect(await obeyed({ kind: 'locate', seconds: 5 })).toMatchObject({ state: 'done' });
  expect(button.shown).toContain('locate');
});

test('a configuration is taken, reported and outlasts a restart of the button', async () => {
  const { bench, button, obeyed } = await start();
  const { administration } = bench.gateway;
  await administration.setConfiguration(ONE, { heartbeatS: 300, unreachedAfterS: 45 });
  await until(() => administration.configurationOf(ID).pendingSince === undefined);
  expect(button.device.settings.heartbeatMs).toBe(300_000);
  expect(await obeyed({ kind: 'reboot' })).toMatchObject({ state: 'done' });
  await until(() => button.boots === 2 && button.device.link.state === 'connected');
  expect(button.device.settings).toMatchObject({ heartbeatMs: 300_000 });
  expect(administration.configurationOf(ID).pendingSince).toBeUndefined();
});

test('after a rotation only the new key opens the door, on both sides and after restarts of both', async () => {
  const { bench, button, obeyed } = await start();
  expect(await obeyed({ kind: 'rotate_key' })).toMatchObject({ state: 'done' });
  button.hal.restart();
  await until(() => button.device.link.state === 'connected');
  expect(button.device.settings.keyVersion).toBe(2);
  expect(bench.gateway.administration.device(ID)).toMatchObject({
    keyVersion: 2,
    nextKeyVersion: undefined,
  });
  await bench.down();
  await bench.up();
  button.hal.restart();
  await until(() => button.device.link.state === 'connected');
  expect(button.device.settings.keyVersion).toBe(2);
});

test('in a self-test the first press of each key is a test, and the platform sees it as one', async () => {
  const events: PressEvent[] = [];
  const { button, obeyed } = await start({ onDelivery: ({ event }) => events.push(event) });
  expect(await obeyed({ kind: 'self_test' })).toMatchObject({ state: 'done', detail: 'ok' });
  button.hal.press(2);
  await until(() => events.length > 0);
  expect(events[0]?.data).toMatchObject({ key: 'red', test: true });
});
