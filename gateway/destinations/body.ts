// The body of an answer: read to keep the connection, never for long, never much of it; and what it says, or why nobody can tell.
import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** So much is read, compressed or not, for so long; then the connection is given up. */
const MAX_BODY_BYTES = 64 * 1_024;
const MAX_BODY_MS = 2_000;
/** A success that nothing shows to be JSON counts when its body is not there by then: the accept limit of red is 2 s. */
const WAITS_MS = 500;

/** Why a body that should say something says nothing: a key of `OBJECTIONS`. */
export type Unread = 'coding' | 'charset' | 'noJson' | 'brokeOff' | 'tooLong' | 'late';

/** What a success says. Without both: nothing that anybody has to understand, and the status alone decides. */
export interface AnswerBody {
  /** Its JSON, or a short text as a string. */
  json?: unknown;
  unread?: Unread;
}

const IS_JSON = /^(?:application|text)\/(?:[\w.-]+\+)?json\b/i;
/** Everything else may be JSON: many platforms write it and leave the name of the type as it is. */
const IS_MEDIA = /^(?:image|audio|video|font)\//i;

/**
 * The body of a 200 or 201. It is JSON when its type says so or when it begins like it, and then it must be understood:
 * a body that nobody can read is no yes. `must`: only with a body can it be an acceptance, whatever it looks like.
 */
export function readBody(response: IncomingMessage, must = false): Promise<AnswerBody> {
  const { statusCode, headers } = response;
  const type = headers['content-type'] ?? '';
  const isSuccess = statusCode === 200 || statusCode === 201;
  const isRead = isSuccess && (must || !IS_MEDIA.test(type));
  const isJson = must || IS_JSON.test(type);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let gaveUp: Unread | undefined;
  const giveUp = (why: Unread) => {
    gaveUp ??= why;
    response.destroy();
  };
  const timer = setTimeout(() => giveUp('late'), MAX_BODY_MS);
  timer.unref();
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (isRead && bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    if (bytes > MAX_BODY_BYTES) giveUp('tooLong');
  });
  response.on('error', () => {});
  response.once('close', () => clearTimeout(timer));
  if (!isRead) return Promise.resolve({});
  const mayBePassedOver = () => !isJson && !isCoded(headers) && !beginsAsJson(chunks[0]);
  return new Promise((resolve) => {
    const waits = setTimeout(() => {
      if (mayBePassedOver()) resolve({});
    }, WAITS_MS);
    response.once('close', () => {
      clearTimeout(waits);
      const isWhole = response.complete && gaveUp === undefined;
      if (isWhole) resolve(decodeBody(Buffer.concat(chunks), headers, isJson));
      else resolve(mayBePassedOver() ? {} : { unread: gaveUp ?? 'brokeOff' });
    });
  });
}

type Headers = Pick<IncomingMessage['headers'], 'content-encoding' | 'content-type'>;

