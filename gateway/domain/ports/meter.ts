// The meter port: what is counted and timed on the way of a press, for the operator's metrics. Never fails.

import type { Severity } from '../limits.ts';
import type { Cause, Limit } from '../missed-deadline.ts';
import type { KeyName } from '../press.ts';

export type Stage = 'stored' | 'accepted' | 'answered';

export interface Meter {
  /** A press reached a stage so many milliseconds after its arrival; `answered` is of the call. */
  reached(stage: Stage, key: KeyName, milliseconds: number): void;
  /** An uplink that was opened, by its kind: press, heartbeat, boot, … */
  received(kind: string): void;
  duplicate(kind: string): void;
  missedDeadline(limit: Limit, key: KeyName, cause: Cause): void;
  /** One attempt ended: `outcome` is accepted, unknown, or a code of DESTINATION_ERRORS. */
  attempted(destination: string, severity: Severity, outcome: string, milliseconds: number): void;
  /** Something was dropped or put off to save the rest. */
  shed(what: 'heartbeat' | 'connect' | 'connection'): void;
}

/** For whoever doesn't measure. */
export const NO_METER: Meter = {
  reached() {},
  received() {},
  duplicate() {},
  missedDeadline() {},
  attempted() {},
  shed() {},
};
