// The calls of the desk: takes presses, lets one officer take each, keeps every step, and tells who listens.
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import { Emitter } from '../system/emitter.ts';
import {
  after,
  type CallRecord,
  type CallState,
  type CallSubject,
  helperOf,
  inOrder,
  type Pressed,
  REPORTED,
  refusalOf,
  type Step,
  stateOf,
} from './call-record.ts';
import { Duty, TAKER_GONE_MS } from './duty.ts';
import type { DeskStore } from './store/store.ts';

/** Presses that come one after the other are written together, of green keys: red ones wait for nobody. */
const TOGETHER_MS = 10;
/** How often it is looked whether a taker is gone. */
const LOOK_MS = 1_000;
/** A press is not older: buttons and gateways keep trying for days. */
const OLDEST_PRESS_MS = 7 * 86_400_000;
/** A test that nobody has taken is put away after so long: it alarms nobody, and fills the page. */
const TEST_STAYS_MS = 10 * 60_000;

export interface DeskDeps {
  store: DeskStore;
  clock: Clock;
  log: Log;
}

/** A press as an event of a gateway brings it. */
export interface IncomingPress {
  eventId: string;
  count: number;
  /** UTC milliseconds, by the gateway's clock and the button's. */
  pressedAt: number;
  subject: CallSubject;
}

interface DeskEvents {
  /** One more record is on disk, and this is its call now. */
  changed: { record: CallRecord; state: CallState };
  /** The gateway is to be told something. */
  report: undefined;
  /** Others are on duty than before. */
  duty: readonly string[];
}

export class Desk {
  readonly events = new Emitter<DeskEvents>();
  readonly #deps: DeskDeps;
  readonly #duty = new Duty();
  /** Calls that are not closed. */
  readonly #open = new Map<string, CallState>();
  readonly #since: number;
  /** One step after the other: that is what makes exactly one officer take a call. */
  #turn: Promise<unknown> = Promise.resolve();
  /** What waits for the disk, and the write that will take it; undefined: nothing waits. */
  #presses: IncomingPress[] = [];
  #writing: Promise<ReadonlySet<IncomingPress>> | undefined;
  /** Ends the waiting for further presses. */
  #writeNow = () => {};
  /** Monotonic. */
  #wroteAt = Number.NEGATIVE_INFINITY;
  #onDuty: readonly string[] = [];
  #cancel = () => {};

