// The gateway's health in words: whether it can do its duty, and what somebody has to look at.
import type { FailingLane, LinkState } from '../domain/ports/destination.ts';
import type { JournalProblem } from '../domain/ports/journal.ts';

export interface HealthFacts {
  connected: number;
  devices: number;
  /** How often each code was refused. */
  refusals: Readonly<Record<string, number>>;
  journalProblem: JournalProblem | undefined;
  /** What somebody has to look at in the journal, although it works. */
  journalConcerns?: readonly string[] | undefined;
  /** Keys whose presses go nowhere. */
  unrouted: readonly string[];
  /** Of the destinations that watch their line. */
  links?: Readonly<Record<string, LinkState>>;
  /** Destinations that take nothing any more in a lane, though they may be reached. */
  failingLanes?: readonly FailingLane[];
  /** Presses and notices that every destination of their routes refuses. */
  refusedByAll?: number;
  /** Of the listener with TLS, UTC milliseconds; undefined without one. */
  certificateExpiresAt?: number | undefined;
  /** Why the derived keys can't be read; undefined when they can. */
  keysProblem?: string | undefined;
  /** What of the registry can't be read or written; undefined when all can. */
  registryProblem?: string | undefined;
  /** What was wrong with the flows, in words; undefined: nothing, or there are none. */
  flowsProblem?: string | undefined;
  /** Desks at which nobody is on duty, in words. */
  dutyConcerns?: readonly string[] | undefined;
  /** Why an update of the firmware stopped by itself, in words. */
  updateConcern?: string | undefined;
  /** Before the start is complete, and from the moment at which a stop begins, it is not. */
  isServing: boolean;
}

export interface Health {
  /** `degraded`: presses get through, but somebody has to look. `failing`: they can't be stored. */
  status: 'ok' | 'degraded' | 'failing';
  reasons: string[];
  /** Ready: started, not stopping, and presses can be stored. */
  ready: boolean;
  connected: number;
  devices: number;
  refusals: Readonly<Record<string, number>>;
}

const DAY_MS = 86_400_000;
const EXPIRES_SOON_MS = 30 * DAY_MS;

/** Pure; `now` is UTC milliseconds. */
export function judgeHealth(facts: HealthFacts, now: number): Health {
  const { connected, devices, refusals, journalProblem, isServing } = facts;
  const failing: string[] = [];
  const degraded: string[] = [];
  if (journalProblem) {
    const since = new Date(journalProblem.since).toISOString();
    failing.push(
      `the journal can't be written since ${since}: ${journalProblem.reason}. Red presses are sent all the same; devices keep theirs`,
    );
  }
  degraded.push(...(facts.journalConcerns ?? []).map((concern) => `the journal: ${concern}`));
  for (const key of facts.unrouted) {
    degraded.push(
      `${key} has no route: its presses are kept, not forwarded: name a destination for it in \`routes\` and reload`,
    );
  }
  for (const [name, { isUp, since, reason }] of Object.entries(facts.links ?? {})) {
    if (isUp) {
      if (reason !== undefined) degraded.push(`the link to ${name} is up in part only: ${reason}`);
      continue;
    }
    const from = new Date(since).toISOString();
    degraded.push(`no link to ${name} since ${from}: ${reason ?? 'no reason known'}`);
  }
  for (const lane of facts.failingLanes ?? []) {
    const { destination, severity, failures, since, code, detail } = lane;
    const from = new Date(since).toISOString();
    degraded.push(
      `${destination} has taken nothing ${severity} since ${from}: ${failures} attempts in a row failed, the latest with ${code} (${detail}): see its log, and try \`--test-route ${severity}\``,
    );
  }
  const { refusedByAll = 0 } = facts;
  if (refusedByAll > 0) {
    degraded.push(
      `${refusedByAll} of presses and notices are refused by every destination of their routes: see the log, mend it and reload`,
    );
  }
  if (facts.keysProblem !== undefined) {
    degraded.push('keys.json can not be read: devices whose key was rotated can not connect');
  }
  if (facts.registryProblem !== undefined) {
    degraded.push(`the registry of devices: ${facts.registryProblem}`);
  }
  if (facts.flowsProblem !== undefined) degraded.push(facts.flowsProblem);
  degraded.push(...(facts.dutyConcerns ?? []));
  if (facts.updateConcern !== undefined) degraded.push(facts.updateConcern);
  if (devices === 0) {
    degraded.push(
      'no devices: nobody can connect: install buttons with `call-button provision`, or name a file with `devices` and reload',
    );
  }
  const left = (facts.certificateExpiresAt ?? Number.POSITIVE_INFINITY) - now;
  if (left <= 0) {
    degraded.push('the certificate of MQTT over TLS is over: devices may refuse to connect');
  } else if (left <= EXPIRES_SOON_MS) {
    const days = Math.ceil(left / DAY_MS);
    degraded.push(`the certificate of MQTT over TLS is over in ${days} days`);
  }
  return {
    status: failing.length > 0 ? 'failing' : degraded.length > 0 ? 'degraded' : 'ok',
    reasons: [...failing, ...degraded],
    ready: isServing && journalProblem === undefined,
    connected,
    devices,
    refusals,
  };
}
