// Breaches: every time limit that was missed becomes a notice, with its cause.
import type { Cause, Limit } from '../domain/breach.ts';
import type { Call } from '../domain/call.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Notices } from '../domain/ports/supervisor.ts';
import { type AssignedPress, pressId } from '../domain/press.ts';

export interface MissedDeadlinesDeps {
  notices: Notices;
  directory: DeviceDirectory;
  clock: Clock;
  log: Log;
}

export interface Missed {
  limit: Limit;
  cause: Cause;
  limitMs: number;
  tookMs: number;
}

export class MissedDeadlines {
  readonly #deps: MissedDeadlinesDeps;

  constructor(deps: MissedDeadlinesDeps) {
    this.#deps = deps;
  }

  /** Known by its press and limit: found again after a restart it is the same breach. */
  ofPress(press: AssignedPress, missed: Missed): void {
    this.#record(press, missed, pressId(press));
  }

  ofCall(call: Call, missed: Missed): void {
    this.#record(call, missed, undefined);
  }

  #record(of: AssignedPress | Call, missed: Missed, press: string | undefined): void {
    const { notices, directory, clock, log } = this.#deps;
    const { deviceId, key, callId } = of;
    const id = `breach/${press ?? callId}/${missed.limit}`;
    const { limit, cause } = missed;
    log.warn({ ...(press ? { press } : {}), call_id: callId, limit, cause }, 'time limit missed');
    // Whole milliseconds: a monotonic clock counts finer than anybody wants to read.
    const tookMs = Math.round(missed.tookMs);
    const group = directory.find(deviceId)?.group ?? '';
    void notices.publish({
      kind: 'breach',
      id,
      at: clock.utc(),
      group,
      deviceId,
      key,
      callId,

      ...missed,
      tookMs,
      ...(press ? { press } : {}),
    });
  }
}
