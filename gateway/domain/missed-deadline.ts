// A missed time limit, and why it was missed. docs/reference/limits.md says what follows.

/** `late`: old on arrival. `stored`, `accepted`: of one press. `answered`: of the call. */
export const LIMITS = ['late', 'stored', 'accepted', 'answered'] as const;
export type Limit = (typeof LIMITS)[number];

export const CAUSES = {
  device_late: 'the press was old when it arrived: outbox, Wi-Fi or the line of the home',
  disk: 'the journal was slow or failed',
  queue: 'the press waited in its lane',
  platform_slow: 'the destination has it and took too long, or nobody answered',
  platform_down: 'the destination could not be reached, refused or failed',
  no_route: 'no destination is configured that can take it',
} as const;
export type Cause = keyof typeof CAUSES;

/** What is known of a press when one of its limits has passed. */
export interface Situation {
  /** Its route leads to a destination that exists. */
  hasRoute: boolean;
  /** It was on disk, and so could be sent, only after the limit. */
  wasStoredLate: boolean;
  /** The first attempt began before the limit. */
  isBegun: boolean;
  /** How the latest attempt that ended went: `unknown`, or a code of DESTINATION_ERRORS. Absent: none has ended. */
  last?: string;
}

/** It isn't there, or doesn't take what it is given. All else that isn't acceptance is slow. */
const DOWN: readonly (string | undefined)[] = ['UNREACHABLE', 'REFUSED', 'BROKEN', 'FLOW_DOWN'];

/** Why nobody had accepted a press when its limit passed. */
export function causeOf({ hasRoute, wasStoredLate, isBegun, last }: Situation): Cause {
  if (!hasRoute || last === 'NOT_CARRIED') return 'no_route';
  if (wasStoredLate) return 'disk';
  if (!isBegun) return 'queue';
  return DOWN.includes(last) ? 'platform_down' : 'platform_slow';
}
