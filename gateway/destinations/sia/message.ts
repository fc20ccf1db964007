// One message to a receiver, as the body of a frame. SIA DC-09, 5.5.1.
import { encrypt } from './cipher.ts';
import { showTime } from './time.ts';

/** ADM-CID carries Contact ID (DC-05), SIA-DCS carries SIA codes (DC-03), NULL carries nothing: a link test. */
export const FORMATS = ['ADM-CID', 'SIA-DCS'] as const;
export type Format = (typeof FORMATS)[number];
export type Token = Format | 'NULL';

export interface Message {
  token: Token;
  /** 1 to 9999. */
  sequence: number;
  /** 3 to 16 upper-case hex digits. */
  account: string;
  /** What stands in the first brackets. */
  data: string;
  /** What stands in brackets of its own after it, each beginning with the letter of its kind. */
  extended: readonly string[];
}

/** Receiver and line number: always sent, because there is a receiver that prints "None" in its answer otherwise. */
export const PREFIX = 'R0L0';

/** `time`: UTC milliseconds by the receiver's clock. With a key it is encrypted. */
export function bodyOf(message: Message, time: number, key: Buffer | undefined): string {
  const { token, sequence, account, data, extended } = message;
  const blocks = extended.map((block) => `[${block}]`).join('');
  const content = `${data}]${blocks}_${showTime(time)}`;
  const id = key ? `*${token}` : token;
  const head = `"${id}"${String(sequence).padStart(4, '0')}${PREFIX}#${account}[`;
  return head + (key ? encrypt(content, key) : content);
}
