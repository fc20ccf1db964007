// Generator processes against a real gateway: homes of both kinds, on the timetable, with a ledger that adds up.
import { describe, expect, it } from 'vitest';
import { KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import { IN_OUTBOX, STORED } from '#simulator/ledger.ts';
import { HOST, home, PoolBench, plan, startBench } from './support.ts';

describe('generators', () => {
  it('run whole and light homes side by side, and follow every press to its acceptance', async () => {
    const bench = await startBench(6, { answerAfterMs: () => 0 });
    const run = new PoolBench(2);
    const gateway = { host: HOST, port: bench.gateway.mqttPort };
    const homes = [0, 1, 2, 3, 4, 5].map((index) => home(index, index < 3 ? 'whole' : 'light'));
    const presses = homes.map(({ index }) => {
      const key = index % 2 === 0 ? KEY_RED : KEY_GREEN;
      return { at: 100 + index * 10, home: index, key: key as Key };
    });
    await run.pool.start(plan(gateway, homes, presses));
    await run.until(() => run.all('toAccepted').length === 6);
    const { rows, seen } = await run.collect();
    expect(rows.map((row) => row.intendedAt)).toEqual([100, 110, 120, 130, 140, 150]);
    const shown = seen.map(({ id }) => id);
    for (const row of rows) {
      expect(row.state).toBe(STORED);
      expect(row.madeAt).toBeGreaterThanOrEqual(row.intendedAt);
      expect(row.storedAt).toBeGreaterThan(row.madeAt);
      expect(row.acceptedAt).toBeGreaterThan(row.madeAt);
      expect(shown).toContain(row.id);
    }
    expect(rows.map(({ id }) => id).sort()).toEqual([...bench.platform.received.keys()].sort());
    expect(run.samples.at(-1)).toMatchObject({ off: 0, connecting: 0, connected: 6 });
    expect(run.all('redToAccepted').length).toBe(3);
    expect(run.sum('heartbeatsSent')).toBe(6);
    expect(bench.gateway.health().refusals).toEqual({});
  });

  it('begin with the boot that they are told, whole and light', async () => {
    const bench = await startBench(2);
    const run = new PoolBench();
    const gateway = { host: HOST, port: bench.gateway.mqttPort };
    const homes = [home(0, 'whole', { firstBootId: 41 }), home(1, 'light', { firstBootId: 41 })];
    const presses = [
      { at: 50, home: 0 },
      { at: 50, home: 1 },
    ];
    await run.pool.start(plan(gateway, homes, presses));
    await run.until(() => run.sum('pressesStored') === 2);
    const { rows } = await run.collect();
    expect(rows.map(({ bootId }) => bootId)).toEqual([41, 41]);
  });

  it('leave out, and count, a press at a home without power or of a key that is still debounced', async () => {
    const bench = await startBench(3);
    const run = new PoolBench();
    const gateway = { host: HOST, port: bench.gateway.mqttPort };
    const homes = [home(0, 'whole'), home(1, 'light'), home(2, 'light', { powerOnAt: 60_000 })];
    const presses = [
      ...[50, 60].map((at) => ({ at, home: 0 })),
      ...[50, 60].map((at) => ({ at, home: 1 })),
      { at: 50, home: 2 },
    ];
    await run.pool.start(plan(gateway, homes, presses));
    await run.until(() => run.sum('pressesStored') === 3);
    expect(run.sum('pressesMade')).toBe(3);
    expect(run.sum('pressesSkipped')).toBe(2);
    const { rows } = await run.collect();
    expect(rows.map((row) => row.home).sort()).toEqual([0, 1, 1]);
  });

  it.each([
    'whole',
    'light',
  ] as const)('deliver a press of a %s home after a power cut, from the boot in which it was made', async (kind) => {
    const bench = await startBench(1);
    const run = new PoolBench();
    const { mqttPort: port } = bench.gateway;
    await bench.down();
    await run.pool.start(plan({ host: HOST, port }, [home(0, kind)], [{ at: 50, home: 0 }]));
    await run.until(() => run.sum('pressesMade') === 1);
    run.pool.power([0], false);
    await run.until(() => run.samples.at(-1)?.off === 1);
    expect((await run.collect()).rows).toMatchObject([{ state: IN_OUTBOX, bootId: 1 }]);
    await bench.up();
    run.pool.power([0], true);
    await run.until(() => run.sum('pressesStored') === 1);
    const { rows } = await run.collect();
    expect(rows).toMatchObject([{ state: STORED, bootId: 1 }]);
    expect([...bench.platform.received.keys()]).toEqual([rows[0]!.id]);
  });

  it.each([
    'whole',
    'light',
  ] as const)('cut the network of a %s home and let it come back by itself', async (kind) => {
    const bench = await startBench(1);
    const run = new PoolBench();
    const { mqttPort: port } = bench.gateway;
    await run.pool.start(plan({ host: HOST, port }, [home(0, kind)], [{ at: 5_000, home: 0 }]));
    await run.until(() => run.samples.at(-1)?.connected === 1);
    run.pool.network([0], false);
    await run.until(() => run.samples.at(-1)?.connecting === 1 && run.sum('pressesMade') === 1);
    expect(run.sum('pressesStored')).toBe(0);
    run.pool.network([0], true);
    await run.until(() => run.sum('pressesStored') === 1);
    expect(bench.platform.received.size).toBe(1);
  });

  it('let homes chatter, and be silent again', async () => {
    const bench = await startBench(2);
    const run = new PoolBench();
    const gateway = { host: HOST, port: bench.gateway.mqttPort };
    await run.pool.start(plan(gateway, [home(0, 'whole'), home(1, 'light')], []));
    await run.until(() => run.samples.at(-1)?.connected === 2);
    const before = run.sum('heartbeatsSent');
    run.pool.chatter([0, 1], 50);
    await run.until(() => run.sum('heartbeatsSent') > before + 100);
    run.pool.chatter([0, 1], 0);
    await run.until(() => run.samples.at(-1)?.heartbeatsSent === 0);
    expect(bench.gateway.health().refusals).toEqual({});
  });
});
