// Whoever watches devices from outside: told of each that may be different, and sees it as it is, without its home.
import { expect, it } from 'vitest';
import {
  deviceIn,
  devicesIn,
  HOUR,
  heartbeat,
  MINUTE,
  SupervisionBench,
} from './supervision-bench.ts';

async function watched(count = 1) {
  const bench = await SupervisionBench.start(devicesIn('street', count));
  const told: string[] = [];
  const unwatch = bench.supervision.watch((deviceId, isRoutine) => {
    told.push(isRoutine ? `${deviceId} lives` : deviceId);
  });
  return { bench, told, unwatch, views: bench.supervision };
}

it('a connection, a heartbeat, a word of the device and a disconnection are told, each as it comes', async () => {
  const { bench, told, views } = await watched();
  views.connected('CB-0');
  bench.says('CB-0', heartbeat());
  bench.says('CB-0', { kind: 'mains', state: 1 });
  views.disconnected('CB-0');
  expect(told).toEqual(['CB-0', 'CB-0 lives', 'CB-0', 'CB-0']);
});

it('a view follows the device from never seen to offline, with what is known and told of it', async () => {
  const { bench, told, views } = await watched();
  const view = () => views.viewOf('CB-0');
  expect(view()).toEqual({
    deviceId: 'CB-0',
    group: 'street',
    state: 'never_seen',
    conditions: [],
  });
  bench.lives('CB-0', { batteryPercent: 80, onMains: false });
  const seenAt = bench.clock.utc();
  expect(view()).toMatchObject({ state: 'online', seenAt, batteryPercent: 80, onMains: false });
  bench.falls('CB-0');
  expect(view()).toMatchObject({ state: 'reconnecting', seenAt, conditions: [] });
  told.length = 0;
  await bench.clock.advance(10 * MINUTE);
  expect(told).toContain('CB-0');
  expect(view()).toMatchObject({ state: 'offline', seenAt, conditions: ['mains_lost', 'offline'] });
});

it('every device of a common case is told', async () => {
  const { bench, told } = await watched(40);
  for (let index = 0; index < 40; index++) bench.lives(`CB-${index}`);
  await bench.clock.advance(HOUR);
  for (let index = 0; index < 40; index++) bench.falls(`CB-${index}`);
  told.length = 0;
  await bench.clock.advance(7 * MINUTE);
  expect(bench.told()).toEqual(['opened offline 40 of street']);
  expect(new Set(told).size).toBe(40);
});

it('a device that is taken out of the directory, or blocked, is told and has no view any more', async () => {
  const { bench, told, views } = await watched(3);
  bench.devices = [deviceIn('street', 'CB-0'), deviceIn('street', 'CB-1', true)];
  bench.reload();
  expect(told).toEqual(['CB-1', 'CB-2']);
  expect(['CB-0', 'CB-1', 'CB-2'].map((id) => views.viewOf(id) !== undefined)).toEqual([
    true,
    false,
    false,
  ]);
  expect([...views.deviceIds()]).toEqual(['CB-0']);
});

it('nothing is told any more when the watching has ended', async () => {
  const { told, unwatch, views } = await watched();
  unwatch();
  views.connected('CB-0');
  expect(told).toEqual([]);
});

it('who watched before the start is told of every device, also of those that went meanwhile', async () => {
  const { bench, views } = await watched(3);
  views.connected('CB-2');
  views.disconnected('CB-2');
  bench.devices = devicesIn('street', 2);
  const told: string[] = [];
  const next = await bench.restart({}, (deviceId) => void told.push(deviceId));
  expect(told.toSorted()).toEqual(['CB-0', 'CB-1', 'CB-2']);
  expect(next.supervision.viewOf('CB-2')).toBeUndefined();
});
