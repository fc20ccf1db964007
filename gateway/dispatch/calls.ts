// The life of calls: presses in, acceptance and reports back, and the news that goes down to the device.
import { advanceCall, type Call, type CallStage, isAtLeast, openCall } from '../domain/call.ts';
import { type Assignment, CallBook } from '../domain/call-book.ts';
import type { LaneLimits } from '../domain/limits.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destination } from '../domain/ports/destination.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Downlink } from '../domain/ports/downlink.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import { type AssignedPress, type KeyName, type Press, pressId } from '../domain/press.ts';
import { Deadlines } from './deadlines.ts';
import { Dispatcher } from './dispatcher.ts';
import { Timers } from './timers.ts';

export interface CallsParts {
  journal: Journal;
  directory: DeviceDirectory;
  downlink: Downlink;
  clock: Clock;
  log: Log;
  limits: Record<KeyName, LaneLimits>;
  /** The route of each key: its destination, or undefined when none is configured. */
  routes: Partial<Record<KeyName, Destination>>;
}

/** The answer to a report of the platform. */
export type ReportResult =
  | { ok: true; call: Call }
  | { ok: false; code: 'REPORT_UNKNOWN_CALL' | 'REPORT_NOT_DELIVERED' };

export class Calls {
  readonly #parts: CallsParts;
  readonly #book = new CallBook();
  readonly #dispatcher: Dispatcher;
  readonly #timers: Timers;
  readonly #deadlines: Deadlines;

  constructor(parts: CallsParts) {
    this.#parts = parts;
    const { clock, log, limits } = parts;
    const onAccepted = (press: AssignedPress) => this.#accepted(press);
    this.#dispatcher = new Dispatcher({ clock, log, limits, onAccepted });
    this.#timers = new Timers(clock);
    const close = (call: Call) => this.#advance(call, 'closed');
    const shared = { book: this.#book, timers: this.#timers };
    this.#deadlines = new Deadlines({ ...parts, ...shared, close });
  }

  /** Takes up what was open when the gateway last ended. The journal is started. */
  async start(): Promise<void> {
    const { journal, log } = this.#parts;
    for (const call of await journal.openCalls()) {
      this.#book.restore(call);
      this.#deadlines.arm(call);
    }
    this.#offerAgain(await journal.openPresses());
    journal.onRecovery(() => {
      this.#recover().catch((error) => log.error({ error }, 'the journal could not be read'));
    });
  }

  /** A press whose writing failed may be on disk after all: it is offered like any other. */
  async #recover(): Promise<void> {
    const presses = await this.#parts.journal.openPresses();
    this.#offerAgain(presses.filter((press) => this.#book.isUnstored(press)));
  }

