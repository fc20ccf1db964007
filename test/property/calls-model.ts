// The simple model of calls: what has to be seen of each press and call, from what was done and when.
import { expect } from 'vitest';
import { CALL_STAGES, type Call } from '#gateway/domain/call.ts';
import { DEFAULT_LIMITS } from '#gateway/domain/limits.ts';
import type { KeyName } from '#gateway/domain/press.ts';
import type { Seen, World } from './calls-world.ts';

/** One press as its device knows it. */
export interface Pressed {
  deviceId: string;
  seq: number;
  key: KeyName;
  test: boolean;
  ageMs: number;
  /** On disk: the device has its receipt. */
  isStored: boolean;
  /** It failed to be stored at least once. */
  hasFailed: boolean;
  /** The start of the gateway since which it is known for good: what is not on disk is forgotten by a restart. */
  sinceRun: number;
  /** When it came first; undefined: a restart has forgotten that. */
  cameAt: number | undefined;
  /** When the arrival was from which its limits count; undefined: the gateway doesn't send it yet. */
  arrivedAt: number | undefined;
  /** Since when it is on its way in this run. */
  sentAt: number;
  /** When its fallback has to begin in this run. */
  fallbackAt: number | undefined;
}

export const idOf = ({ deviceId, seq }: Pressed) => `${deviceId}/1/${seq}`;

export class Model {
  readonly presses: Pressed[] = [];
  /** Up to when everything was looked at. */
  #lookedAt = 0;

  /** A restart forgets what is not on disk, and begins every fallback anew. */
  restarted(world: World): void {
    for (const press of this.presses) {
      if (!press.isStored) {
        press.cameAt = undefined;
        press.arrivedAt = undefined;
        press.sinceRun = world.run;
      }
      press.sentAt = world.now;
      press.fallbackAt = undefined;
    }
    this.#lookedAt = world.now;
  }

  /** Everything that has to be so at every moment. */
  check(world: World): void {
    for (const press of this.presses) {
      const seen = world.seen.filter((offer) => offer.press === idOf(press));
      const lasting = seen.filter(({ run }) => run >= press.sinceRun);
      expect(new Set(lasting.map(({ callId }) => callId)).size).toBeLessThanOrEqual(1);
      if (press.arrivedAt === undefined) continue;
      this.#checkFirst(world, press, seen);
      this.#checkFallback(world, press, seen);
      this.#checkSettled(world, press, seen);
      this.#checkAccepted(world, press, seen);
    }
    this.#checkCalls(world);
    for (const run of new Set(world.told.map((telling) => telling.run))) {
      const ids = world.told.filter((telling) => telling.run === run).map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
    }
    this.#lookedAt = world.now;
  }

