// One example of what each event is sent for, as the gateway would make it: for the AsyncAPI document.

import { openCall } from '../../domain/call.ts';
import type { CaseNotice, MissedDeadlineNotice, ProgressNotice } from '../../domain/notice.ts';
import type { NoticeDelivery, PressDelivery } from '../../domain/ports/destination.ts';
import { eventOf } from '../event.ts';
import type { EVENTS, PlatformEvent } from './schemas.ts';

export const AT = Date.UTC(2026, 10, 21, 10, 24);
export const SOURCE = '/gateways/call-button';
const HOME = { reference: '4711', floor: '2' };
export const GROUP = 'building-3';
export const DEVICE = 'CB-0001';
export const CALL = 'CB-0001.12.3';

function press(changes: Partial<PressDelivery['press']>): PressDelivery {
  const example: PressDelivery['press'] = {
    deviceId: DEVICE,
    bootId: 12,
    seq: 3,
    key: 'red',
    count: 1,
    test: false,
    receivedAt: AT,
    ageMs: 140,
    ageIsLowerBound: false,
    callId: CALL,
    joined: false,
    ...changes,
  };
  const call = openCall(example, undefined);
  return {
    kind: 'press',
    press: example,
    call,
    group: GROUP,
    home: HOME,
    stored: true,
    step: 'first',
  };
}

function notice(example: MissedDeadlineNotice | CaseNotice | ProgressNotice): NoticeDelivery {
  return { kind: 'notice', notice: example, homes: { [DEVICE]: HOME } };
}

const base = { at: AT, group: GROUP };
const ofCase = { ...base, kind: 'case' as const, deviceIds: [DEVICE], openedAt: AT };

const DELIVERIES: Record<keyof typeof EVENTS, Record<string, PressDelivery | NoticeDelivery>> = {
  press: {
    'a red press': press({}),
    'a green press': press({ key: 'green' }),
    'a test press: send nobody': press({ test: true }),
  },
  breach: {
    'a red press that was not accepted in time': notice({
      ...base,
      kind: 'breach',
      id: 'breach/CB-0001/12/3/accepted',
      limit: 'accepted',
      cause: 'platform_slow',
      deviceId: DEVICE,
      key: 'red',
      callId: CALL,
      press: 'CB-0001/12/3',
      limitMs: 2_000,
      tookMs: 2_004,
    }),
  },
  case: {
    'supervision: a device is silent': notice({
      ...ofCase,
      id: 'case/CB-0001/silent/1795256640000/opened',
      condition: 'silent',
      caseId: 'CB-0001/silent/1795256640000',
      event: 'opened',
      lastGoodAt: AT - 1_500_000,
    }),
    'maintenance: a battery runs down': notice({
      ...ofCase,
      id: 'case/CB-0001/battery_low/1795256640000/opened',
      caseId: 'CB-0001/battery_low/1795256640000',
      event: 'opened',
      condition: 'battery_low',
      batteryPercent: 30,
      daysLeft: 12.5,
    }),
  },
  progress: {
    'a call that somebody has answered': notice({
      ...base,
      kind: 'progress',
      id: 'progress/CB-0001.12.3/answered',
      callId: CALL,
      deviceId: DEVICE,
      key: 'red',
      test: false,
      stage: 'answered',
      openedAt: AT - 21_000,
    }),
  },
};

/** The examples of one event, by what they are for. */
export function examplesOf(name: keyof typeof EVENTS): Record<string, PlatformEvent> {
  const named = Object.entries(DELIVERIES[name]);
  return Object.fromEntries(named.map(([what, delivery]) => [what, eventOf(delivery, SOURCE)]));
}
