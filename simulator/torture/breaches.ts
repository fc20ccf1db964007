// Accounts for every missed deadline: a press that was accepted too late has its breach, and no breach is made up.
import { DEFAULT_LIMITS } from '#gateway/domain/limits.ts';
import type { JournalContent } from './read-journal.ts';

/** How far two processes on a busy machine may differ on when something happened. */
const SLACK_MS = 1_000;

export interface AccountInput {
  journal: JournalContent;
  /** When the platform first accepted each press, UTC milliseconds, by press id. */
  acceptedAt: ReadonlyMap<string, number>;
  /** Ids of the notices that reached the platform. */
  notices: ReadonlySet<string>;
  /** When the gateway was dead, UTC milliseconds. */
  dead: readonly { from: number; until: number }[];
}

export interface Account {
  /** Presses that were accepted after their limit. */
  late: number;
  breaches: number;
  /** A sentence for each that doesn't add up. */
  faults: string[];
}

export function accountForBreaches(input: AccountInput): Account {
  const { journal, acceptedAt, notices, dead } = input;
  const faults: string[] = [];
  let late = 0;
  for (const [id, press] of journal.presses) {
    const limit = DEFAULT_LIMITS[press.key].acceptMs;
    const took = (acceptedAt.get(id) ?? Number.POSITIVE_INFINITY) - press.receivedAt;
    const breach = journal.breaches.get(`breach/${id}/accepted`);
    if (took > limit + SLACK_MS) {
      late++;
      // A gateway that was dead when the limit fell due finds at its start that it has been accepted, or says so.
      if (breach === undefined) faults.push(`${id} took ${took} ms and has no breach`);
    } else if (breach !== undefined && took < limit - SLACK_MS) {
      const wasDead = dead.some(({ from, until }) => from < breach.at && until > press.receivedAt);
      if (!wasDead) faults.push(`${id} took ${took} ms and has a breach of ${limit} ms`);
    }
  }
  for (const id of journal.breaches.keys()) {
    if (!notices.has(id)) faults.push(`${id} never reached the platform`);
  }
  for (const id of notices) {
    if (id.startsWith('breach/') && !journal.breaches.has(id)) {
      faults.push(`${id} reached the platform and is not in the journal`);
    }
  }
  return { late, breaches: journal.breaches.size, faults };
}
