// Accounts for every missed deadline: a press that was accepted too late has its notice, and none is made up.
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
  missed: number;
  /** A sentence for each that doesn't add up. */
  faults: string[];
}

export function accountForMissedDeadlines(input: AccountInput): Account {
  const { journal, acceptedAt, notices, dead } = input;
  const faults: string[] = [];
  let late = 0;
  for (const [id, press] of journal.presses) {
    const limit = DEFAULT_LIMITS[press.key].acceptMs;
    const took = (acceptedAt.get(id) ?? Number.POSITIVE_INFINITY) - press.receivedAt;
    const notice = journal.missedDeadlines.get(`breach/${id}/accepted`);
    if (took > limit + SLACK_MS) {
      late++;
      // A gateway that was dead when the limit fell due finds at its start that it has been accepted, or says so.
      if (notice === undefined) faults.push(`${id} took ${took} ms and has no breach`);
    } else if (notice !== undefined && took < limit - SLACK_MS) {
      const wasDead = dead.some(({ from, until }) => from < notice.at && until > press.receivedAt);
      if (!wasDead) faults.push(`${id} took ${took} ms and has a breach of ${limit} ms`);
    }
  }
  for (const id of journal.missedDeadlines.keys()) {
    if (!notices.has(id)) faults.push(`${id} never reached the platform`);
  }
  for (const id of notices) {
    if (id.startsWith('breach/') && !journal.missedDeadlines.has(id)) {
      faults.push(`${id} reached the platform and is not in the journal`);
    }
  }
  return { late, missed: journal.missedDeadlines.size, faults };
}
