// A device that is away: offline, silent, never seen, and the grace that a reconnect has.
import { expect, it } from 'vitest';
import {
  deviceIn,
  HOUR,
  heartbeat,
  MINUTE,
  SECOND,
  SupervisionBench,
} from './supervision-bench.ts';

const ONE = [deviceIn('street', 'CB-1')];

it('a device that loses its connection is offline after 5 minutes, and told a minute later', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  await bench.clock.advance(HOUR);
  bench.falls('CB-1');
  const fellAt = bench.clock.utc();
  await bench.clock.advance(5 * MINUTE + 50 * SECOND);
  expect(bench.told()).toEqual([]);
  await bench.clock.advance(20 * SECOND);
  const [notice] = bench.notices;
  expect(notice).toMatchObject({ kind: 'case', event: 'opened', condition: 'offline' });
  expect(notice).toMatchObject({ deviceIds: ['CB-1'], group: 'street', lastGoodAt: fellAt });
  expect(notice?.openedAt).toBeGreaterThanOrEqual(fellAt + 5 * MINUTE);
  expect(notice?.openedAt).toBeLessThanOrEqual(fellAt + 5 * MINUTE + 10 * SECOND);
  expect(notice?.caseId).toBe(`case/CB-1/offline/${notice?.openedAt}`);
  expect(notice?.id).toBe(`${notice?.caseId}/opened`);
});

it('a device that reconnects within 5 minutes is nobody’s business', async () => {
  const bench = await SupervisionBench.start(ONE);
  for (let round = 0; round < 5; round++) {
    bench.lives('CB-1');
    await bench.clock.advance(HOUR);
    bench.falls('CB-1');
    await bench.clock.advance(5 * MINUTE - SECOND);
  }
  expect(bench.told()).toEqual([]);
});

it('a device that is back before its case was told has no case', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  bench.falls('CB-1');
  await bench.clock.advance(5 * MINUTE + 30 * SECOND);
  bench.lives('CB-1');
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual([]);
});

it('an offline device is restored when it is connected and heard, not before', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  bench.falls('CB-1');
  await bench.clock.advance(HOUR);
  const [opened] = bench.notices;
  expect(bench.told()).toEqual(['opened offline CB-1']);
  bench.supervision.connected('CB-1');
  await bench.clock.advance(MINUTE);
  expect(bench.told()).toEqual([]);
  bench.says('CB-1', { kind: 'press', key: 2, count: 1 });
  const [restored] = bench.notices;
  expect(restored).toMatchObject({ event: 'restored', caseId: opened?.caseId });
  expect(restored?.id).toBe(`${opened?.caseId}/restored`);
  expect(restored?.openedAt).toBe(opened?.openedAt);
});

it('an uplink that is handled after its connection ended restores nothing', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  bench.falls('CB-1');
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual(['opened offline CB-1']);
  bench.says('CB-1', heartbeat());
  await bench.clock.advance(MINUTE);
  expect(bench.told()).toEqual([]);
});

it('a connected device that says nothing for 25 minutes is silent until it says something', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  const heardAt = bench.clock.utc();
  bench.hushes('CB-1');
  await bench.clock.advance(25 * MINUTE - SECOND);
  expect(bench.supervision.status().devices.silent).toBe(0);
  await bench.clock.advance(2 * MINUTE);
  expect(bench.supervision.status()).toMatchObject({
    devices: { silent: 1 },
    cases: { silent: 1 },
  });
  expect(bench.notices[0]).toMatchObject({ condition: 'silent', lastGoodAt: heardAt });
  expect(bench.told()).toEqual(['opened silent CB-1']);
  bench.says('CB-1', heartbeat());
  expect(bench.told()).toEqual(['restored silent CB-1']);
});

it('a press proves that it lives: no silence for 25 minutes from it', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  bench.hushes('CB-1');
  await bench.clock.advance(20 * MINUTE);
  bench.says('CB-1', { kind: 'press', key: 2, count: 1 }, 3 * HOUR);
  await bench.clock.advance(24 * MINUTE);
  expect(bench.told()).toEqual([]);
  await bench.clock.advance(3 * MINUTE);
  expect(bench.told()).toEqual(['opened silent CB-1']);
});

it('a will in a PUBLISH is no sign of life', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  bench.hushes('CB-1');
  await bench.clock.advance(20 * MINUTE);
  bench.says('CB-1', { kind: 'lost' });
  await bench.clock.advance(7 * MINUTE);
  expect(bench.told()).toEqual(['opened silent CB-1']);
});

it('an offline device does not become silent too: one trouble, one case', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  bench.falls('CB-1');
  await bench.clock.advance(24 * HOUR);
  expect(bench.told()).toEqual(['opened offline CB-1']);
});

it('a second connection that replaces the first is not the end of the device’s connection', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  bench.lives('CB-1');
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual([]);
});

it('a device that was never seen is silent after its time, and nobody knows when it was good', async () => {
  const bench = await SupervisionBench.start(ONE);
  await bench.clock.advance(25 * MINUTE - SECOND);
  expect(bench.supervision.status().devices.never_seen).toBe(1);
  expect(bench.told()).toEqual([]);
  await bench.clock.advance(2 * MINUTE);
  expect(bench.notices[0]).not.toHaveProperty('lastGoodAt');
  expect(bench.told()).toEqual(['opened silent CB-1']);
  expect(bench.supervision.status().devices.never_seen).toBe(1);
  bench.lives('CB-1');
  expect(bench.told()).toEqual(['restored silent CB-1']);
});

it('setting the wall clock declares nobody, and stretches nothing', async () => {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  bench.clock.setUtc(Date.UTC(2030, 0, 1));
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual([]);
  bench.falls('CB-1');
  bench.clock.setUtc(Date.UTC(2020, 0, 1));
  await bench.clock.advance(7 * MINUTE);
  expect(bench.told()).toEqual(['opened offline CB-1']);
});

it('the states of devices are counted', async () => {
  const devices = ['CB-1', 'CB-2', 'CB-3', 'CB-4', 'CB-5'].map((id) => deviceIn(id, id));
  const bench = await SupervisionBench.start(devices);
  for (const id of ['CB-1', 'CB-2', 'CB-3', 'CB-4']) bench.lives(id);
  bench.falls('CB-2');
  bench.hushes('CB-3');
  await bench.clock.advance(24 * MINUTE);
  bench.falls('CB-4');
  await bench.clock.advance(3 * MINUTE);
  const { devices: counts } = bench.supervision.status();
  expect(counts).toEqual({ online: 1, offline: 1, silent: 1, reconnecting: 1, never_seen: 1 });
});
