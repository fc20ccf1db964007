// The account of deadlines finds what is missing, made up or never told, and nothing in a run that is right.
import { describe, expect, it } from 'vitest';
import type { MissedDeadlineNotice } from '#gateway/domain/notice.ts';
import {
  type AccountInput,
  accountForMissedDeadlines,
} from '#simulator/torture/missed-deadlines.ts';
import { opens, pressOf } from '#test/contract/journal.contract.ts';

const ARRIVED = 1_000_000;
const ID = 'CB-1/1/1';
const BREACH = `breach/${ID}/accepted`;

function missedDeadline(at: number): MissedDeadlineNotice {
  return {
    id: BREACH,
    at,
    group: 'g',
    kind: 'breach',
    limit: 'accepted',
    cause: 'platform_down',
    deviceId: 'CB-1',
    key: 'red',
    callId: 'CB-1.1.1',
    press: ID,
    limitMs: 2_000,
    tookMs: 2_000,
  };
}

/** One red press that was accepted so long after it arrived. */
function input(tookMs: number, changes: Partial<AccountInput> = {}, told = true): AccountInput {
  const press = opens(pressOf(1, { receivedAt: ARRIVED })).press;
  const has = missedDeadline(ARRIVED + 2_000);
  return {
    journal: {
      presses: new Map([[ID, press]]),
      missedDeadlines: new Map(told ? [[BREACH, has]] : []),
      openNotices: new Set(),
      openPresses: new Set(),
    },
    acceptedAt: new Map([[ID, ARRIVED + tookMs]]),
    dead: [],
    notices: new Set(told ? [BREACH] : []),
    ...changes,
  };
}

describe('the account of breaches', () => {
  it('adds up when a press in time has none and a late one has its own', () => {
    expect(accountForMissedDeadlines(input(100, {}, false)).faults).toEqual([]);
    expect(accountForMissedDeadlines(input(9_000))).toEqual({ late: 1, missed: 1, faults: [] });
  });

  it('finds a late press, and one that was never accepted, without a breach', () => {
    expect(accountForMissedDeadlines(input(9_000, {}, false)).faults).toHaveLength(1);
    expect(
      accountForMissedDeadlines(input(0, { acceptedAt: new Map() }, false)).faults,
    ).toHaveLength(1);
  });

  it('finds a breach of a press that was in time', () => {
    expect(accountForMissedDeadlines(input(100)).faults).toHaveLength(1);
  });

  it('takes a breach of a press in time when the gateway died before it could know', () => {
    const dead = [{ from: ARRIVED + 50, until: ARRIVED + 1_900 }];
    expect(accountForMissedDeadlines(input(100, { dead })).faults).toEqual([]);
  });

  it('finds a breach that the platform never heard of', () => {
    expect(accountForMissedDeadlines(input(9_000, { notices: new Set() })).faults).toHaveLength(1);
  });

  it('finds a breach at the platform that is not in the journal', () => {
    const notices = new Set(['breach/CB-1/1/2/accepted']);
    expect(accountForMissedDeadlines(input(100, { notices }, false)).faults).toHaveLength(1);
  });
});
