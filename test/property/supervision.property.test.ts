// Any sequence of connections, uplinks, quiet and restarts: no case before its time, none twice, none that stays.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CaseNotice } from '#gateway/domain/notice.ts';
import {
  deviceIn,
  HOUR,
  heartbeat,
  MINUTE,
  SupervisionBench,
} from '#test/gateway/supervision/supervision-bench.ts';

const WELL = 'CB-WELL';
const OTHERS = Array.from({ length: 11 }, (_, index) => `CB-${index}`);
const DEVICES = [WELL, ...OTHERS].map((deviceId) => deviceIn('street', deviceId));

const who = fc.constantFrom(...OTHERS);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('connect' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('disconnect' as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('beat' as const),
      who,
      onMains: fc.boolean(),
      batteryPercent: fc.integer({ min: 1, max: 100 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flap' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('all connect and beat' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('all disconnect' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.nat({ max: 2_400 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What was done, and which cases were told to be open. Moments are UTC, which nobody sets here. */
class Model {
  runsSince: number;
  readonly heardAt = new Map<string, number>();
  readonly isUp = new Map<string, boolean>();
  /** Every begin and end of a connection. */
  readonly changes = new Map<string, { at: number; up: boolean }[]>();
  /** `device/condition` → case. */
  readonly open = new Map<string, string>();
  #read = 0;

  constructor(now: number) {
    this.runsSince = now;
  }

  goes(deviceId: string, up: boolean, at: number): void {
    this.isUp.set(deviceId, up);
    const changes = this.changes.get(deviceId) ?? [];
    changes.push({ at, up });
    this.changes.set(deviceId, changes);
  }

  /** Checks what was told since. */
  read(notices: readonly CaseNotice[]): void {
    for (; this.#read < notices.length; this.#read++) this.#take(notices[this.#read] as CaseNotice);
  }

  #take(notice: CaseNotice): void {
    const { event, caseId, condition, deviceIds, openedAt } = notice;
    expect(deviceIds).not.toContain(WELL);
    expect(deviceIds.length).toBeGreaterThan(0);
    expect(notice.lastGoodAt ?? 0).toBeLessThanOrEqual(openedAt);
    const isKnown = [...this.open.values()].includes(caseId);
    expect(isKnown).toBe(event !== 'opened');
    const before = new Set([...this.open].flatMap(([key, id]) => (id === caseId ? [key] : [])));
    for (const key of before) this.open.delete(key);
    if (event === 'restored') return;
    for (const deviceId of deviceIds) {
      const key = `${deviceId}/${condition}`;
      expect(this.open.has(key)).toBe(false);
      this.open.set(key, caseId);
      if (before.has(key)) continue;
      if (condition === 'offline') this.#wasGone(deviceId, notice);
      if (condition === 'silent') this.#wasQuiet(deviceId, notice, 25 * MINUTE);
      if (condition === 'flapping' && event === 'opened') this.#flapped(deviceId, openedAt);
    }
  }

  #wasGone(deviceId: string, notice: CaseNotice): void {
    this.#wasQuiet(deviceId, notice, 5 * MINUTE);
    if (deviceIds(notice) > 1) return;
    const { openedAt } = notice;
    const changes = this.changes.get(deviceId) ?? [];
    const since = openedAt - 5 * MINUTE;
    expect(changes.filter(({ at }) => at <= since).at(-1)?.up).toBe(false);
    expect(changes.some(({ at, up }) => up && at > since && at < openedAt)).toBe(false);
  }

  #wasQuiet(deviceId: string, { at }: CaseNotice, leastMs: number): void {
    expect(at - (this.heardAt.get(deviceId) ?? 0)).toBeGreaterThanOrEqual(leastMs);
    expect(at - this.runsSince).toBeGreaterThanOrEqual(leastMs);
  }

  #flapped(deviceId: string, openedAt: number): void {
    const within = (this.changes.get(deviceId) ?? []).filter(
      ({ at, up }) => up && at >= openedAt - HOUR && at <= openedAt,
    );
    expect(within.length).toBeGreaterThanOrEqual(10);
  }
}

const deviceIds = (notice: CaseNotice) => notice.deviceIds.length;

class Run {
  bench: SupervisionBench;
  readonly model: Model;

  constructor(bench: SupervisionBench) {
    this.bench = bench;
    this.model = new Model(bench.clock.utc());
    bench.lives(WELL);
  }

  async does(one: Step): Promise<void> {
    const { bench } = this;
    if (one.do === 'connect') this.#connect(one.who);
    if (one.do === 'disconnect') this.#disconnect(one.who);
    if (one.do === 'beat') this.#beat(one.who, one);
    if (one.do === 'flap') for (let time = 0; time < 11; time++) this.#connect(one.who);
    if (one.do === 'all disconnect') for (const id of OTHERS) this.#disconnect(id);
    if (one.do === 'wait') await bench.clock.advance(one.seconds * 1_000);
    if (one.do === 'restart') await this.#restart();
    if (one.do === 'all connect and beat') {
      for (const id of OTHERS) {
        this.#connect(id);
        this.#beat(id, {});
      }
    }
    this.model.read(this.bench.notices);
  }

  /** Everybody is well for three hours. */
  async heals(): Promise<void> {
    for (const id of OTHERS) this.bench.lives(id);
    for (const id of OTHERS) this.model.heardAt.set(id, this.bench.clock.utc());
    await this.bench.clock.advance(3 * HOUR);
    this.model.read(this.bench.notices);
    expect([...this.model.open]).toEqual([]);
    const { devices, cases } = this.bench.supervision.status();
    expect(devices.online).toBe(DEVICES.length);
    expect(Object.values(cases).every((count) => count === 0)).toBe(true);
    this.bench.stop();
  }

  #connect(deviceId: string): void {
    this.bench.supervision.connected(deviceId);
    this.model.goes(deviceId, true, this.bench.clock.utc());
  }

  #disconnect(deviceId: string): void {
    if (!this.model.isUp.get(deviceId)) return;
    this.bench.supervision.disconnected(deviceId);
    this.model.goes(deviceId, false, this.bench.clock.utc());
  }

  #beat(deviceId: string, changes: { onMains?: boolean; batteryPercent?: number }): void {
    if (!this.model.isUp.get(deviceId)) return;
    const { onMains = true, batteryPercent = 100 } = changes;
    this.model.heardAt.set(deviceId, this.bench.clock.utc());
    this.bench.says(deviceId, heartbeat({ onMains, batteryPercent }));
  }

  async #restart(): Promise<void> {
    const { bench, model } = this;
    for (const id of OTHERS) this.#disconnect(id);
    // What was told until now belongs to the run that ends.
    model.read(bench.notices);
    this.bench = await bench.restart();
    model.runsSince = this.bench.clock.utc();
    const { clock } = this.bench;
    const next = this.bench;
    clock.after(4 * MINUTE, () => {
      if (this.bench === next) next.lives(WELL);
    });
  }
}

it('no case before its time, never two of one kind for one device, and every one ends', async () => {
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const run = new Run(await SupervisionBench.start(DEVICES));
      for (const one of steps) await run.does(one);
      await run.heals();
      opened += run.bench.notices.length;
    }),
    { numRuns: 120 },
  );
  // The sequences do bring about what is checked.
  expect(opened).toBeGreaterThan(100);
});
