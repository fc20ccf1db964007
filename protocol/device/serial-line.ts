// The framing of provisioning lines: $word word*CRC, safe on a serial link that loses and changes bytes.
import type { ProtocolErrorCode, Result } from '../errors.ts';

/** From `$` to the last digit of the checksum; the line end is not counted. */
export const MAX_LINE_BYTES = 256;

const HEX = '0123456789ABCDEF';
const BLANK = 32;
const DOLLAR = 36;
const PERCENT = 37;
const STAR = 42;

/**
 * CRC-16/IBM-3740, also called CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected, no final XOR.
 * Of `123456789` it is 0x29B1. Source: reveng.sourceforge.io/crc-catalogue/16.htm
 */
export function crc16(text: string): number {
  let crc = 0xffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= (text.charCodeAt(i) & 255) << 8;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1;
    }
  }
  return crc;
}

function hexByte(byte: number): string {
  return HEX.charAt(byte >> 4) + HEX.charAt(byte & 15);
}

/** Two hex digits of either case at `at`, or -1. */
function readHexByte(text: string, at: number): number {
  if (at + 2 > text.length) return -1;
  const high = HEX.indexOf(text.charAt(at).toUpperCase());
  const low = HEX.indexOf(text.charAt(at + 1).toUpperCase());
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** What stands in a word as itself: printable ASCII without the five characters of the framing. */
function isPlain(code: number): boolean {
  if (code <= BLANK || code > 126) return false;
  return code !== DOLLAR && code !== PERCENT && code !== STAR;
}

function escapeWord(word: string): string {
  let text = '';
  for (let i = 0; i < word.length; i++) {
    let code = word.charCodeAt(i);
    // Words are bytes. A caller who hands in more sees a question mark when the setting is read back.
    if (code > 255) code = 63;
    text += isPlain(code) ? String.fromCharCode(code) : '%' + hexByte(code);
  }
  return text;
}

/**
 * One line with its LF. A word is a string of bytes (char codes 0 to 255), on a PC see ../serial.ts.
 * Neither throws nor shortens: what makes no good line (no word, an empty first one, too long) is refused
 * by the receiver. README.md, "Serial lines".
 */
export function encodeLine(words: string[]): string {
  let body = '';
  for (let i = 0; i < words.length; i++) {
    body += (i > 0 ? ' ' : '') + escapeWord(words[i] as string);
  }
  const crc = crc16(body);
  return '$' + body + '*' + hexByte(crc >> 8) + hexByte(crc & 255) + '\n';
}

function refuseLine(code: ProtocolErrorCode, detail: string): Result<string[]> {
  return { ok: false, error: { code: code, detail: detail } };
}

function readWords(body: string): Result<string[]> {
  const words: string[] = [];
  let word = '';
  for (let i = 0; i < body.length; i++) {
    const code = body.charCodeAt(i);
    if (code === BLANK) {
      words.push(word);
      word = '';
    } else if (code === PERCENT) {
      const byte = readHexByte(body, i + 1);
      if (byte < 0) return refuseLine('LINE_MALFORMED', '% without two hex digits');
      word += String.fromCharCode(byte);
      i += 2;
    } else if (isPlain(code)) {
      word += body.charAt(i);
    } else {
      return refuseLine('LINE_MALFORMED', 'a character that must be escaped');
    }
  }
  words.push(word);
  if (words[0] === '') return refuseLine('LINE_MALFORMED', 'the first word is empty');
  return { ok: true, value: words };
}

/**
 * The words of one line, with or without its line end. What stands before the last `$` is skipped: a
 * prompt, or a line whose end was lost. Never throws. Errors: LINE_TOO_LONG, LINE_MALFORMED, LINE_CHECKSUM.
 */
export function decodeLine(line: string): Result<string[]> {
  let end = line.length;
  if (end > 0 && line.charAt(end - 1) === '\n') end--;
  if (end > 0 && line.charAt(end - 1) === '\r') end--;
  const start = line.lastIndexOf('$');
  if (start < 0) {
    if (end > MAX_LINE_BYTES) return refuseLine('LINE_TOO_LONG', end + ' bytes');
    return refuseLine('LINE_MALFORMED', 'no $');
  }
  if (end - start > MAX_LINE_BYTES) return refuseLine('LINE_TOO_LONG', end - start + ' bytes');
  const star = end - 5;
  if (star <= start || line.charAt(star) !== '*') {
    return refuseLine('LINE_MALFORMED', 'no * before the last four characters');
  }
  const high = readHexByte(line, star + 1);
  const low = readHexByte(line, star + 3);
  if (high < 0 || low < 0) return refuseLine('LINE_MALFORMED', 'the checksum is not hex');
  const body = line.substring(start + 1, star);
  if (crc16(body) !== high * 256 + low) return refuseLine('LINE_CHECKSUM', '');
  return readWords(body);
}