  /** The first attempt begins at the very moment when the press can be sent: red never waits for anything. */
  #checkFirst(world: World, press: Pressed, seen: Seen[]): void {
    const { to } = world.plan.routes[press.key];
    const inRun = seen.filter((offer) => offer.run === world.run && offer.step === 'first');
    const isOpen = world.bench.journal.disk.open.has(idOf(press)) || !press.isStored;
    if (inRun.length === 0) {
      const isSettled = world.settled.some((settlement) => settlement.press === idOf(press));
      expect(to === undefined || isSettled || !isOpen).toBe(true);
      return;
    }
    // Without a route it goes out with the reload that brings one.
    const isAtOnce = inRun[0]!.at === press.sentAt;
    expect(isAtOnce || world.bench.log.lines.some(({ message }) => /^no route/.test(message))).toBe(
      true,
    );
  }

  /** It begins exactly when it is due, at a gateway that runs with such a route, unless accepted before. */
  #checkFallback(world: World, press: Pressed, seen: Seen[]): void {
    const id = idOf(press);
    const { fallback } = world.plan.routes[press.key];
    const settledAt = world.settled.find(
      (settlement) => settlement.press === id && settlement.run === world.run,
    )?.at;
    if (fallback && press.fallbackAt === undefined) {
      const due = (press.arrivedAt as number) + fallback.afterMs;
      const at = Math.max(due, press.sentAt, this.#lookedAt);
      const isOpen = world.bench.calls.status().oldestPressMs[press.key] !== undefined;
      const isAccepted = settledAt !== undefined && settledAt <= at;
      const wasSettledBefore = !isOpen && settledAt === undefined;
      if (at <= world.now && !isAccepted && !wasSettledBefore && this.#isOffered(world, press)) {
        press.fallbackAt = at;
      }
    }
    const first = seen.find((offer) => offer.run === world.run && offer.step === 'fallback');
    if (first && first.at === settledAt) return;
    expect(first?.at).toBe(press.fallbackAt);
  }

  /** In this run it was open when it was given to the dispatcher. */
  #isOffered(world: World, press: Pressed): boolean {
    const before = world.settled.filter(
      (settlement) => settlement.press === idOf(press) && settlement.run < world.run,
    );
    const disk = world.bench.journal.disk;
    const isOpenNow = disk.open.has(idOf(press)) || !press.isStored;
    const settledNow = world.settled.some(
      (settlement) => settlement.press === idOf(press) && settlement.run === world.run,
    );
    return isOpenNow || settledNow || before.length === 0;
  }

  /** A delivery ends with an acceptance, or with a report on what had arrived, and then at once. */
  #checkSettled(world: World, press: Pressed, seen: Seen[]): void {
    const settled = world.settled.filter((settlement) => settlement.press === idOf(press));
    for (const { at, run } of settled.slice(0, 1)) {
      const reasons = seen.filter((offer) => offer.run <= run && offer.at <= at);
      expect(reasons.some(({ mode }) => mode === 'accept' || mode === 'unknown')).toBe(true);
    }
    for (const { mode, at, run, step } of seen) {
      // A call may be known, and escalated, while its press has yet to come again.
      if (mode !== 'accept' || (typeof step === 'number' && press.hasFailed)) continue;
      const isOf = (inRun: number) => inRun === run || typeof step === 'number';
      expect(settled.some((settlement) => isOf(settlement.run) && settlement.at <= at)).toBe(true);
      // And nothing of it is begun in that run any more, but steps of an escalation.
      const later = seen.filter((offer) => offer.run === run && offer.at > at);
      expect(later.filter(({ step }) => typeof step !== 'number')).toEqual([]);
      break;
    }
  }

  /** That the accept limit was missed is told when that has passed, with a cause that can be seen. */
  #checkAccepted(world: World, press: Pressed, seen: Seen[]): void {
    const { acceptMs } = DEFAULT_LIMITS[press.key];
    const limitAt = (press.arrivedAt as number) + acceptMs;
    const acceptedAt = world.settled.find((settlement) => settlement.press === idOf(press))?.at;
    const told = world.told.filter(({ id }) => id === `breach/${idOf(press)}/accepted`);
    const isLate = (acceptedAt ?? Number.POSITIVE_INFINITY) > limitAt && world.now >= limitAt;
    if (isLate) expect(told.length).toBeGreaterThan(0);
    for (const { at, run, cause } of told) {
      // An acceptance that was in time, but could not be written, is forgotten by a restart.
      const inTime = (acceptedAt ?? Number.POSITIVE_INFINITY) < limitAt;
      if (inTime) expect(press.hasFailed || run > 1).toBe(true);
      const before = seen.filter((offer) => offer.at <= at);
      const modes = new Set(before.map(({ mode }) => mode));
      if (cause === 'platform_down') expect(modes).toContain('fail');
      if (cause === 'platform_slow') expect(modes.has('hang') || modes.has('unknown')).toBe(true);
      if (cause === 'queue') expect(run > 1 || before.length === 0).toBe(true);
      if (cause === 'disk') expect(press.hasFailed).toBe(true);
    }
  }

  #checkCalls(world: World): void {
    const stages = new Map<string, number>();
    for (const { callId, stage } of [...world.news, ...world.bench.news]) {
      const index = CALL_STAGES.indexOf(stage);
      // What could not be written is forgotten by a restart.
      if (world.run === 1) expect(index).toBeGreaterThanOrEqual(stages.get(callId) ?? 0);
      stages.set(callId, index);
    }
    for (const call of world.bench.journal.disk.calls.values()) {
      this.#checkEscalation(world, call);
    }
  }

  /** No step before its time, none after the answer, and none for a test. */
  #checkEscalation(world: World, { callId, openedAt, key }: Call): void {
    const opener = this.presses.find((press) => idOf(press).replaceAll('/', '.') === callId);
    const since = opener?.sinceRun ?? 0;
    const isStep = (offer: Seen) => offer.callId === callId && typeof offer.step === 'number';
    const all = world.seen.filter((offer) => isStep(offer) && offer.run >= since);
    if (opener?.test) expect(all).toEqual([]);
    for (const { at, step } of all) {
      expect(at).toBeGreaterThanOrEqual(openedAt + (step === 1 ? 90_000 : 150_000));
    }
    const answers = world.bench.news
      .filter((report) => report.callId === callId)
      .flatMap(answeredAt);
    const answered = Math.min(...answers);
    for (const { at, run } of all) if (run === world.run) expect(at).toBeLessThanOrEqual(answered);
    // An answer that could not be written is forgotten by a restart.
    if (answers.length > 0 || world.news.some((report) => answeredAt(report).length > 0)) return;
    if (opener === undefined || opener.test || opener.hasFailed) return;
    const call = world.bench.journal.disk.calls.get(callId);
    if (call?.stage === 'closed') return;
    for (const [index, { afterMs }] of world.plan.routes[key].escalation.entries()) {
      if (world.now < openedAt + afterMs || (call?.escalated ?? 0) > index) continue;
      const begun = all.some((offer) => offer.run === world.run && offer.step === index + 1);
      expect(begun || world.bench.journal.failure !== undefined).toBe(true);
    }
    const { answerMs } = DEFAULT_LIMITS[key];
    if (world.now < openedAt + answerMs) return;
    expect(world.told.map(({ id }) => id)).toContain(`breach/${callId}/answered`);
  }
}

/** When somebody answered, or did what comes after that. */
function answeredAt({ reached }: Call): number[] {
  return [reached.answered, reached.dispatched, reached.closed].filter((at) => at !== undefined);
}
