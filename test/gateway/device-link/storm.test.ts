// A whole district connects at once: red presses are in long before the storm has passed.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DEFAULT_INTAKE } from '#gateway/device-link/options.ts';
import { PENDING_GREEN, PENDING_NOTHING, PENDING_RED } from '#protocol/device/password.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { pressFrame, type RawDevice } from '#test/support/raw-device.ts';
import type { TestBench } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { wrap } from '#test/support/wrap.ts';
import { device, startBench } from './setting.ts';

const ids = (count: number) => Array.from({ length: count }, (_, n) => `CB-${1_000 + n}`);
const CONNECT_QUEUE = { ...DEFAULT_INTAKE.connectQueue, atOnce: 2 };

/** CONNECT, SUBSCRIBE and a red press, all without waiting, as a device may. */
async function storm(rawDevice: RawDevice, port: number, pending: number): Promise<void> {
  await rawDevice.open(port);
  const { deviceId } = rawDevice;
  rawDevice.write(rawDevice.connectPacket({ password: Buffer.from(rawDevice.password(pending)) }));
  rawDevice.subscribe(downTopic(deviceId));
  if (pending === PENDING_RED) rawDevice.publish(rawDevice.seal(pressFrame({ bootId: 1, seq: 1 })));
}

const isBack = (rawDevice: RawDevice) =>
  rawDevice.downlinks.some(({ kind }) => kind === 'progress');
const isStored = (rawDevice: RawDevice) =>
  rawDevice.downlinks.some(({ kind }) => kind === 'receipt');

/** A disk that takes its time with each CONNECT. */
const startSlow = (all: string[]): Promise<TestBench> =>
  startBench(all, { connectQueue: CONNECT_QUEUE }, ({ journal }) => ({
    journal: wrap(journal, {
      renewSession: async (deviceId, session) => {
        await sleep(10);
        return journal.renewSession(deviceId, session);
      },
    }),
  }));

describe('a storm of CONNECTs', () => {
  it('lets those in first that say red, though they come last; and all in the end', async () => {
    const all = ids(220);
    const bench = await startSlow(all);
    const { mqttPort: port } = bench.gateway;
    const devices = all.map((id) => device(id));
    const others = devices.slice(0, 200);
    const reds = devices.slice(200);
    await Promise.all(others.map((rawDevice) => storm(rawDevice, port, PENDING_NOTHING)));
    await Promise.all(reds.map((red) => storm(red, port, PENDING_RED)));
    await Promise.all(reds.map((red) => red.until(() => isStored(red))));
    await bench.platform.until(({ size }) => size === reds.length);
    expect(others.filter(isBack).length).toBeLessThan(others.length / 2);
    await Promise.all(devices.map((rawDevice) => rawDevice.until(() => isBack(rawDevice))));
    expect(bench.gateway.intake.status()).toMatchObject({ waiting: 0, unconnected: 0 });
  });

  it('looks at everybody who waits to be accepted before it serves who says nothing of red', async () => {
    const all = ids(301);
    const admitted: string[] = [];
    const bench = await startBench(all, {}, ({ journal }) => ({
      journal: wrap(journal, {
        renewSession: (deviceId, session) => {
          admitted.push(deviceId);
          return journal.renewSession(deviceId, session);
        },
      }),
    }));
    const { mqttPort: port } = bench.gateway;
    const devices = all.map((id) => device(id));
    const red = devices.at(-1) as RawDevice;
    // All at once: the red one is the last that the kernel hands on.
    const pending = (rawDevice: RawDevice) => (rawDevice === red ? PENDING_RED : PENDING_NOTHING);
    await Promise.all(devices.map((rawDevice) => storm(rawDevice, port, pending(rawDevice))));
    await Promise.all(devices.map((rawDevice) => rawDevice.until(() => isBack(rawDevice))));
    expect(admitted).toHaveLength(all.length);
    expect(admitted.indexOf(red.deviceId)).toBeLessThan(all.length / 4);
  });

  it('lets green in before those with nothing', async () => {
    const all = ids(60);
    const bench = await startSlow(all);
    const { mqttPort: port } = bench.gateway;
    const devices = all.map((id) => device(id));
    const others = devices.slice(0, 50);
    const greens = devices.slice(50);
    await Promise.all(others.map((rawDevice) => storm(rawDevice, port, PENDING_NOTHING)));
    await Promise.all(greens.map((green) => storm(green, port, PENDING_GREEN)));
    await Promise.all(greens.map((green) => green.until(() => isBack(green))));
    expect(others.filter(isBack).length).toBeLessThan(others.length);
  });

  it('is not jumped with a `pending` that is not sealed', async () => {
    const bench = await startSlow(ids(4));
    const liar = device('CB-1000');
    const password = Buffer.from(liar.password(PENDING_NOTHING).replace('1.1.0.', '1.1.2.'));
    expect(await liar.connect(bench.gateway.mqttPort, { password })).toBe(4);
    expect(bench.gateway.health().refusals).toEqual({ CONNECT_SEAL_WRONG: 1 });
  });

  it('forgets who gives up while waiting', async () => {
    const all = ids(20);
    let goOn = () => {};
    const isFree = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const admitted: string[] = [];
    const bench = await startBench(all, { connectQueue: CONNECT_QUEUE }, ({ journal }) => ({
      journal: wrap(journal, {
        renewSession: async (deviceId, session) => {
          admitted.push(deviceId);
          await isFree;
          return journal.renewSession(deviceId, session);
        },
      }),
    }));
    const status = () => bench.gateway.intake.status();
    const devices = all.map((id) => device(id));
    await Promise.all(
      devices.map((rawDevice) => storm(rawDevice, bench.gateway.mqttPort, PENDING_NOTHING)),
    );
    await until(() => status().waiting === 18);
    for (const rawDevice of devices)
      if (!admitted.includes(rawDevice.deviceId)) rawDevice.socket.end();
    await until(() => status().waiting === 0);
    goOn();
    const stayed = devices.filter(({ deviceId }) => admitted.includes(deviceId));
    await Promise.all(stayed.map((rawDevice) => rawDevice.until(() => isBack(rawDevice))));
    expect(admitted).toHaveLength(2);
    expect(status()).toMatchObject({ admitting: 0, connected: 2, sockets: 2 });
  });

  it('turns away who is one too many, as unavailable', async () => {
    const all = ids(5);
    const bench = await startBench(
      all,
      { connectQueue: { ...CONNECT_QUEUE, maxWaiting: 1 } },
      ({ journal }) => ({
        journal: wrap(journal, { renewSession: () => new Promise<boolean>(() => {}) }),
      }),
    );
    const { mqttPort: port } = bench.gateway;
    for (const id of all.slice(0, 3)) await storm(device(id), port, PENDING_NOTHING);
    await until(() => bench.gateway.intake.status().waiting === 1);
    expect(await device(all[4] as string).connect(port)).toBe(3);
    expect(bench.gateway.health().refusals).toEqual({ GATE_FULL: 1 });
  });
});
