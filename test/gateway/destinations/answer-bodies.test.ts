// An answer that is compressed, in another charset or wrapped is understood, and one that can't be understood is no yes.
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliveryOf } from '#test/contract/deliveries.ts';
import { TestServer, webhookTo } from './server.ts';

const NO = '{"code":500,"msg":"系统繁忙"}';
const YES = '{"code":0,"msg":"ok"}';
const JSON_TYPE = 'application/json';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const swapped = (text: string) => utf16(text).swap16();
/** "系统繁忙" in GB 18030. */
const BUSY_IN_GBK = Buffer.from([0xcf, 0xb5, 0xcd, 0xb3, 0xb7, 0xb1, 0xc3, 0xa6]);
const gbk = Buffer.concat([Buffer.from('{"code":500,"msg":"'), BUSY_IN_GBK, Buffer.from('"}')]);
const gbkBody = (code: number) =>
  Buffer.concat([Buffer.from(`{"code":${code},"msg":"`), BUSY_IN_GBK, Buffer.from('"}')]);

/** What a platform may do to what it says; `coding` and `type` are its headers. */
type Wrapping = [
  what: string,
  wrap: (text: string) => Buffer,
  coding?: string | undefined,
  type?: string,
];
const WRAPPINGS: Wrapping[] = [
  ['gzip', (text) => gzipSync(text), 'gzip'],
  ['GZip in capitals', (text) => gzipSync(text), 'GZIP'],
  ['x-gzip, as a page', (text) => gzipSync(text), 'x-gzip', 'text/html'],
  ['gzip without a word', (text) => gzipSync(text), undefined, ''],
  [
    'gzip in two parts',
    (text) => Buffer.concat([gzipSync(text.slice(0, 5)), gzipSync(text.slice(5))]),
    'gzip',
  ],
  ['deflate', (text) => deflateSync(text), 'deflate'],
  ['deflate without its frame', (text) => deflateRawSync(text), 'deflate'],
  ['br', (text) => brotliCompressSync(text), 'br'],
  ['gzip and then br', (text) => brotliCompressSync(gzipSync(text)), 'gzip, br'],
  ['identity', (text) => Buffer.from(text), 'identity'],
  ['what a proxy has decoded and still calls gzip', (text) => Buffer.from(text), 'gzip'],
  ['UTF-16 that is named', utf16, undefined, `${JSON_TYPE}; charset=utf-16`],
  ['UTF-16 that nobody names', utf16],
  ['UTF-16 with a byte order mark', (text) => utf16(`\ufeff${text}`), undefined, 'text/plain'],
  ['UTF-16, the high byte first', swapped, undefined, `${JSON_TYPE}; charset="UTF-16"`],
  ['UTF-16 in gzip', (text) => gzipSync(utf16(text)), 'gzip'],
  ['a charset in quotes', (text) => Buffer.from(text), undefined, `${JSON_TYPE}; charset="UTF-8"`],
  [
    'a charset that nobody knows',
    (text) => Buffer.from(text),
    undefined,
    `${JSON_TYPE}; charset=utf8mb4`,
  ],
  ['a JSON string', (text) => Buffer.from(JSON.stringify(text))],
  ['a JSON string in a JSON string', (text) => Buffer.from(JSON.stringify(JSON.stringify(text)))],
  ['a list', (text) => Buffer.from(`[${text}]`)],
  ['a file of bytes', (text) => Buffer.from(text), undefined, 'application/octet-stream'],
  [
    'a text behind a warning of PHP',
    (text) => Buffer.from(`<br />Notice: x in y.php\n${text}`),
    undefined,
    'text/html',
  ],
];

