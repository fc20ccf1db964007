// Attacks on a real gateway: each is refused under its codes, and honest presses arrive meanwhile.
import { describe, expect, it } from 'vitest';
import type { AttackKind } from '#simulator/plan.ts';
import { HOST, home, PoolBench, plan, startBench } from './support.ts';

const CODES: Record<AttackKind, string[]> = {
  forged: ['CONNECT_SEAL_WRONG', 'SEAL_WRONG'],
  replayed: ['CONNECT_REPLAYED', 'NUMBER_REPLAYED', 'SESSION_WRONG'],
  'cross-device': ['SUBSCRIPTION_WRONG', 'TOPIC_WRONG'],
  malformed: ['MQTT_ERROR', 'PACKET_TOO_LONG'],
  'slow-connections': [],
};
/** What may come too: random bytes are taken for something, and one home that connects for each attempt for a flood. */
const ALSO: Partial<Record<AttackKind, string[]>> = {
  malformed: ['ENVELOPE_MALFORMED', 'ENVELOPE_INCOMPLETE', 'KEY_VERSION_UNKNOWN'],
  'cross-device': ['CONNECT_FLOOD'],
};

describe.each(Object.entries(CODES))('an attack: %s', (kind, codes) => {
  it('is refused, and disturbs no honest press', async () => {
    const bench = await startBench(4);
    const run = new PoolBench();
    const gateway = { host: HOST, port: bench.gateway.mqttPort };
    const homes = [0, 1, 2, 3].map((index) => home(index, index === 0 ? 'whole' : 'light'));
    // Home 3 is never pressed: it is the one to borrow.
    const presses = Array.from({ length: 30 }, (_, place) => ({
      at: 1_000 + place * 50,
      home: place % 3,
    }));
    await run.pool.start(plan(gateway, homes, presses));
    run.pool.attack(kind as AttackKind, 100);
    // On a busy machine timers come together, and a finger that is still down presses nothing.
    await run.until(() => run.sum('pressesStored') + run.sum('pressesSkipped') === 30);
    expect(run.sum('pressesStored')).toBeGreaterThan(10);
    const refused = () => bench.gateway.health().refusals;
    await run.until(() => codes.every((code) => refused()[code] !== undefined));
    run.pool.attack(kind as AttackKind, 0);
    await run.until(() => run.samples.at(-1)?.connected === 4);
    const unexpected = Object.keys(refused()).filter(
      (code) => !codes.includes(code) && !ALSO[kind as AttackKind]?.includes(code),
    );
    expect(unexpected).toEqual([]);
    const { rows } = await run.collect();
    expect([...bench.platform.received.keys()].sort()).toEqual(rows.map(({ id }) => id).sort());
  });
});

describe('an attack', () => {
  it('needs a light home to borrow, and says so', async () => {
    const bench = await startBench(1);
    const run = new PoolBench();
    const gateway = { host: HOST, port: bench.gateway.mqttPort };
    await run.pool.start(plan(gateway, [home(0, 'whole')], []));
    expect(() => run.pool.attack('forged', 1)).toThrow('needs a light home');
  });
});
