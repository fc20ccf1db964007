// A notice as a CloudEvent: a missed time limit, or a case of one device or of many. README.md lists the fields.
import { CAUSES } from '../domain/breach.ts';
import { CONDITIONS } from '../domain/condition.ts';
import type { BreachNotice, CaseNotice } from '../domain/notice.ts';
import type { NoticeDelivery } from '../domain/ports/destination.ts';
import type { Home } from '../domain/ports/directory.ts';

export const BREACH_EVENT_TYPE = 'callbutton.breach.v1';
export const CASE_EVENT_TYPE = 'callbutton.case.v1';

interface Envelope<Type extends string, Data> {
  specversion: '1.0';
  /** The notice's id: the same over attempts and restarts. With `source` it is unique. */
  id: string;
  source: string;
  type: Type;
  /** The device_id, or the group when it is about several; absent when these have no group. */
  subject?: string;
  /** Of the notice, RFC 3339 in UTC. */
  time: string;
  datacontenttype: 'application/json';
  data: Data;
}

interface NoticeData {
  /** What it is about, in plain words, for a person. */
  text: string;
  group: string;
  /** Of the devices that are known, by device_id. */
  homes: Readonly<Record<string, Home>>;
}

export interface BreachData extends NoticeData {
  limit: BreachNotice['limit'];
  cause: BreachNotice['cause'];
  key: BreachNotice['key'];
  call_id: string;
  /** The id of the press's event; absent when the limit was the call's. */
  press?: string;
  device_id: string;
  limit_ms: number;
  took_ms: number;
}

export interface CaseData extends NoticeData {
  case_id: string;
  event: CaseNotice['event'];
  condition: CaseNotice['condition'];
  device_ids: readonly string[];
  /** RFC 3339 in UTC. */
  opened_at: string;
  last_good_at?: string;
  battery_percent?: number;
  days_left?: number;
  /** Kind and detail as in the protocol's Fault. */
  fault_kind?: number;
  fault_detail?: number;
}

export type BreachEvent = Envelope<typeof BREACH_EVENT_TYPE, BreachData>;
export type CaseEvent = Envelope<typeof CASE_EVENT_TYPE, CaseData>;
export type NoticeEvent = BreachEvent | CaseEvent;

/** `source` names this gateway, as a URI reference. */
export function noticeEvent({ notice, homes }: NoticeDelivery, source: string): NoticeEvent {
  const attributes = {
    ...{ specversion: '1.0' as const, id: notice.id, source, time: rfc3339(notice.at) },
    datacontenttype: 'application/json' as const,
  };
  if (notice.kind === 'breach') {
    const data = breachData(notice, homes);
    return { ...attributes, type: BREACH_EVENT_TYPE, subject: notice.deviceId, data };
  }
  // CloudEvents, `subject`: not empty when it is there.
  const subject = notice.deviceIds.length === 1 ? notice.deviceIds[0] : notice.group;
  const data = caseData(notice, homes);
  return { ...attributes, type: CASE_EVENT_TYPE, ...(subject ? { subject } : {}), data };
}

function breachData(notice: BreachNotice, homes: NoticeDelivery['homes']): BreachData {
  return {
    text: breachText(notice),
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

const MISSED: Record<BreachNotice['limit'], string> = {
  late: 'arrived late',
  stored: 'was not on disk in time',
  accepted: 'was not accepted in time',
  answered: 'was not answered in time',
};

function breachText({ limit, cause, key, deviceId, limitMs, tookMs }: BreachNotice): string {
  const what = limit === 'answered' ? 'call' : 'press';
  const times = `${seconds(tookMs)} s, the limit is ${seconds(limitMs)} s`;
  return `The ${key} ${what} of ${deviceId} ${MISSED[limit]} (${times}): ${CAUSES[cause]}`;
}

function caseText({ event, condition, deviceIds, group, daysLeft }: CaseNotice): string {
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