describe('an answer', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await new TestServer().start();
  });
  afterEach(() => server.stop());

  const answered = async (
    body: Buffer | string,
    coding?: string,
    type = JSON_TYPE,
    acceptedWhen?: { field: string; equals: number } | 'status',
  ) => {
    const headers: Record<string, string> = {};
    if (type !== '') headers['content-type'] = type;
    if (coding !== undefined) headers['content-encoding'] = coding;
    server.answer = (response: ServerResponse) => response.writeHead(200, headers).end(body);
    const webhook = webhookTo(server.origin, Date.now, undefined, { acceptedWhen });
    return await webhook.deliver(deliveryOf(1), new AbortController().signal);
  };

  for (const [what, wrap, coding, type] of WRAPPINGS) {
    it(`that says no in ${what} is no acceptance`, async () => {
      expect(await answered(wrap(NO), coding, type)).toEqual({
        kind: 'failed',
        code: 'BROKEN',
        detail: 'HTTP 200, but "code" in its body says no: if it means yes, set accepted_when',
      });
    });
    it(`that says yes in ${what} is an acceptance`, async () => {
      expect(await answered(wrap(YES), coding, type)).toEqual({ kind: 'accepted' });
    });
    if (what === 'a list') continue;
    it(`that says in ${what} what accepted_when names is heard`, async () => {
      const when = { field: 'code', equals: 500 };
      expect(await answered(wrap(NO), coding, type, when)).toEqual({ kind: 'accepted' });
      expect(await answered(wrap(YES), coding, type, when)).toMatchObject({ code: 'BROKEN' });
    });
  }

  it('in GBK is read, whether its type names that or not', async () => {
    for (const type of ['gbk', 'GB2312', 'cp936'].map((name) => `${JSON_TYPE};charset=${name}`)) {
      expect(await answered(gbk, undefined, type)).toMatchObject({ code: 'BROKEN' });
      expect(await answered(gbkBody(0), undefined, type)).toEqual({ kind: 'accepted' });
    }
    expect(await answered(gbk)).toMatchObject({ code: 'BROKEN' });
    expect(await answered(gbkBody(0))).toEqual({ kind: 'accepted' });
  });

  const unread: [what: string, body: Buffer | string, coding: string | undefined, says: RegExp][] =
    [
      ['in a coding that nobody knows', gzipSync(YES), 'zstd', /can not be decoded/],
      ['named after a property of every object', 'x', 'constructor', /can not be decoded/],
      [
        'of which the end of the gzip is missing',
        gzipSync(YES).subarray(0, 20),
        'gzip',
        /can not be decoded/,
      ],
      [
        'that would be far larger than it may be',
        gzipSync(Buffer.alloc(9 << 20, 0x20)),
        'gzip',
        /can not be decoded/,
      ],
      ['in four codings', gzipSync(YES), 'gzip, gzip, gzip, gzip', /can not be decoded/],
      ['in no charset', Buffer.from([0x7b, 0xff, 0xff, 0xff, 0x7d]), undefined, /its charset/],
      [
        'in UTF-32',
        Buffer.from([...YES].flatMap((one) => [one.charCodeAt(0), 0, 0, 0])),
        undefined,
        /its charset/,
      ],
      ['that is called JSON and is a page', '<p>ok</p>', undefined, /should be JSON/],
      ['that is half of its JSON', '{"code":', undefined, /should be JSON/],
      ['that is two answers', `${YES}\n${NO}`, undefined, /should be JSON/],
      ['that is JSON of JavaScript', "{code:500,msg:'x'}", undefined, /should be JSON/],
      ['that is a long text', 'x'.repeat(70_000), undefined, /64 KB/],
    ];
  for (const [what, body, coding, says] of unread) {
    it(`${what} is no acceptance, and says why`, async () => {
      const outcome = await answered(body, coding);
      expect(outcome).toEqual({
        kind: 'failed',
        code: 'BROKEN',
        detail: expect.stringMatching(says),
      });
      expect(await answered(body, coding, JSON_TYPE, 'status')).toEqual({ kind: 'accepted' });
    });
  }

  it('in one word is understood: FAIL, error or false are no acceptance, all others are', async () => {
    for (const word of [
      'FAIL',
      'error\r\n',
      'false',
      '"fail"',
      'failed',
      'No',
      '失败',
      '"error"',
    ]) {
      for (const type of [JSON_TYPE, 'text/plain', '']) {
        expect([word, await answered(word, undefined, type)]).toEqual([
          word,
          expect.objectContaining({ code: 'BROKEN' }),
        ]);
      }
    }
    for (const word of ['success', 'OK', '"ok"', 'true', '成功', 'null', 'received', '1']) {
      for (const type of [JSON_TYPE, 'text/plain', '']) {
        expect([word, await answered(word, undefined, type)]).toEqual([word, { kind: 'accepted' }]);
      }
    }
  });

  it('without a body is an acceptance, whatever its headers say about one', async () => {
    expect(await answered('', undefined)).toEqual({ kind: 'accepted' });
    expect(await answered('', 'gzip')).toEqual({ kind: 'accepted' });
  });

  it('that is a page or an image, compressed too, is an acceptance: nothing in it is an answer', async () => {
    expect(await answered(gzipSync('<h1>error</h1>'), 'gzip', 'text/html')).toEqual({
      kind: 'accepted',
    });
    expect(await answered(Buffer.from([0x89, 0x50, 0x4e]), undefined, 'image/png')).toEqual({
      kind: 'accepted',
    });
  });

  it('is asked for without compression', async () => {
    await answered(YES);
    expect(server.received[0]?.headers['accept-encoding']).toBe('identity');
  });
});
