// What is said of a press or notice: which account, which code, which zone. No word of it is personal data.

import { accountOf, zoneOf } from '../../domain/account.ts';
import type { CaseNotice } from '../../domain/notice.ts';
import type { Delivery, NoticeDelivery, PressDelivery } from '../../domain/ports/destination.ts';
import type { Home } from '../../domain/ports/directory.ts';
import { pressId } from '../../domain/press.ts';
import { isOfGroup } from '../../domain/supervision/naming.ts';
import { type EventName, type EventWords, type Words, wordsOf } from './events.ts';
import type { Format } from './message.ts';
import { showTime } from './time.ts';

/** Which optional blocks go out: the id of the press or notice as alarm text `[I…]`, its time as `[H…]`. */
export const EXTENDED = ['id', 'time'] as const;
export type Extended = (typeof EXTENDED)[number];

export interface SentenceOptions {
  /** Of what is about no single home, and of homes without one. */
  account: string;
  events: EventWords;
  extended: readonly Extended[];
}

export interface Sentence {
  /** Of the press or notice. */
  id: string;
  account: string;
  /** By format; missing when there are no words in it. */
  data: Partial<Record<Format, string>>;
  /** When it happened, UTC milliseconds. */
  at: number;
}

/** DC-09 lets the alarm text have 256 characters. */
const MAX_TEXT = 200;

/** Undefined: there are no words for it. */
export function sentenceOf(delivery: Delivery, options: SentenceOptions): Sentence | undefined {
  const name = nameOf(delivery);
  const words = name && wordsOf(name, options.events);
  if (!words) return undefined;
  const home = homeOf(delivery);
  const account = accountOf(home) ?? options.account;
  const isOver = delivery.kind === 'notice' && isRestored(delivery);
  const zone = words.zone ?? zoneIn(delivery, home);
  const cid = contactId(words, isOver, zone);
  const sia = siaCode(words, isOver, zone);
  if (cid === undefined && sia === undefined) return undefined;
  return {
    id: delivery.kind === 'press' ? pressId(delivery.press) : delivery.notice.id,
    account,
    data: {
      ...(cid === undefined ? {} : { 'ADM-CID': `#${account}|${cid}` }),
      ...(sia === undefined ? {} : { 'SIA-DCS': `#${account}|${sia}` }),
    },
    at: timeOf(delivery),
  };
}

/** The optional blocks. `offset`: how much further the receiver's clock is than ours, milliseconds. */
export function extendedOf({ id, at }: Sentence, wanted: readonly Extended[], offset: number) {
  // Brackets, bars and carets have a meaning of their own. An id has none; but it is not for us to say.
  const text = id.replaceAll(/[^\x21-\x7e]|[[\]|^]/g, '_').slice(0, MAX_TEXT);
  const blocks: Record<Extended, string> = { id: `I${text}`, time: `H${showTime(at + offset)}` };
  return EXTENDED.filter((name) => wanted.includes(name)).map((name) => blocks[name]);
}

function nameOf(delivery: Delivery): EventName | undefined {
  if (delivery.kind === 'press') return delivery.press.test ? 'test' : delivery.press.key;
  const { notice } = delivery;
  if (notice.kind === 'breach') return 'breach';
  // How far a call has come there is no code for either.
  if (notice.kind === 'progress') return undefined;
  // That a case goes on, with other figures, is nothing that a receiver has words for.
  return notice.event === 'changed' ? undefined : notice.condition;
}

function isRestored({ notice }: NoticeDelivery): boolean {
  return notice.kind === 'case' && notice.event === 'restored';
}

/** Contact ID in DC-09: qualifier and code, partition, zone. */
function contactId({ cid, partition = 0 }: Words, isOver: boolean, zone: number) {
  if (cid === undefined) return undefined;
  return `${isOver ? 3 : 1}${cid} ${digits(partition, 2)} ${digits(zone, 3)}`;
}

/** N: a new event; ri: the partition. */
function siaCode({ sia, sia_restored, partition = 0 }: Words, isOver: boolean, zone: number) {
  const code = isOver ? sia_restored : sia;
  if (code === undefined) return undefined;
  return `N${partition === 0 ? '' : `ri${partition}/`}${code}${digits(zone, 3)}`;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function homeOf(delivery: Delivery): Home | undefined {
  if (delivery.kind === 'press') return delivery.home;
  const { notice, homes } = delivery;
  if (notice.kind !== 'case') return homes[notice.deviceId];
  return isOfMany(notice) ? undefined : homes[notice.deviceIds[0] as string];
}

/** Also when one device of many is named, as when the last of them is back: it ends what began as one of many. */
function isOfMany({ deviceIds, caseId }: CaseNotice): boolean {
  return deviceIds.length !== 1 || isOfGroup(caseId);
}

/** Of several devices of one home each may have its own: 001 to 999. What is about many homes has zone 000. */
function zoneIn(delivery: Delivery, home: Home | undefined): number {
  const zone = zoneOf(home);
  if (zone !== undefined) return Number(zone);
  const { notice } = delivery as NoticeDelivery;
  return delivery.kind === 'notice' && notice.kind === 'case' && isOfMany(notice) ? 0 : 1;
}

function timeOf(delivery: PressDelivery | NoticeDelivery): number {
  if (delivery.kind === 'notice') return delivery.notice.at;
  return delivery.press.receivedAt - delivery.press.ageMs;
}