/** What a whole body says. `isJson`: it has to be JSON, or a word. */
export function decodeBody(body: Buffer, headers: Headers, isJson: boolean): AnswerBody {
  const plain = decompressed(body, codingsOf(headers));
  if (plain === undefined) {
    // Some proxies leave the name of a coding on what they have decoded.
    const asItIs = jsonIn(textsOf(body, headers));
    return asItIs === undefined ? { unread: 'coding' } : { json: asItIs.value };
  }
  const texts = textsOf(plain, headers);
  const [text] = texts;
  if (text === undefined) return { unread: 'charset' };
  const found = jsonIn(texts) ?? jsonAfterWarnings(text);
  if (found !== undefined) return { json: found.value };
  const word = text.trim();
  if (word === '') return {};
  if (/^[{[]/.test(word)) return { unread: 'noJson' };
  if (word.length <= MAX_WORD && !word.startsWith('<')) return { json: word };
  return isJson ? { unread: 'noJson' } : {};
}

/** A plain "success" or "FAIL" is the whole answer of many platforms. */
const MAX_WORD = 64;

function codingsOf(headers: Headers): string[] {
  const codings = (headers['content-encoding'] ?? '').toLowerCase().split(',');
  return codings
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

function isCoded(headers: Headers): boolean {
  return codingsOf(headers).length > 0;
}

const LIMIT = { maxOutputLength: MAX_BODY_BYTES };
const DECOMPRESS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body, LIMIT),
  'x-gzip': (body) => gunzipSync(body, LIMIT),
  // RFC 9110, 8.4.1.2: some send the data without its zlib frame.
  deflate: (body) => {
    try {
      return inflateSync(body, LIMIT);
    } catch {
      return inflateRawSync(body, LIMIT);
    }
  },
  br: (body) => brotliDecompressSync(body, LIMIT),
};
/** Each is a way to make much work of a small body. */
const MAX_CODINGS = 3;

/**
 * Undefined when it can't be decoded. In this thread: 64 KB take about a millisecond, and the threads of the pool are
 * those that write the journal.
 */
function decompressed(body: Buffer, codings: readonly string[]): Buffer | undefined {
  if (body.length === 0) return body;
  if (codings.length > MAX_CODINGS) return undefined;
  try {
    // RFC 9110, 8.4: in the order in which they were applied.
    const plain = codings.reduceRight<Buffer>((coded, coding) => {
      const decompress = Object.hasOwn(DECOMPRESS, coding) ? DECOMPRESS[coding] : undefined;
      if (decompress === undefined) throw new Error('no such coding');
      return decompress(coded);
    }, body);
    // Compressed without a word, or by a transfer coding: no text begins so.
    return isGzip(plain) ? gunzipSync(plain, LIMIT) : plain;
  } catch {
    return undefined;
  }
}

/** By its magic number: RFC 1952, 2.3.1. */
function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/**
 * The body in the charset that its bytes show, that its type names, or else in UTF-8 or GB 18030: every way in which it
 * can be read without a mistake, the likeliest first.
 */
function textsOf(body: Buffer, headers: Headers): string[] {
  const named = /charset\s*=\s*["']?([\w.:+-]+)/i.exec(headers['content-type'] ?? '')?.[1];
  const shown = charsetOfBytes(body);
  const charsets = shown === undefined ? [named, 'utf-8', 'gb18030'] : [shown];
  return charsets.flatMap((charset) => {
    if (charset === undefined) return [];
    try {
      // A byte order mark is passed over: RFC 8259, 8.1 allows it.
      return [
        new TextDecoder(ALIASES[charset.toLowerCase()] ?? charset, { fatal: true }).decode(body),
      ];
    } catch {
      return [];
    }
  });
}

/** Names that platforms use and the Encoding Standard doesn't know. */
const ALIASES: Readonly<Record<string, string>> = { cp936: 'gbk', ms936: 'gbk', cp65001: 'utf-8' };

/** By its byte order mark, or by its zeros: JSON begins with two characters of ASCII (RFC 4627, 3). */
function charsetOfBytes(body: Buffer): string | undefined {
  const [first, second, third, fourth] = body;
  if (first === undefined || second === undefined) return undefined;
  const isWide = (first === 0 && second === 0) || (second === 0 && third === 0 && fourth === 0);
  // Not in the Encoding Standard, so that it is told as what can't be read.
  if (isWide || (first === 0xff && second === 0xfe && third === 0 && fourth === 0)) return 'utf-32';
  if ((first === 0xfe && second === 0xff) || first === 0) return 'utf-16be';
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le';
  return undefined;
}

/** Also in UTF-16, or compressed without a word: the zeros of the one and a byte order mark are passed over. */
function beginsAsJson(chunk: Buffer | undefined): boolean {
  if (chunk === undefined) return false;
  const begin = chunk.subarray(0, 64).filter((byte) => byte !== 0 && byte < 0x80);
  return isGzip(chunk) || /^\s*[{[]/.test(Buffer.from(begin).toString('latin1'));
}

/** JSON inside of a JSON string, as some frameworks write it that encode twice, is looked into. */
const MAX_WRAPPINGS = 3;

function jsonIn(texts: readonly string[]): { value: unknown } | undefined {
  for (const text of texts) {
    const parsed = parse(text);
    if (parsed === undefined) continue;
    let { value } = parsed;
    for (let times = 0; times < MAX_WRAPPINGS && typeof value === 'string'; times++) {
      const inner = parse(value);
      if (inner === undefined) break;
      value = inner.value;
    }
    return { value };
  }
  return undefined;
}

/** PHP writes its warnings in front of what the program says. */
function jsonAfterWarnings(text: string): { value: unknown } | undefined {
  const from = text.search(/\{\s*"/);
  return from > 0 && text.trimEnd().endsWith('}') ? parse(text.slice(from)) : undefined;
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
