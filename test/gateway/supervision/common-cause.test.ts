// Many devices of one group in trouble within a short time: one case, not one each.
import { expect, it } from 'vitest';
import {
  DAY,
  deviceIn,
  devicesIn,
  HOUR,
  heartbeat,
  MINUTE,
  SECOND,
  SupervisionBench,
} from './supervision-bench.ts';

async function street(count: number, options = {}): Promise<SupervisionBench> {
  const bench = await SupervisionBench.start(devicesIn('street', count), options);
  for (const { deviceId } of bench.devices) bench.lives(deviceId);
  await bench.clock.advance(HOUR);
  return bench;
}

const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `CB-${from + index}`);

it('a whole street that goes dark is one case', async () => {
  const bench = await street(500);
  for (const id of ids(0, 500)) bench.falls(id);
  await bench.clock.advance(HOUR);
  const [notice] = bench.notices;
  expect(notice?.caseId).toBe(`case/group:street/offline/${notice?.openedAt}`);
  expect(notice?.group).toBe('street');
  expect(bench.told()).toEqual(['opened offline 500 of street']);
  expect(bench.supervision.status()).toMatchObject({
    devices: { offline: 500 },
    cases: { offline: 1 },
  });
});

it('it is one case also when its connections break over a minute and a half', async () => {
  const bench = await street(50);
  for (const id of ids(0, 50)) {
    bench.falls(id);
    await bench.clock.advance(1_800);
  }
  await bench.clock.advance(HOUR);
  const all = bench.told();
  expect(all[0]).toMatch(/^opened offline \d+ of street$/);
  expect(all.slice(1).every((one) => one.startsWith('changed offline'))).toBe(true);
  expect(all.at(-1)).toMatch(/offline 50 of street$/);
});

it('four devices of a small street are four cases', async () => {
  const bench = await street(20);
  for (const id of ids(0, 4)) bench.falls(id);
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual(ids(0, 4).map((id) => `opened offline ${id}`));
});

it('less than a tenth of a large group are cases of their own', async () => {
  const bench = await street(100);
  for (const id of ids(0, 9)) bench.falls(id);
  await bench.clock.advance(HOUR);
  expect(bench.told()).toHaveLength(9);
});

it('a tenth of a large group is a common cause', async () => {
  const bench = await street(100);
  for (const id of ids(0, 10)) bench.falls(id);
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual(['opened offline 10 of street']);
});

it('those that fall too far apart have no common cause', async () => {
  const bench = await street(20);
  for (const id of ids(0, 6)) {
    bench.falls(id);
    await bench.clock.advance(MINUTE);
  }
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual(ids(0, 6).map((id) => `opened offline ${id}`));
});

it('those that are back already count no more', async () => {
  const bench = await street(20);
  for (const id of ids(0, 4)) bench.falls(id);
  await bench.clock.advance(5 * MINUTE + 20 * SECOND);
  for (const id of ids(0, 4)) bench.lives(id);
  for (const id of ids(4, 8)) bench.lives(id, { onMains: false });
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual(ids(4, 8).map((id) => `opened mains_lost ${id}`));
  for (const id of ids(8, 12)) bench.lives(id, { onMains: false });
  await bench.clock.advance(30 * SECOND);
  for (const id of ids(8, 12)) bench.lives(id);
  for (const id of ids(12, 15)) bench.lives(id, { onMains: false });
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual(ids(12, 15).map((id) => `opened mains_lost ${id}`));
});

it('devices of different groups have no common cause', async () => {
  const devices = ids(0, 20).map((id) => deviceIn(`street-of-${id}`, id));
  const bench = await SupervisionBench.start(devices);
  for (const { deviceId } of devices) bench.lives(deviceId);
  for (const { deviceId } of devices) bench.falls(deviceId);
  await bench.clock.advance(HOUR);
  expect(bench.told()).toHaveLength(20);
});

it('a later one joins; that is told at most once a minute', async () => {
  const bench = await street(60);
  for (const id of ids(0, 10)) bench.falls(id);
  await bench.clock.advance(10 * MINUTE);
  expect(bench.told()).toEqual(['opened offline 10 of street']);
  for (const id of ids(10, 40)) {
    bench.falls(id);
    await bench.clock.advance(10 * SECOND);
  }
  await bench.clock.advance(15 * MINUTE);
  const changes = bench.notices.map(({ id }) => id.split('/').slice(4).join('/'));
  expect(changes).toEqual(changes.map((_, index) => `changed/${index + 1}`));
  const moments = bench.notices.map(({ at }) => at);
  for (let index = 1; index < moments.length; index++) {
    expect((moments[index] as number) - (moments[index - 1] as number)).toBeGreaterThanOrEqual(
      MINUTE,
    );
  }
  expect(bench.told().at(-1)).toBe('changed offline 40 of street');
});

it('a single device that falls days later has a case of its own', async () => {
  const bench = await street(20);
  for (const id of ids(0, 10)) bench.falls(id);
  await bench.clock.advance(2 * DAY);
  bench.falls('CB-15');
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual(['opened offline 10 of street', 'opened offline CB-15']);
  bench.lives('CB-15');
  expect(bench.told()).toEqual(['restored offline CB-15']);
});

