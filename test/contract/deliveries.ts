// What the tests of destinations deliver: presses and notices with a home full of personal data.
import { openCall } from '#gateway/domain/call.ts';
import type { CaseNotice, MissedDeadlineNotice, ProgressNotice } from '#gateway/domain/notice.ts';
import type { NoticeDelivery, PressDelivery } from '#gateway/domain/ports/destination.ts';
import { callIdOf } from '#gateway/domain/press.ts';
import { pressOf } from './journal.contract.ts';

export const PERSONAL = 'Maria Musterfrau, Gartenweg 3';
/** What must be in no error text. */
export const PERSONAL_DATA = /Maria|Gartenweg|4711/;

const HOME = { reference: '4711', name: PERSONAL };
const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

export function deliveryOf(seq: number, changes: Partial<PressDelivery> = {}): PressDelivery {
  const press = pressOf(seq, { receivedAt: AT });
  return {
    kind: 'press',
    step: 'first',
    press: { ...press, callId: callIdOf(press), joined: false },
    call: openCall(press, undefined),
    group: 'street-1',
    home: HOME,
    stored: true,
    ...changes,
  };
}

export function greenOf(seq: number): PressDelivery {
  const { press, call } = deliveryOf(seq);
  return deliveryOf(seq, { press: { ...press, key: 'green' }, call: { ...call, key: 'green' } });
}

export function testPressOf(seq: number): PressDelivery {
  const { press, call } = deliveryOf(seq);
  return deliveryOf(seq, { press: { ...press, test: true }, call: { ...call, test: true } });
}

export function missedDeadlineOf(changes: Partial<MissedDeadlineNotice> = {}): NoticeDelivery {
  const notice: MissedDeadlineNotice = {
    kind: 'breach',
    id: 'breach/CB-1/1/1/accepted',
    at: AT,
    group: 'street-1',
    limit: 'accepted',
    cause: 'platform_down',
    deviceId: 'CB-1',
    key: 'red',
    callId: 'CB-1.1.1',
    press: 'CB-1/1/1',
    limitMs: 2_000,
    tookMs: 2_040,
    ...changes,
  };
  return { kind: 'notice', notice, homes: { 'CB-1': HOME } };
}

export function caseOf(changes: Partial<CaseNotice> = {}): NoticeDelivery {
  const notice: CaseNotice = {
    kind: 'case',
    id: 'case/7/1',
    at: AT,
    group: 'street-1',
    caseId: '7',
    event: 'opened',
    condition: 'silent',
    deviceIds: ['CB-1'],
    openedAt: AT,
    ...changes,
  };
  return { kind: 'notice', notice, homes: { 'CB-1': HOME } };
}

export function progressOf(changes: Partial<ProgressNotice> = {}): NoticeDelivery {
  const notice: ProgressNotice = {
    kind: 'progress',
    id: 'progress/CB-1.1.1/answered',
    at: AT,
    group: 'street-1',
    callId: 'CB-1.1.1',
    deviceId: 'CB-1',
    key: 'red',
    test: false,
    stage: 'answered',
    openedAt: AT,
    ...changes,
  };
  return { kind: 'notice', notice, homes: { 'CB-1': HOME } };
}
