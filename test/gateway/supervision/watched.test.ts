// Devices that nobody counts on yet: how they are is known, but their troubles are no cases.
import { expect, it } from 'vitest';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import { DAY, deviceIn, devicesIn, HOUR, MINUTE, SupervisionBench } from './supervision-bench.ts';

const watched = (isWatched: boolean, deviceId = 'CB-1'): DeviceRecord => ({
  ...deviceIn('street', deviceId),
  isWatched,
});

it('a device that is not in service is silent, flat and faulty, and no case', async () => {
  const bench = await SupervisionBench.start([watched(false)]);
  await bench.clock.advance(DAY);
  bench.lives('CB-1', { batteryPercent: 3, onMains: false });
  bench.says('CB-1', { kind: 'fault', faultKind: 1, detail: 7 });
  await bench.clock.advance(HOUR);
  bench.falls('CB-1');
  await bench.clock.advance(DAY);
  expect(bench.told()).toEqual([]);
  // What it said is remembered all the same.
  expect(bench.supervision.status()).toMatchObject({ devices: { offline: 1 } });
});

it('a device that comes into service has its full time from then on', async () => {
  const bench = await SupervisionBench.start([watched(false)]);
  bench.lives('CB-1');
  bench.falls('CB-1');
  await bench.clock.advance(DAY);
  bench.devices = [watched(true)];
  bench.reload();
  await bench.clock.advance(4 * MINUTE);
  expect(bench.told()).toEqual([]);
  await bench.clock.advance(5 * MINUTE);
  expect(bench.told()).toEqual(['opened offline CB-1']);
});

it('a device that is taken out of service has its cases ended, also over a restart', async () => {
  const bench = await SupervisionBench.start([watched(true)]);
  bench.lives('CB-1', { batteryPercent: 20 });
  expect(bench.told()).toEqual(['opened battery_low CB-1']);
  bench.devices = [watched(false)];
  bench.reload();
  expect(bench.told()).toEqual(['restored battery_low CB-1']);

  const other = await SupervisionBench.start([watched(true)]);
  other.lives('CB-1', { batteryPercent: 20 });
  expect(other.told()).toEqual(['opened battery_low CB-1']);
  other.devices = [watched(false)];
  const after = await other.restart();
  expect(after.told()).toEqual(['restored battery_low CB-1']);
});

it('devices in their boxes do not hide that a street went dark', async () => {
  const boxes = Array.from({ length: 200 }, (_, at) => watched(false, `BOX-${at}`));
  const bench = await SupervisionBench.start([...devicesIn('street', 10), ...boxes]);
  for (let at = 0; at < 10; at++) bench.lives(`CB-${at}`);
  await bench.clock.advance(HOUR);
  for (let at = 0; at < 10; at++) bench.falls(`CB-${at}`);
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual(['opened offline 10 of street']);
});