it('it is restored when all of them are back', async () => {
  const bench = await street(8);
  for (const id of ids(0, 8)) bench.falls(id);
  await bench.clock.advance(HOUR);
  const [opened] = bench.notices;
  expect(bench.told()).toEqual(['opened offline 8 of street']);
  for (const id of ids(0, 7)) bench.lives(id);
  await bench.clock.advance(10 * MINUTE);
  expect(bench.told()).toEqual(['changed offline CB-7']);
  bench.lives('CB-7');
  await bench.clock.advance(10 * SECOND);
  expect(bench.notices[0]?.caseId).toBe(opened?.caseId);
  expect(bench.told()).toEqual(['restored offline 8 of street']);
  expect(bench.supervision.status().cases.offline).toBe(0);
});

it('those that stay away when nine of ten are back get cases of their own', async () => {
  const bench = await street(20);
  for (const id of ids(0, 20)) bench.falls(id);
  const fellAt = bench.clock.utc();
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual(['opened offline 20 of street']);
  for (const id of ids(0, 18)) bench.lives(id);
  await bench.clock.advance(10 * SECOND);
  expect(bench.notices[1]?.lastGoodAt).toBe(fellAt);
  expect(bench.told()).toEqual([
    'restored offline 18 of street',
    'opened offline CB-18',
    'opened offline CB-19',
  ]);
  bench.lives('CB-18');
  expect(bench.told()).toEqual(['restored offline CB-18']);
});

it('a street without power is one case, and so is its end', async () => {
  const bench = await street(12);
  for (const id of ids(0, 12)) bench.lives(id, { onMains: false });
  await bench.clock.advance(MINUTE);
  expect(bench.told()).toEqual(['opened mains_lost 12 of street']);
  for (const id of ids(0, 12)) bench.says(id, { kind: 'mains', state: 2 });
  await bench.clock.advance(10 * SECOND);
  expect(bench.told()).toEqual(['restored mains_lost 12 of street']);
});

it('devices that were never seen are one case', async () => {
  const bench = await SupervisionBench.start(devicesIn('new-house', 40));
  await bench.clock.advance(HOUR);
  expect(bench.notices[0]).not.toHaveProperty('lastGoodAt');
  expect(bench.told()).toEqual(['opened silent 40 of new-house']);
});

it('a restart keeps the common case: those that come back end it', async () => {
  let bench = await street(12);
  for (const id of ids(0, 12)) bench.falls(id);
  await bench.clock.advance(HOUR);
  const [opened] = bench.notices;
  expect(bench.told()).toEqual(['opened offline 12 of street']);
  bench = await bench.restart();
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual([]);
  expect(bench.supervision.status().cases.offline).toBe(1);
  for (const id of ids(0, 12)) bench.lives(id);
  await bench.clock.advance(10 * SECOND);
  expect(bench.notices[0]?.caseId).toBe(opened?.caseId);
  expect(bench.told()).toEqual(['restored offline 12 of street']);
  bench = await bench.restart();
  for (const id of ids(0, 12)) bench.lives(id);
  await bench.clock.advance(HOUR);
  expect(bench.told()).toEqual([]);
});

it('a device that was taken out of the directory does not hold the common case open', async () => {
  let bench = await street(6);
  for (const id of ids(0, 6)) bench.falls(id);
  await bench.clock.advance(HOUR);
  bench.told();
  bench.devices = bench.devices.slice(0, 5);
  bench = await bench.restart();
  for (const id of ids(0, 5)) bench.lives(id);
  await bench.clock.advance(MINUTE);
  expect(bench.told()).toEqual(['restored offline 6 of street']);
});

it('one that moved to another group while the gateway was down is no part of it any more', async () => {
  let bench = await street(6);
  for (const id of ids(0, 6)) bench.falls(id);
  await bench.clock.advance(HOUR);
  bench.told();
  bench.devices = [deviceIn('hill', 'CB-0'), ...bench.devices.slice(1)];
  bench = await bench.restart();
  for (const id of ids(1, 6)) bench.lives(id);
  await bench.clock.advance(20 * SECOND);
  expect(bench.told()).toEqual(['restored offline 6 of street']);
  await bench.clock.advance(10 * MINUTE);
  expect(bench.told()).toEqual(['opened offline CB-0']);
});

it('one that falls again belongs to it again', async () => {
  const bench = await street(6);
  for (const id of ids(0, 6)) bench.falls(id);
  await bench.clock.advance(10 * MINUTE);
  bench.says('CB-0', heartbeat());
  bench.lives('CB-0');
  await bench.clock.advance(MINUTE);
  bench.falls('CB-0');
  await bench.clock.advance(10 * MINUTE);
  expect(bench.told()).toEqual([
    'opened offline 6 of street',
    'changed offline 5 of street',
    'changed offline 6 of street',
  ]);
});
