// The life of calls: presses in, acceptance and reports back, deadlines, and the news that goes down to the device.
import { advanceCall, type Call, type CallStage, isAtLeast, openCall } from '../domain/call.ts';
import { type Assignment, CallBook } from '../domain/call-book.ts';
import { type Due, nextDue } from '../domain/deadline.ts';
import type { LaneLimits } from '../domain/limits.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destination } from '../domain/ports/destination.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Downlink } from '../domain/ports/downlink.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import { type AssignedPress, type KeyName, type Press, pressId } from '../domain/press.ts';
import { Dispatcher } from './dispatcher.ts';

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
  readonly #timers = new Map<string, () => void>();
  #stopped = false;

  constructor(parts: CallsParts) {
    this.#parts = parts;
    const { clock, log, limits } = parts;
    const onAccepted = (press: AssignedPress) => this.#accepted(press);
    this.#dispatcher = new Dispatcher({ clock, log, limits, onAccepted });
  }

  /** Takes up what was open when the gateway last ended. The journal is started. */
  async start(): Promise<void> {
    const { journal, log } = this.#parts;
    const calls = await journal.openCalls();
    for (const call of calls) {
      this.#book.restore(call);
      this.#arm(call);
    }
    const presses = await journal.openPresses();
    for (const press of presses) this.#dispatch(press, true);
    if (presses.length > 0)
      log.info({ presses: presses.length }, 'presses were open: offered again');
  }

  stop(): void {
    this.#stopped = true;
    this.#dispatcher.stop();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** Resolves when the press is on disk. A red press that can't be stored is sent all the same; then it rejects. */
  async take(press: Press): Promise<'stored' | 'duplicate'> {
    const { journal } = this.#parts;
    let assignment: Assignment | undefined;
    const assign = () => {
      assignment = this.#book.assign(press);
      return assignment;
    };
    try {
      const appended = await journal.appendPress(press, assign);
      if (appended.outcome === 'duplicate') return 'duplicate';
      this.#stored(appended.record);
      return 'stored';
    } catch (error) {
      const unstored = assignment ?? assign();
      this.#book.rememberUnstored(unstored);
      if (press.key === 'red') {
        this.#dispatch(unstored.press, false);
        this.#arm(unstored.call);
      }
      throw error;
    }
  }

  #stored(press: AssignedPress): void {
    const { log, downlink } = this.#parts;
    const { key, callId, joined } = press;
    log.info({ press: pressId(press), key, call_id: callId, joined }, 'press stored');
    this.#book.markStored(press);
    this.#dispatch(press, true);
    const call = this.#book.find(callId);
    if (call === undefined) return;
    if (!this.#timers.has(callId)) this.#arm(call);
    if (joined) downlink.progress(call);
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
    const routed = call && this.#parts.routes[call.key]?.name;
    if (by && call && !by.includes(routed ?? '')) {
      return { ok: false, code: 'REPORT_NOT_DELIVERED' };
    }
    if (call === undefined) {
      const closed = await this.#parts.journal.findCall(callId);
      return closed ? { ok: true, call: closed } : { ok: false, code: 'REPORT_UNKNOWN_CALL' };
    }
    if (!isAtLeast(call, 'accepted') && !this.#dispatcher.isOffering(callId)) {
      return { ok: false, code: 'REPORT_NOT_DELIVERED' };
    }
    this.#dispatcher.confirm(callId);
    // What was confirmed has moved the call on.
    const current = this.#book.find(callId) ?? call;
    return { ok: true, call: await this.#advance(current, stage) };
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
      this.#arm(accepted);
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
      this.#after(pressId(press), limits[press.key].besideMs, () => void this.#settle(press));
    }
  }

  /** The device hears of it at once. Rejects when it could not be written; then the same news may come again. */
  async #advance(call: Call, stage: CallStage): Promise<Call> {
    const { journal, clock, log, downlink } = this.#parts;
    const advanced = advanceCall(call, stage, clock.utc());
    if (advanced !== call) {
      this.#book.update(advanced);
      this.#arm(advanced);
      log.info({ call_id: call.callId, stage }, 'call moved on');
      downlink.progress(advanced);
    }
    await journal.update({ call: advanced });
    if (advanced.stage === 'closed') this.#book.drop(advanced);
    return advanced;
  }

  #arm(call: Call): void {
    const { limits, clock } = this.#parts;
    this.#cancel(call.callId);
    const due = nextDue(call, limits[call.key], clock.utc());
    if (call.stage === 'closed' || due === undefined) return;
    this.#after(call.callId, due.afterMs, () => void this.#fellDue(call.callId, due));
  }

  /** One timer under each name, and none once the gateway stops. */
  #after(name: string, milliseconds: number, call: () => void): void {
    this.#cancel(name);
    if (this.#stopped) return;
    const cancel = this.#parts.clock.after(milliseconds, () => {
      this.#timers.delete(name);
      call();
    });
    this.#timers.set(name, cancel);
  }

  #cancel(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  async #fellDue(callId: string, due: Due): Promise<void> {
    const { journal, clock, log, downlink } = this.#parts;
    const call = this.#book.find(callId);
    if (call === undefined) return;
    try {
      if (due.what === 'closed') {
        await this.#advance(call, 'closed');
        return;
      }
      const missed = { ...call, missed: { ...call.missed, [due.what]: clock.utc() } };
      this.#book.update(missed);
      this.#arm(missed);
      log.warn({ call_id: callId, deadline: due.what }, 'deadline missed');
      if (due.what === 'answered') downlink.progress(missed);
      await journal.update({ call: missed });
    } catch (error) {
      log.error({ call_id: callId, error }, 'deadline not stored');
    }
  }
}
