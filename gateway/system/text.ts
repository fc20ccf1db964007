// The one decoder of what people write: bytes become text without loss, or it is told what is wrong, and in which line.
import { readFile } from 'node:fs/promises';
import { FILES } from '../messages/files.ts';
import type { Sentence } from '../messages/sentence.ts';

/** Bytes that are no text as it is promised. */
export class TextMistake extends Error {
  readonly sentence: Sentence;

  constructor(sentence: Sentence) {
    super(sentence.en);
    this.sentence = sentence;
  }
}

/** A file in UTF-8, with or without a byte order mark. Errors: TextMistake, and those of the system. */
export async function readTextFile(path: string): Promise<string> {
  return decodeText(await readFile(path));
}

/** UTF-8, with or without a byte order mark, which is taken off. Errors: TextMistake. */
export function decodeText(bytes: Uint8Array): string {
  if (isUtf16(bytes)) throw new TextMistake(FILES.utf16);
  const text = decoded(bytes, 'utf-8');
  if (text === undefined) {
    const { number, line } = badLineOf(bytes);
    const isChinese = decoded(line, 'gb18030') !== undefined;
    throw new TextMistake(FILES.notUtf8(number, isChinese));
  }
  const at = text.indexOf('\0');
  if (at === -1) return text;
  // A text in UTF-16 without its mark is good UTF-8, with a NUL in each Latin letter.
  throw new TextMistake(FILES.nul(text.slice(0, at).split('\n').length));
}

/**
 * A list that a spreadsheet wrote: UTF-8, what Excel writes in China (GB 18030), or its "Unicode text" (UTF-16). What can
 * not be decoded becomes U+FFFD, so that whoever reads the rows refuses those alone.
 */
export function decodeList(bytes: Uint8Array): string {
  if (isUtf16(bytes))
    return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return new TextDecoder(isMarked || isMostlyUtf8(bytes) ? 'utf-8' : 'gb18030').decode(bytes);
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const NEWLINE = 0x0a;

/** In both encodings no character has the byte of a new line within it. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let begin = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, begin)) {
    yield bytes.subarray(begin, end);
    begin = end + 1;
  }
  yield bytes.subarray(begin);
}

/** The first line that is not UTF-8. */
function badLineOf(bytes: Uint8Array): { number: number; line: Uint8Array } {
  let number = 0;
  for (const line of linesOf(bytes)) {
    number += 1;
    if (decoded(line, 'utf-8') === undefined) return { number, line };
  }
  return { number, line: bytes };
}

/**
 * One half of a character must not turn a whole list in UTF-8 into other characters: lines decide by their number. Of
 * GB 18030 hardly a line is good UTF-8 by chance.
 */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  for (const line of linesOf(bytes)) {
    if (line.every((byte) => byte < 0x80)) continue;
    if (decoded(line, 'utf-8') === undefined) bad += 1;
    else good += 1;
  }
  return good > bad || bad === 0;
}
