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
  REPORTED,
  refusalOf,
  type Step,
  stateOf,
} from './call-record.ts';
import { Duty, TAKER_GONE_MS } from './duty.ts';
import type { DeskStore } from './store/store.ts';

/** How often it is looked whether a taker is gone. */
const LOOK_MS = 1_000;

export interface DeskDeps {
  store: DeskStore;
  clock: Clock;
  log: Log;
}

/** A press as an event of a gateway brings it. */
export interface IncomingPress {
  eventId: string;
  count: number;
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
    await this.#turn;
  }

  /** Red first, then the oldest. */
  calls(): CallState[] {
    const isGreen = ({ key }: CallState) => (key === 'red' ? 0 : 1);
    return [...this.#open.values()].sort(
      (a, b) => isGreen(a) - isGreen(b) || a.openedAt - b.openedAt,
    );
  }

  /** Also one that is closed; undefined: there is none. */
  async call(callId: string): Promise<CallState | undefined> {
    return this.#open.get(callId) ?? stateOf(await this.#deps.store.recordsOf(callId));
  }

  get onDuty(): readonly string[] {
    return this.#onDuty;
  }

  /** On disk when it resolves; a press that came before changes nothing. Rejects when the disk doesn't take it. */
  press({ eventId, count, subject }: IncomingPress): Promise<void> {
    return this.#inTurn(async () => {
      const { store, clock } = this.#deps;
      const known = this.#open.get(subject.callId);
      const pressed = { step: 'pressed', eventId, count, subject } as const;
      const record = await store.addPress(clock.utc(), pressed);
      if (record === undefined) return;
      if (known) {
        this.#changed(record, after(known, record));
        return;
      }
      // A call that was closed a moment ago has records, and opens anew.
      const state = stateOf(await store.recordsOf(subject.callId));
      if (state) this.#changed(record, state);
    });
  }

  /** On disk when it resolves. Errors: NO_SUCH_CALL, CALL_CLOSED, CALL_TAKEN, CALL_NOT_TAKEN, CALL_NOT_YOURS. */
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
    for (const callId of shown) {
      if (this.#open.get(callId)?.shownAt === undefined) await this.#show(callId, officer);
    }
  }

  /** The page was closed. */
  left(page: string): void {
    this.#duty.left(page);
    this.#tellDuty();
  }

  #show(callId: string, officer: string): Promise<void> {
    return this.#inTurn(async () => {
      const state = this.#open.get(callId);
      if (state === undefined || state.shownAt !== undefined) return;
      await this.#step(callId, { step: 'shown' }, officer);
    });
  }

  async #step(callId: string, step: Step, by: string): Promise<CallState> {
    const { store, clock } = this.#deps;
    const state = await this.call(callId);
    if (state === undefined) throw new GatewayError('NO_SUCH_CALL', callId);
    const refusal = by === '' ? undefined : refusalOf(state, step, by);
    if (refusal) throw new GatewayError(refusal, state.taker ?? callId);
    const stage = REPORTED[step.step];
    const { source } = state;
    const record = await store.addStep(
      { callId, at: clock.utc(), by, what: step },
      stage && { source, stage },
    );
    const next = after(state, record);
    this.#changed(record, next);
    if (stage) this.events.emit('report', undefined);
    return next;
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

  /** What was taken by somebody whose pages are gone rings again. */
  #look(): void {
    const { clock, log } = this.#deps;
    const now = clock.monotonic();
    this.#tellDuty();
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
