// Long answers of the admin API: however many are asked for at once, a turn of the event loop is never long.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Turns } from '#gateway/management/turns.ts';
import { wrap } from '#test/support/wrap.ts';
import { ADMIN, ApiBench } from './management-bench.ts';

/** Of which each listing does so many in one turn at most. */
const MOST = 50;
const DEVICES = 1_200;

/** Counts what is done in each turn of the event loop, until it is told to stop. */
function countTurns() {
  const counted = { inTurn: 0, most: 0, turns: 0, isOn: true };
  const look = () => {
    if (counted.inTurn > 0) counted.turns++;
    counted.most = Math.max(counted.most, counted.inTurn);
    counted.inTurn = 0;
    if (counted.isOn) setImmediate(look);
  };
  setImmediate(look);
  return counted;
}

it('of many that are asked at once only one goes on in a turn, and each gets all of its answer in its order', async () => {
  const turns = new Turns();
  const counted = countTurns();
  const items = Array.from({ length: 220 }, (_, index) => index);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      turns.map(items, (item) => {
        counted.inTurn++;
        return item * 2;
      }),
    ),
  );
  counted.isOn = false;
  await nextTurn();
  expect(answers).toEqual(Array(10).fill(items.map((item) => item * 2)));
  expect(counted.most).toBe(MOST);
  expect(counted.turns).toBe(50);
});

it('a part that fails ends its own answer and holds up no other', async () => {
  const turns = new Turns();
  const failing = turns.map([1], () => {
    throw new Error('failed');
  });
  const other = turns.map([1], (item) => item);
  await expect(failing).rejects.toThrow('failed');
  expect(await other).toEqual([1]);
});

it('listings of 1,200 devices are made, looked for and counted in parts', async () => {
  let counted = countTurns();
  let pages = 0;
  const bench = await ApiBench.start(({ history, registry }) => ({
    history: wrap(history, {
      highestBootId(deviceId) {
        counted.inTurn++;
        return history.highestBootId(deviceId);
      },
    }),
    registry: wrap(registry, {
      devices(query) {
        pages++;
        expect(query.limit).toBeLessThanOrEqual(1_000);
        return registry.devices(query);
      },
    }),
  }));
  const devices = Array.from({ length: DEVICES }, (_, index) => {
    const deviceId = `CB-${String(index).padStart(4, '0')}`;
    const key = { version: 1, secret: new Uint8Array(32) };
    const home = { reference: deviceId, community: index % 2 === 0 ? 'A' : 'B' };
    return { deviceId, group: 'g', state: 'in_service' as const, key, home };
  });
  await bench.ports.registry.importDevices(ADMIN, devices, () => undefined);
  const ask = (path: string) => bench.ask('operator', 'GET', path);
  const all = await Promise.all(Array.from({ length: 5 }, () => ask('/devices?limit=1000')));
  counted.isOn = false;
  for (const { body } of all) {
    expect(body).toMatchObject({ devices: { length: 1_000, 999: { device_id: 'CB-0999' } } });
  }
  expect(counted.most).toBeLessThanOrEqual(MOST);
  counted = countTurns();
  pages = 0;
  const rest = await ask('/devices?limit=1000&after=CB-0999&group=g');
  expect(rest.body).toMatchObject({ devices: { length: 200, 0: { device_id: 'CB-1000' } } });
  expect((await ask('/devices?state=new')).body).toEqual({ devices: [] });
  expect(pages).toBe(3);
  counted.isOn = false;
  expect((await ask('/homes?limit=1000')).body).toMatchObject({ homes: { length: 1_000 } });
  expect((await ask('/coverage')).body.coverage).toMatchObject([
    { community: 'A', homes: DEVICES / 2, in_service: DEVICES / 2 },
    { community: 'B', homes: DEVICES / 2 },
  ]);
  let pauses = 0;
  await bench.ports.registry.coverage(async () => {
    pauses++;
  });
  expect(pauses).toBe(4);
});
