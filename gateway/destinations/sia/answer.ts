// What a receiver's answer means. SIA DC-09, 5.5.2. Only a well-formed ACK of the very message is an acceptance.
import { decrypt } from './cipher.ts';
import { readTime } from './time.ts';

export type ReceiverAnswer =
  | { kind: 'ack' }
  /** Not taken. `time`: the receiver's clock, UTC milliseconds; absent when it doesn't tell. */
  | { kind: 'nak'; time?: number }
  /** Received, and it can't do anything with it. */
  | { kind: 'duh' }
  /** Of another message, such as one that was given up: the right one may follow. */
  | { kind: 'other' }
  | { kind: 'malformed' };

/** What was sent. */
export interface Asked {
  sequence: number;
  account: string;
  key: Buffer | undefined;
}

const HEAD = /^"(\*?)(ACK|NAK|DUH)"(\d{4})(.*)$/s;
/** Receiver and line number come back, or are left out; the account is always there. */
const REST = /^(?:R0)?(?:L0)?#([0-9A-F]{3,16})\[(.*)$/s;
/** Qualifier, extended data and time, of which each may be missing. */
const CONTENT = /^[^[\]]*\](?:\[[^[\]]*\])*(?:_([\d:,-]+))?$/s;

/** `body`: of a frame whose checksum was right. */
export function readAnswer(body: string, asked: Asked): ReceiverAnswer {
  const [, star, word, sequence, rest = ''] = HEAD.exec(body) ?? [];
  if (word === undefined) return { kind: 'malformed' };
  // Its sequence number is 0000 or that of the message, and R, L and A0 come in more than one order.
  if (word === 'NAK') return nak(rest);
  if (Number(sequence) !== asked.sequence) return { kind: 'other' };
  const [, account, content = ''] = REST.exec(rest) ?? [];
  if (account !== asked.account) return { kind: 'malformed' };
  const isEncrypted = star === '*';
  // Who knows the key proves it. A DUH may say that the key isn't known.
  if (word === 'ACK' && isEncrypted !== (asked.key !== undefined)) return { kind: 'malformed' };
  if (!isContent(content, isEncrypted ? asked.key : undefined, isEncrypted)) {
    return { kind: 'malformed' };
  }
  return { kind: word === 'ACK' ? 'ack' : 'duh' };
}

function nak(rest: string): ReceiverAnswer {
  const time = readTime(rest.slice(rest.lastIndexOf('_') + 1));
  return { kind: 'nak', ...(time === undefined ? {} : { time }) };
}

function isContent(content: string, key: Buffer | undefined, isEncrypted: boolean): boolean {
  if (!isEncrypted) return isWhole(content, false);
  const plain = key && decrypt(content, key);
  return plain !== undefined && isWhole(withoutTail(plain), true);
}

/** There are receivers that pad at the end too, as PKCS #7 does. */
function withoutTail(plain: string): string {
  let end = plain.length;
  while (end > 0 && plain.charCodeAt(end - 1) <= 16) end--;
  return plain.slice(0, end);
}

/** A time is no duty of a plain answer; with a wrong key there is none where it belongs. */
function isWhole(content: string, needsTime: boolean): boolean {
  const found = CONTENT.exec(content);
  if (found === null) return false;
  const time = found[1];
  return time === undefined ? !needsTime : readTime(time) !== undefined;
}
