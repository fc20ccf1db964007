// Frames on the wire: LF, CRC and length in hex, what they count, CR. SIA DC-09, 5.5.1.
import { crc16 } from './crc.ts';

const LF = 0x0a;
const CR = 0x0d;

/** The length has three hex digits after a zero. */
export const MAX_BODY = 0xfff;
/** LF, four digits of CRC, four of length, CR. */
const MAX_FRAME = MAX_BODY + 10;

/** How some receivers refuse an account that they don't know: NAK without anything around it. */
const BARE_NAK = Buffer.from('"NAK"');

const HEADER = /^([0-9A-F]{4})(0[0-9A-F]{3})"/;

/** `body` runs from the first quote to before CR: printable ASCII, at most MAX_BODY. */
export function frameOf(body: string): Buffer {
  const bytes = Buffer.from(body, 'latin1');
  return Buffer.concat([
    Buffer.from(`\n${hex4(crc16(bytes))}${hex4(bytes.length)}`, 'latin1'),
    bytes,
    Buffer.from([CR]),
  ]);
}

export type Read =
  /** A whole frame whose checksum and length are right. */
  | { kind: 'body'; body: string }
  /** LF and CR alone: how some receivers say that the checksum of what they got was wrong. */
  | { kind: 'empty' }
  /** NAK without a frame. */
  | { kind: 'bare nak' }
  /** No frame, and none can follow. */
  | { kind: 'broken'; why: string };

/** Cuts what arrives, in pieces of any size, into frames. Nothing comes after `broken`. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Read[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const found: Read[] = [];
    while (this.#rest.length > 0) {
      const read = this.#next();
      if (read === undefined) break;
      found.push(read);
      if (read.kind === 'broken') break;
    }
    return found;
  }

  #next(): Read | undefined {
    if (this.#rest[0] !== LF) return this.#bare();
    const end = this.#rest.indexOf(CR);
    const length = end === -1 ? this.#rest.length : end + 1;
    if (length > MAX_FRAME) return { kind: 'broken', why: 'an answer without an end' };
    if (end === -1) return undefined;
    const frame = this.#rest.subarray(1, end);
    this.#rest = this.#rest.subarray(end + 1);
    return frame.length === 0 ? { kind: 'empty' } : readFrame(frame);
  }

  #bare(): Read | undefined {
    const start = this.#rest.subarray(0, BARE_NAK.length);
    if (!start.equals(BARE_NAK.subarray(0, start.length))) {
      return { kind: 'broken', why: 'an answer without a frame' };
    }
    if (start.length < BARE_NAK.length) return undefined;
    this.#rest = this.#rest.subarray(BARE_NAK.length);
    return { kind: 'bare nak' };
  }
}

function readFrame(frame: Buffer): Read {
  const [, crc, length] = HEADER.exec(frame.toString('latin1')) ?? [];
  if (crc === undefined || length === undefined) {
    return { kind: 'broken', why: 'an answer with a malformed header' };
  }
  const body = frame.subarray(8);
  if (body.length !== Number.parseInt(length, 16)) {
    return { kind: 'broken', why: 'an answer of another length than it says' };
  }
  if (crc16(body) !== Number.parseInt(crc, 16)) {
    return { kind: 'broken', why: 'an answer with a wrong checksum' };
  }
  return { kind: 'body', body: body.toString('latin1') };
}

function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}
