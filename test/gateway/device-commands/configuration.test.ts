// Configurations end to end: device over group over all, revisions that rise, sent until a heartbeat names them.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Scope } from '#gateway/domain/administration/settings.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { ObedientDevice } from './device.ts';
import { SkippingClock } from './skipping-clock.ts';

const ID = 'CB-0001';
const ALL: Scope = { kind: 'all' };
const GROUP: Scope = { kind: 'group', group: 'g' };
const ONE = { kind: 'device', deviceId: ID } as const;
const session = (connectNo: number) => ({ bootId: 1, connectNo });

async function start(change?: Parameters<typeof TestBench.start>[1]) {
  const bench = await TestBench.start([ID], change);
  onTestFinished(() => bench.close());
  return bench;
}

describe('a configuration', () => {
  it('reaches a device that listens, and counts as taken when a heartbeat names it', async () => {
    const bench = await start();
    const { administration } = bench.gateway;
    const device = await ObedientDevice.join(bench, ID, session(1));
    expect(administration.configurationOf(ID)).toMatchObject({ wanted: {}, revision: 0 });
    expect(await administration.setConfiguration(ONE, { heartbeatS: 300 })).toBe(1);
    const heard = await device.isConfigured();
    expect(heard).toEqual({
      kind: 'configuration',
      revision: 1,
      heartbeatS: 300,
      unreachedAfterS: 0,

      mainGateway: null,
      spareGateway: null,
    });
    expect(administration.configurationOf(ID).pendingSince).toBeDefined();
    expect(administration.device(ID).pendingConfiguration).toBe(true);
    await device.beats(1);
    const view = administration.configurationOf(ID);
    expect(view).toMatchObject({ revision: 1, reported: 1, pendingSince: undefined });
  });

  it('is made of what is set for the device, before its group, before all', async () => {
    const bench = await start();
    const { administration } = bench.gateway;
    const main = { host: 'a.example', port: 8883, tls: true };
    await administration.setConfiguration(ALL, { heartbeatS: 300, unreachedAfterS: 60 });
    await administration.setConfiguration(GROUP, { unreachedAfterS: 70, mainGateway: main });
    await administration.setConfiguration(ONE, { unreachedAfterS: 80 });
    const device = await ObedientDevice.join(bench, ID, session(1));
    const heard = await device.isConfigured();
    expect(heard).toMatchObject({ heartbeatS: 300, unreachedAfterS: 80, mainGateway: main });
    await device.beats(heard.revision);
    await administration.setConfiguration(ONE, { unreachedAfterS: undefined });
    const next = await device.isConfigured(2);
    expect(next).toMatchObject({ heartbeatS: 300, unreachedAfterS: 70 });
    expect(next.revision).toBeGreaterThan(heard.revision);
  });

  it('that is not set any more becomes that of a new device, for the device keeps what it has', async () => {
    const bench = await start();
    const { administration } = bench.gateway;
    const device = await ObedientDevice.join(bench, ID, session(1));
    await administration.setConfiguration(ALL, { heartbeatS: 120, unreachedAfterS: 40 });
    await device.isConfigured();
    await administration.setConfiguration(ALL, {
      heartbeatS: undefined,
      unreachedAfterS: undefined,
    });
    const heard = await device.isConfigured(2);
    expect(heard).toMatchObject({ revision: 2, heartbeatS: 600, unreachedAfterS: 90 });
  });

  it('is sent again while heartbeats show less, and no more when one shows it', async () => {
    const clock = new SkippingClock();
    const bench = await start(() => ({ clock }));
    const { administration } = bench.gateway;
    const device = await ObedientDevice.join(bench, ID, session(1));
    await administration.setConfiguration(ONE, { heartbeatS: 300 });
    await device.isConfigured();
    await device.beats(0);
    clock.skip(60_000);
    expect((await device.isConfigured(2)).revision).toBe(1);
    await device.beats(1);
    const before = device.configurations.length;
    clock.skip(3_600_000);
    const [made] = await administration.command(ONE, { kind: 'locate', seconds: 1 });
    expect((await device.hears()).commandId).toBe(made?.commandId);
    expect(device.configurations.length).toBe(before);
    device.close();
    const again = await ObedientDevice.join(bench, ID, session(2));
    await again.beats(1);
    expect(again.configurations).toEqual([]);
  });

  it('and its revision outlive a restart, and what the device has taken is not sent again', async () => {
    const bench = await start();
    await bench.gateway.administration.setConfiguration(ALL, { heartbeatS: 300 });
    const device = await ObedientDevice.join(bench, ID, session(1));
    await device.beats((await device.isConfigured()).revision);
    await bench.down();
    await bench.up();
    const { administration } = bench.gateway;
    expect(administration.configurationOf(ID)).toMatchObject({ revision: 1, reported: 1 });
    const again = await ObedientDevice.join(bench, ID, session(2));
    await again.beats(1);
    expect(again.configurations).toEqual([]);
    await administration.setConfiguration(ALL, { heartbeatS: 400 });
    expect(await again.isConfigured()).toMatchObject({ revision: 2, heartbeatS: 400 });
  });

  it('goes above what a device reports from a gateway that was forgotten', async () => {
    const bench = await start();
    const { administration } = bench.gateway;
    const device = await ObedientDevice.join(bench, ID, session(1));
    await device.beats(41);
    expect(device.configurations).toEqual([]);
    await administration.setConfiguration(ONE, { heartbeatS: 300 });
    expect((await device.isConfigured()).revision).toBe(42);
    await device.beats(77);
    expect(await device.isConfigured(2)).toMatchObject({ revision: 78, heartbeatS: 300 });
  });

  it('follows a device into another group when the devices are read again, and its revision rises', async () => {
    const bench = await start();
    bench.devices.push(testDevice('CB-0002', { group: 'h' }));
    await bench.down();
    await bench.up();
    const { administration } = bench.gateway;
    for (const heartbeatS of [100, 200, 300]) {
      await administration.setConfiguration(GROUP, { heartbeatS });
    }
    await administration.setConfiguration({ kind: 'group', group: 'h' }, { heartbeatS: 400 });
    const device = await ObedientDevice.join(bench, ID, session(1));
    const before = await device.isConfigured();
    bench.devices[0] = testDevice(ID, { group: 'h' });
    await bench.down();
    await bench.up();
    const again = await ObedientDevice.join(bench, ID, session(2));
    const after = await again.isConfigured();
    expect(after.heartbeatS).toBe(400);
    expect(after.revision).toBeGreaterThan(before.revision);
  });

  it('is refused with the value that is wrong', async () => {
    const bench = await start();
    const { administration } = bench.gateway;
    const long = { host: 'h'.repeat(129), port: 1, tls: false };
    for (const [change, text] of [
      [{ heartbeatS: 59 }, 'heartbeat: expected whole seconds, 60 to 3600'],
      [{ heartbeatS: 1.5 }, 'heartbeat'],
      [{ unreachedAfterS: 601 }, 'unreached_after: expected whole seconds, 30 to 600'],
      [{ mainGateway: long }, 'main_gateway: expected a host'],
      [{ spareGateway: { host: 'ä', port: 1, tls: false } }, 'spare_gateway'],
      [{ spareGateway: { host: 'a', port: 0, tls: false } }, 'spare_gateway'],
    ] as const) {
      const set = administration.setConfiguration(ALL, change);
      await expect(set).rejects.toMatchObject({ code: 'SETTING_INVALID' });
      await expect(administration.setConfiguration(ALL, change)).rejects.toThrow(text);
    }
    expect(administration.configurationOf(ID).wanted).toEqual({});
  });
});
