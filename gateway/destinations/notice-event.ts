// A notice as a CloudEvent: a missed time limit, a case of one device or of many, or news of a call. docs/reference/events.md lists the fields.

import { CONDITIONS } from '../domain/condition.ts';
import { CAUSES } from '../domain/missed-deadline.ts';
import type { CaseNotice, MissedDeadlineNotice, ProgressNotice } from '../domain/notice.ts';
import type { NoticeDelivery } from '../domain/ports/destination.ts';
import type { BreachEvent, CaseEvent, NoticeEvent, ProgressEvent } from './events/schemas.ts';

export type { BreachEvent, CaseEvent, NoticeEvent, ProgressEvent } from './events/schemas.ts';

type MissedDeadlineData = BreachEvent['data'];
type CaseData = CaseEvent['data'];
type ProgressData = ProgressEvent['data'];

/** `source` names this gateway, as a URI reference. */
export function noticeEvent({ notice, homes }: NoticeDelivery, source: string): NoticeEvent {
  const attributes = {
    specversion: '1.0' as const,
    id: notice.id,
    source,
    time: rfc3339(notice.at),
    datacontenttype: 'application/json' as const,
  };
  switch (notice.kind) {
    case 'breach': {
      const data = missedDeadlineData(notice, homes);
      return { ...attributes, type: 'callbutton.breach.v1', subject: notice.deviceId, data };
    }
    case 'progress': {
      const data = progressData(notice, homes);
      return { ...attributes, type: 'callbutton.progress.v1', subject: notice.deviceId, data };
    }
    case 'case': {
      // CloudEvents, `subject`: not empty when it is there.
      const subject = notice.deviceIds.length === 1 ? notice.deviceIds[0] : notice.group;
      const data = caseData(notice, homes);
      return { ...attributes, type: 'callbutton.case.v1', ...(subject ? { subject } : {}), data };
    }
  }
}

function missedDeadlineData(
  notice: MissedDeadlineNotice,
  homes: NoticeDelivery['homes'],
): MissedDeadlineData {
  return {
    text: missedDeadlineText(notice),
    limit: notice.limit,
    cause: notice.cause,
    key: notice.key,
    call_id: notice.callId,
    ...(notice.press === undefined ? {} : { press: notice.press }),
    device_id: notice.deviceId,
    limit_ms: notice.limitMs,
    took_ms: notice.tookMs,
    group: notice.group,
    homes,
  };
}

function progressData(notice: ProgressNotice, homes: NoticeDelivery['homes']): ProgressData {
  const { key, deviceId, stage } = notice;
  return {
    text: `The ${key} call of ${deviceId} ${STAGES[stage]}`,
    call_id: notice.callId,
    key,
    test: notice.test,
    stage,
    opened_at: rfc3339(notice.openedAt),
    device_id: deviceId,
    group: notice.group,
    homes,
  };
}

const STAGES: Record<ProgressNotice['stage'], string> = {
  accepted: 'was accepted',
  answered: 'was answered: somebody telephoned back',
  dispatched: 'was dispatched: help is on its way',
  closed: 'is closed',
  unanswered: 'is not answered: its time is over',
};

function caseData(notice: CaseNotice, homes: NoticeDelivery['homes']): CaseData {
  const { lastGoodAt, batteryPercent, daysLeft, faultKind, faultDetail } = notice;
  return {
    text: caseText(notice),
    case_id: notice.caseId,
    event: notice.event,
    condition: notice.condition,
    device_ids: notice.deviceIds,
    opened_at: rfc3339(notice.openedAt),
    ...(lastGoodAt === undefined ? {} : { last_good_at: rfc3339(lastGoodAt) }),
    ...(batteryPercent === undefined ? {} : { battery_percent: batteryPercent }),
    ...(daysLeft === undefined ? {} : { days_left: daysLeft }),
    ...(faultKind === undefined ? {} : { fault_kind: faultKind }),
    ...(faultDetail === undefined ? {} : { fault_detail: faultDetail }),
    group: notice.group,
    homes,
  };
}

const MISSED: Record<MissedDeadlineNotice['limit'], string> = {
  late: 'arrived late',
  stored: 'was not on disk in time',
  accepted: 'was not accepted in time',
  answered: 'was not answered in time',
};

function missedDeadlineText({
  limit,
  cause,
  key,
  deviceId,
  limitMs,
  tookMs,
}: MissedDeadlineNotice): string {
  const what = limit === 'answered' ? 'call' : 'press';
  const times = `${seconds(tookMs)} s, the limit is ${seconds(limitMs)} s`;
  return `The ${key} ${what} of ${deviceId} ${MISSED[limit]} (${times}): ${CAUSES[cause]}`;
}

function caseText({ event, condition, deviceIds, group, daysLeft }: CaseNotice): string {
  if (condition === 'journal_damaged') {
    const named = deviceIds.length === 0 ? '' : ` (of devices that are named: ${deviceIds.length})`;
    return `The gateway: ${CONDITIONS[condition]}${named}`;
  }
  if (condition === 'nobody_on_duty') {
    return `The duty desk: ${event === 'restored' ? 'over: ' : ''}${CONDITIONS[condition]}`;
  }
  if (condition === 'update_finished') return `The gateway: ${CONDITIONS[condition]}`;
  const isOne = deviceIds.length === 1;
  const place = group === '' ? '' : ` of ${group}`;
  const who = isOne ? deviceIds[0] : `${deviceIds.length} devices${place}`;
  const days = daysLeft === undefined ? '' : `, about ${Math.round(daysLeft)} days left`;
  const over = event === 'restored' ? 'over: ' : '';
  return `${who}: ${over}${CONDITIONS[condition]}${event === 'restored' ? '' : days}`;
}

function seconds(milliseconds: number): string {
  return String(Math.round(milliseconds / 100) / 10);
}

function rfc3339(utc: number): string {
  return new Date(utc).toISOString();
}