  private constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.#since = deps.clock.monotonic();
  }

  static async start(deps: DeskDeps): Promise<Desk> {
    const desk = new Desk(deps);
    const byCall = new Map<string, CallRecord[]>();
    for (const record of await deps.store.openRecords()) {
      const records = byCall.get(record.callId) ?? [];
      records.push(record);
      byCall.set(record.callId, records);
    }
    for (const [callId, records] of byCall) {
      const state = stateOf(records);
      if (state) desk.#open.set(callId, state);
    }
    desk.#lookLater();
    return desk;
  }

  async stop(): Promise<void> {
    this.#cancel();
    this.#writeNow();
    await this.#writing?.catch(() => {});
    await this.#turn;
  }

  /** Those that are open, in their order. */
  calls(): CallState[] {
    return inOrder(this.#open.values());
  }

  /** Ids of red calls that are open and no tests: news of them go before all others. */
  urgent(): string[] {
    const isUrgent = ({ key, isTest }: CallState) => key === 'red' && !isTest;
    return [...this.#open.values()].filter(isUrgent).map(({ callId }) => callId);
  }

  /** Also one that is closed; undefined: there is none. */
  async call(callId: string): Promise<CallState | undefined> {
    return this.#open.get(callId) ?? stateOf(await this.#deps.store.recordsOf(callId));
  }

  /** These, in this order, open or closed. */
  async callsOf(callIds: readonly string[]): Promise<CallState[]> {
    if (callIds.length === 0) return [];
    const states = new Map<string, CallState>();
    for (const record of await this.#deps.store.recordsOf(...callIds)) {
      states.set(record.callId, after(states.get(record.callId), record));
    }
    return callIds.flatMap((callId) => states.get(callId) ?? []);
  }

  get onDuty(): readonly string[] {
    return this.#onDuty;
  }

  /**
   * On disk when it resolves; a press that came before changes nothing. Rejects when the disk doesn't take it. In a flood
   * presses are written together, because each write waits for the disk, and everybody waits for each write. Errors:
   * DESK_CALL_ELSEWHERE.
   */
  async press(press: IncomingPress): Promise<void> {
    this.#presses.push(press);
    this.#writing ??= this.#gather();
    const isIdle = this.#deps.clock.monotonic() - this.#wroteAt > TOGETHER_MS;
    if (isIdle || press.subject.key === 'red') this.#writeNow();
    const refused = await this.#writing;
    if (refused.has(press)) throw new GatewayError('DESK_CALL_ELSEWHERE', press.subject.callId);
  }

  /** Resolves with those that are not taken. */
  async #gather(): Promise<ReadonlySet<IncomingPress>> {
    await new Promise<void>((resolve) => {
      const cancel = this.#deps.clock.after(TOGETHER_MS, resolve);
      this.#writeNow = () => {
        cancel();
        resolve();
      };
    });
    return await this.#inTurn(async () => {
      const presses = this.#presses;
      this.#presses = [];
      this.#writing = undefined;
      const refused = this.#ofOthers(presses);
      await this.#writePresses(presses.filter((press) => !refused.has(press)));
      this.#wroteAt = this.#deps.clock.monotonic();
      return refused;
    });
  }

  /**
   * A call is known by its id, which is unique within one gateway: what another one sends under the id of an open call is
   * about another call, whose gateway would never hear of it.
   */
  #ofOthers(presses: readonly IncomingPress[]): ReadonlySet<IncomingPress> {
    const refused = new Set<IncomingPress>();
    const sources = new Map<string, string>();
    for (const press of presses) {
      const { callId, source } = press.subject;
      const known = this.#open.get(callId)?.source ?? sources.get(callId);
      if (known === undefined) sources.set(callId, source);
      else if (known !== source) refused.add(press);
    }
    return refused;
  }

  async #writePresses(presses: readonly IncomingPress[]): Promise<void> {
    const { store, clock } = this.#deps;
    const now = clock.utc();
    const pressed = presses.map(({ eventId, count, pressedAt, subject }): Pressed => {
      // A clock that is wrong makes no call older than its arrival here.
      const isPlausible = pressedAt <= now && now - pressedAt < OLDEST_PRESS_MS;
      return {
        step: 'pressed',
        eventId,
        count,
        pressedAt: isPlausible ? pressedAt : now,
        subject,
      };
    });
    const records = await store.addPresses(now, pressed);
    const added = records.filter((record) => record !== undefined);
    const unknown = added.filter(({ callId }) => !this.#open.has(callId));
    // A call that was closed a moment ago has records, and opens anew.
    const before = await this.#statesBefore(unknown);
    for (const record of added) {
      const { callId } = record;
      this.#changed(record, after(this.#open.get(callId) ?? before.get(callId), record));
    }
  }

  /** The calls of these presses as they were before them; none: a press opens it. */
  async #statesBefore(presses: readonly CallRecord[]): Promise<Map<string, CallState>> {
    const states = new Map<string, CallState>();
    const [oldest] = presses;
    if (oldest === undefined) return states;
    const callIds = new Set(presses.map(({ callId }) => callId));
    for (const record of await this.#deps.store.recordsOf(...callIds)) {
      if (record.number >= oldest.number) continue;
      states.set(record.callId, after(states.get(record.callId), record));
    }
    return states;
  }

  /** On disk when it resolves. Errors: NO_SUCH_CALL, CALL_CLOSED, CALL_TAKEN, CALL_NOT_TAKEN, CALL_NOT_YOURS, CALL_PRESSED_AGAIN, DESK_NOT_ON_DUTY. */
  step(callId: string, step: Step, by: string): Promise<CallState> {
    return this.#inTurn(() => this.#step(callId, step, by));
  }

  /** A page says that it lives, whether it may sound, and which calls it shows. */
  async heard(
    page: string,
    officer: string,
    isOnDuty: boolean,
    shown: readonly string[],
  ): Promise<void> {
    this.#duty.heard(page, officer, isOnDuty, this.#deps.clock.monotonic());
    this.#tellDuty();
    if (!isOnDuty) return;
    const isNew = (callId: string) => {
      const state = this.#open.get(callId);
      return state !== undefined && state.shownAt === undefined;
    };
    if (shown.some(isNew)) {
      await this.#inTurn(() => this.#steps(shown.filter(isNew), { step: 'shown' }, officer));
    }
  }

  /** The page was closed. */
  left(page: string): void {
    this.#duty.left(page);
    this.#tellDuty();
  }

  async #step(callId: string, step: Step, by: string): Promise<CallState> {
    const state = await this.call(callId);
    if (state === undefined) throw new GatewayError('NO_SUCH_CALL', callId);
    const refusal = by === '' ? undefined : refusalOf(state, step, by);
    if (refusal) throw new GatewayError(refusal, state.taker ?? callId);
    // A call that is taken rings nowhere: it is given to nobody who isn't there, nor to a display on the wall.
    if (step.step === 'handed_over' && !this.#onDuty.includes(step.to)) {
      throw new GatewayError('DESK_NOT_ON_DUTY', step.to);
    }
    if (by !== '' && helperOf(by) === undefined) this.#duty.acted(by, this.#deps.clock.monotonic());
    const [next] = await this.#addSteps([state], step, by);
    return next as CallState;
  }

  /** Of open calls. */
  async #steps(callIds: readonly string[], step: Step, by: string): Promise<void> {
    const states = callIds.flatMap((callId) => this.#open.get(callId) ?? []);
    await this.#addSteps(states, step, by);
  }

  async #addSteps(states: readonly CallState[], step: Step, by: string): Promise<CallState[]> {
    // Many pages say at once what they show, and only the first has something new to say.
    if (states.length === 0) return [];
    const { store, clock } = this.#deps;
    const at = clock.utc();
    const stage = REPORTED[step.step];
    const records = await store.addSteps(
      states.map(({ callId, source }) => ({
        callId,
        at,
        by,
        what: step,
        reported: stage && { source, stage },
      })),
    );
    const changed = states.map((state, index) => {
      const record = records[index] as CallRecord;
      const next = after(state, record);
      this.#changed(record, next);
      return next;
    });
    if (stage) this.events.emit('report', undefined);
    return changed;
  }

  #changed(record: CallRecord, state: CallState): void {
    if (state.closedAt === undefined) this.#open.set(state.callId, state);
    else this.#open.delete(state.callId);
    this.events.emit('changed', { record, state });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  #lookLater(): void {
    this.#cancel = this.#deps.clock.after(LOOK_MS, () => {
      this.#look();
      this.#lookLater();
    });
  }

  #look(): void {
    this.#tellDuty();
    this.#releaseOfGone();
    this.#putTestsAway();
  }

  #putTestsAway(): void {
    const until = this.#deps.clock.utc() - TEST_STAYS_MS;
    const isOld = ({ isTest, taker, openedAt }: CallState) =>
      isTest && taker === undefined && openedAt < until;
    const old = [...this.#open.values()].filter(isOld).map(({ callId }) => callId);
    if (old.length === 0) return;
    const closed = { step: 'closed', outcome: 'test', followUp: false } as const;
    this.#inTurn(() => this.#steps(old, closed, '')).catch(() => {});
  }

  /** What was taken by somebody whose pages are gone rings again. */
  #releaseOfGone(): void {
    const { clock, log } = this.#deps;
    const now = clock.monotonic();
    for (const { callId, taker } of this.#open.values()) {
      if (taker === undefined || !this.#isGone(taker, now)) continue;
      this.#inTurn(async () => {
        if (this.#open.get(callId)?.taker !== taker) return;
        await this.#step(callId, { step: 'released' }, '');
        log.warn({ call: callId }, 'a call rings again: the page of who took it is gone');
      }).catch(() => {});
    }
  }

  /** After a start every page has the time to come back. */
  #isGone(taker: string, now: number): boolean {
    return now - this.#since > TAKER_GONE_MS && this.#duty.isGone(taker, now);
  }

  #tellDuty(): void {
    const officers = this.#duty.officers(this.#deps.clock.monotonic());
    if (officers.join('\n') === this.#onDuty.join('\n')) return;
    this.#onDuty = officers;
    this.events.emit('duty', officers);
  }
}