  #offerAgain(presses: readonly AssignedPress[]): void {
    for (const press of presses) this.#stored(press);
    if (presses.length === 0) return;
    this.#parts.log.info({ presses: presses.length }, 'presses were open: offered again');
  }

  stop(): void {
    this.#dispatcher.stop();
    this.#timers.stop();
  }

  /**
   * Resolves when the press is on disk. A red press that isn't there in time is sent all the same; one that
   * can't be stored too, and then it rejects.
   */
  async take(press: Press): Promise<'stored' | 'duplicate'> {
    const { journal, clock, limits } = this.#parts;
    let assignment: Assignment | undefined;
    const assign = () => {
      assignment ??= this.#book.assign(press);
      return assignment;
    };
    const sendUnstored = () => {
      // One that is remembered was sent already, or has been accepted.
      if (press.key === 'red' && !this.#book.isUnstored(press)) this.#sendUnstored(assign());
    };
    const inTime = clock.after(limits[press.key].storedMs, sendUnstored);
    try {
      const appended = await journal.appendPress(press, assign);
      if (appended.outcome === 'duplicate') return 'duplicate';
      const { record } = appended;
      const { key, callId: call_id, joined } = record;
      this.#parts.log.info({ press: pressId(record), key, call_id, joined }, 'press stored');
      this.#stored(record);
      return 'stored';
    } catch (error) {
      sendUnstored();
      if (press.key === 'green') {
        this.#book.rememberUnstored(assign());
        this.#book.uncover(assign());
      }
      throw error;
    } finally {
      inTime();
    }
  }

  #sendUnstored(unstored: Assignment): void {
    this.#book.rememberUnstored(unstored);
    this.#dispatch(unstored.press, false);
    this.#deadlines.arm(unstored.call);
  }

  #stored(press: AssignedPress): void {
    this.#book.markStored(press);
    this.#dispatch(press, true);
    const call = this.#book.find(press.callId);
    if (call === undefined) return;
    this.#deadlines.armOnce(call);
    // Also of a call that it opened: the receipt may get lost, and the light must not go dark over it.
    this.#parts.downlink.progress(call);
  }

  /** The calls that the light of a device has to know. */
  openCallsOf(deviceId: string): Call[] {
    return this.#book.newestOpenOf(deviceId);
  }

  /**
   * News of the platform about a call. May come early, late or repeated; resolves when it is on disk. `by`
   * names the destinations for which the reporter may speak: others' calls were not delivered to it.
   */
  async report(callId: string, stage: CallStage, by?: readonly string[]): Promise<ReportResult> {
    const call = this.#book.find(callId);
    if (call === undefined) {
      const closed = await this.#parts.journal.findCall(callId);
      if (!closed) return { ok: false, code: 'REPORT_UNKNOWN_CALL' };
      return this.#mayReport(closed, by)
        ? { ok: true, call: closed }
        : { ok: false, code: 'REPORT_NOT_DELIVERED' };
    }
    const isDelivered = isAtLeast(call, 'accepted') || this.#dispatcher.isOffering(callId);
    if (!isDelivered || !this.#mayReport(call, by)) {
      return { ok: false, code: 'REPORT_NOT_DELIVERED' };
    }
    this.#dispatcher.confirm(callId);
    // What was confirmed has moved the call on.
    const current = this.#book.find(callId) ?? call;
    return { ok: true, call: await this.#advance(current, stage) };
  }

  #mayReport(call: Call, by: readonly string[] | undefined): boolean {
    return by === undefined || by.includes(this.#parts.routes[call.key]?.name ?? '');
  }

  #dispatch(press: AssignedPress, stored: boolean): void {
    const { directory, routes, log } = this.#parts;
    const destination = routes[press.key];
    if (destination === undefined) {
      log.warn(
        { press: pressId(press), key: press.key },
        'no route: the press is kept, not forwarded',
      );
      return;
    }
    const device = directory.find(press.deviceId);
    const call = this.#book.find(press.callId) ?? {
      ...openCall(press, undefined),
      callId: press.callId,
    };
    const home = device?.home ?? { reference: '' };
    this.#dispatcher.submit({ press, call, group: device?.group ?? '', home, stored }, destination);
  }

  /** The device hears of it at once, whatever the journal does: it is true. */
  #accepted(press: AssignedPress): void {
    const { clock, downlink } = this.#parts;
    const call = this.#book.find(press.callId);
    if (call) {
      const accepted = advanceCall(call, 'accepted', clock.utc());
      this.#book.update(accepted);
      this.#deadlines.arm(accepted);
      downlink.progress(accepted);
    }
    void this.#settle(press);
  }

  /** Written again until it is written. */
  async #settle(press: AssignedPress): Promise<void> {
    const { journal, log, limits } = this.#parts;
    const call = this.#book.find(press.callId);
    try {
      await journal.update({ ...(call ? { call } : {}), settled: press });
      log.info({ press: pressId(press), call_id: press.callId }, 'press accepted');
    } catch (error) {
      log.error({ press: pressId(press), error }, 'acceptance not stored, trying again');
      const again = () => void this.#settle(press);
      this.#timers.after(pressId(press), limits[press.key].besideMs, again);
    }
  }

  /** The device hears of it at once. Rejects when it could not be written; then the same news may come again. */
  async #advance(call: Call, stage: CallStage): Promise<Call> {
    const { journal, clock, log, downlink } = this.#parts;
    const advanced = advanceCall(call, stage, clock.utc());
    if (advanced !== call) {
      this.#book.update(advanced);
      this.#deadlines.arm(advanced);
      log.info({ call_id: call.callId, stage }, 'call moved on');
      downlink.progress(advanced);
    }
    await journal.update({ call: advanced });
    if (advanced.stage === 'closed') this.#book.drop(advanced);
    return advanced;
  }
}
