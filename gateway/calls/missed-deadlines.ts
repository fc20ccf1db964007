// Every time limit that a press or a call misses becomes a line in the log and a notice, with its cause.
import type { Call } from '../domain/call.ts';
import type { MissedLimit } from '../domain/call-events.ts';
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

export class MissedDeadlines {
  readonly #deps: MissedDeadlinesDeps;

  constructor(deps: MissedDeadlinesDeps) {
    this.#deps = deps;
  }

  /** Known by its press and limit: found again after a restart it is the same notice. */
  ofPress(press: AssignedPress, missed: MissedLimit): void {
    this.#record(press, missed, pressId(press));
  }

  ofCall(call: Call, missed: MissedLimit): void {
    this.#record(call, missed, undefined);
  }

  #record(of: AssignedPress | Call, missed: MissedLimit, press: string | undefined): void {
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
