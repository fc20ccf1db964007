// Frames, times, encryption and answers of DC-09: what is written is read again, and what was touched is not.
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReceiverAnswer, readAnswer } from '#gateway/destinations/sia/answer.ts';
import { decrypt, encrypt } from '#gateway/destinations/sia/cipher.ts';
import { crc16 } from '#gateway/destinations/sia/crc.ts';
import { FrameReader, frameOf, MAX_BODY, type Read } from '#gateway/destinations/sia/frame.ts';
import { bodyOf } from '#gateway/destinations/sia/message.ts';
import { Sequence } from '#gateway/destinations/sia/sequence.ts';
import { readTime, showTime } from '#gateway/destinations/sia/time.ts';

const printable = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const keys = fc
  .constantFrom(16, 24, 32)
  .chain((length) =>
    fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes)),
  );
const hex = (bytes: number[]) => Buffer.from(bytes);

const read = (wire: Buffer) => new FrameReader().push(wire);

describe('the checksum', () => {
  it('is CRC-16/ARC: its check value, and frames that others published', () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0xbb3d);
    expect(crc16(Buffer.alloc(0))).toBe(0);
    for (const [crc, body] of PUBLISHED) expect(crc16(Buffer.from(body)), body).toBe(crc);
  });
});

/** From the tests of fioletoven/dc09 0.2.0 (the first three) and of pysiaalarm 3.2.0. */
const PUBLISHED: [crc: number, body: string][] = [
  [0xf4d2, '"SIA-DCS"0001RF3L77#1234[#1234|NRR|Atest]'],
  [0x96ed, '"SIA-DCS"0001L0#1234[]'],
  [0xe441, '"NAK"0000R0L0A0[]_16:20:01,09-24-2025'],
  [0x5715, '"ADM-CID"0247R4F39L4F39#4F39[#4F39|3401 01 057]'],
  [0x76d8, '"*NULL"0000R0L0#AAAB[B4BC8B40D0E6D959D6BEA78E88CC0B2155741A3C44FBB96D476A3E557CAD64D9'],
];

describe('a frame', () => {
  it('is LF, checksum, length, body and CR', () => {
    expect(frameOf('"NAK"0000R0L0A0[]_16:20:01,09-24-2025').toString()).toBe(
      '\nE4410025"NAK"0000R0L0A0[]_16:20:01,09-24-2025\r',
    );
  });

  it('is read again, whatever its body and however it is cut in pieces', () => {
    const bodies = fc.array(
      printable.map((text) => `"${text}`),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(400)), (written, cuts) => {
        const wire = Buffer.concat(written.map(frameOf));
        const reader = new FrameReader();
        const found: Read[] = [];
        let from = 0;
        for (const to of [...cuts.toSorted((a, b) => a - b), wire.length]) {
          found.push(...reader.push(wire.subarray(from, to)));
          from = Math.max(from, Math.min(to, wire.length));
        }
        expect(found).toEqual(written.map((body) => ({ kind: 'body', body })));
      }),
    );
  });

  it('whose every byte may be touched is never taken for another', () => {
    fc.assert(
      fc.property(printable, fc.nat(), fc.integer({ min: 1, max: 255 }), (text, place, change) => {
        const wire = frameOf(`"${text}`);
        const at = place % wire.length;
        wire[at] = (wire[at] as number) ^ change;
        expect(read(wire).filter(({ kind }) => kind === 'body')).toEqual([]);
      }),
    );
  });

  it('without an end is broken when it is longer than any can be', () => {
    const reader = new FrameReader();
    expect(reader.push(Buffer.from('\n'))).toEqual([]);
    expect(reader.push(Buffer.alloc(MAX_BODY + 8, 'A'))).toEqual([]);
    expect(reader.push(Buffer.alloc(2, 'A'))).toMatchObject([{ kind: 'broken' }]);
  });

  it('that is empty is LF and CR alone', () => {
    expect(read(hex([0x0a, 0x0d]))).toEqual([{ kind: 'empty' }]);
  });

  it('is none of random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(read(Buffer.from(bytes)).filter(({ kind }) => kind === 'body')).toEqual([]);
      }),
    );
  });
});

describe('a time', () => {
  it('is written in UTC, month first', () => {
    expect(showTime(Date.UTC(2026, 0, 2, 3, 4, 5, 678))).toBe('03:04:05,01-02-2026');
  });

  it('is read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
        expect(readTime(showTime(seconds * 1_000))).toBe(seconds * 1_000);
      }),
    );
  });

  it('that never was is none', () => {
    for (const text of [
      '',
      '24:00:00,01-01-2026',
      '00:00:00,02-30-2026',
      '00:00:00,13-01-2026',
      '0:00:00,01-01-2026',
      '00:00:00,01-01-2026 ',
      '00:60:00,01-01-2026',
    ]) {
      expect(readTime(text), text).toBeUndefined();
    }
  });
});

describe('an encrypted text', () => {
  it('comes out of the same key as it went in, in whole blocks, after padding that holds neither bar nor bracket', () => {
    fc.assert(
      fc.property(printable, keys, (text, key) => {
        const cipher = encrypt(text, key);
        expect(cipher).toMatch(/^(?:[0-9A-F]{32})+$/);
        const [, padding, plain] = /^([^|]*)\|(.*)$/s.exec(decrypt(cipher, key) ?? '') ?? [];
        expect(plain).toBe(text);
        expect(padding).toMatch(/^[A-Za-z0-9+-]{1,16}$/);
      }),
    );
  });

  it('looks another way every time', () => {
    const key = Buffer.alloc(16, 7);
    expect(
      new Set(Array.from({ length: 20 }, () => encrypt('x'.repeat(15), key))).size,
    ).toBeGreaterThan(15);
  });

  it('that is no whole number of blocks, or no hex, is none', () => {
    for (const text of ['', 'A', 'A'.repeat(31), 'A'.repeat(33), 'G'.repeat(32)]) {
      expect(decrypt(text, Buffer.alloc(16)), text).toBeUndefined();
    }
  });
});

describe('a message', () => {
  const message = {
    token: 'ADM-CID' as const,
    sequence: 7,
    account: '1234',
    data: '#1234|1101 00 001',
    extended: ['Ix', 'Hy'],
  };
  const at = Date.UTC(2026, 0, 2, 3, 4, 5);

  it('has its id, number, receiver, line, account, data, optional blocks and time', () => {
    expect(bodyOf(message, at, undefined)).toBe(
      '"ADM-CID"0007R0L0#1234[#1234|1101 00 001][Ix][Hy]_03:04:05,01-02-2026',
    );
  });

  it('with a key shows its id with a star, its number and its account, and nothing else', () => {
    expect(bodyOf(message, at, Buffer.alloc(24))).toMatch(/^"\*ADM-CID"0007R0L0#1234\[[0-9A-F]+$/);
  });
});

describe('an answer', () => {
  const asked = { sequence: 12, account: '12AB', key: undefined };
  const ok = '"ACK"0012R0L0#12AB[]';
  const kind = (body: string, of = asked): ReceiverAnswer['kind'] => readAnswer(body, of).kind;

  it('is an acceptance only as a well-formed ACK of the message', () => {
    for (const body of [
      ok,
      '"ACK"0012L0#12AB[]',
      '"ACK"0012#12AB[]',
      '"ACK"0012R0L0#12AB[]_03:04:05,01-02-2026',
      '"ACK"0012R0L0#12AB[X][Kaa]_03:04:05,01-02-2026',
    ]) {
      expect(kind(body), body).toBe('ack');
    }
  });

  it.each([
    ['"ACK"0013R0L0#12AB[]', 'other'],
    ['"ACK"0012R0L0#12AC[]', 'malformed'],
    ['"ACK"0012R1L0#12AB[]', 'malformed'],
    ['"ACK"0012NoneL0#12AB[]', 'malformed'],
    ['"ACK"0012R0L0', 'malformed'],
    ['"ACK"0012R0L0#12AB', 'malformed'],
    ['"ACK"0012R0L0#12AB[', 'malformed'],
    ['"ACK"0012R0L0#12AB[]x', 'malformed'],
    ['"ACK"0012R0L0#12AB[]_yesterday', 'malformed'],
    ['"ACK"0012R0L0#12AB[]_99:04:05,01-02-2026', 'malformed'],
    ['"*ACK"0012R0L0#12AB[]', 'malformed'],
    ['"ack"0012R0L0#12AB[]', 'malformed'],
    ['"ACK"12R0L0#12AB[]', 'malformed'],
    ['"RSP"0012R0L0#12AB[]', 'malformed'],
    ['', 'malformed'],
    ['"DUH"0012R0L0#12AB[]', 'duh'],
    ['"DUH"0011R0L0#12AB[]', 'other'],
    ['"NAK"0000R0L0A0[]', 'nak'],
    ['"NAK"0012L0R0A0[]', 'nak'],
  ])('%s is %s', (body, expected) => {
    expect(kind(body)).toBe(expected);
  });

  it('that says NAK brings the time of the receiver, when that is one', () => {
    expect(readAnswer('"NAK"0000R0L0A0[]_03:04:05,01-02-2026', asked)).toEqual({
      kind: 'nak',
      time: Date.UTC(2026, 0, 2, 3, 4, 5),
    });
    expect(readAnswer('"NAK"0000L0R0A0[]_03:04:65,01-02-2026', asked)).toEqual({ kind: 'nak' });
  });

  it('to what was encrypted is encrypted with the same key, or no acceptance', () => {
    fc.assert(
      fc.property(keys, keys, (key, other) => {
        fc.pre(!key.equals(other));
        const of = { ...asked, key };
        const ack = (by: Buffer, text = `]_${showTime(0)}`) =>
          `"*ACK"0012R0L0#12AB[${encrypt(text, by)}`;
        expect(readAnswer(ack(key), of).kind).toBe('ack');
        expect(readAnswer(ack(key, ']'), of).kind).toBe('malformed');
        expect(readAnswer(ack(other), of).kind).toBe('malformed');
        expect(readAnswer(ok, of).kind).toBe('malformed');
        expect(readAnswer(`${ack(key)}]`, of).kind).toBe('malformed');
      }),
    );
  });

  it('to what was encrypted may be in small letters, and padded once more at its end: there is a receiver that does so', () => {
    const key = Buffer.alloc(16, 4);
    const cipher = createCipheriv('aes-128-cbc', key, Buffer.alloc(16));
    const hex = `${cipher.update(`\0\0\0|]_${showTime(0)}`, 'latin1', 'hex')}${cipher.final('hex')}`;
    expect(readAnswer(`"*ACK"0012R0L0#12AB[${hex}`, { ...asked, key }).kind).toBe('ack');
  });

  it('is refused when any byte of the ACK is another on the wire', () => {
    const wires = [ok, `"*ACK"0012R0L0#12AB[${encrypt(`]_${showTime(0)}`, Buffer.alloc(32, 3))}`];
    for (const [index, body] of wires.entries()) {
      const of = { ...asked, key: index === 0 ? undefined : Buffer.alloc(32, 3) };
      const wire = frameOf(body);
      for (let at = 0; at < wire.length; at++) {
        for (let value = 0; value < 256; value++) {
          if (value === wire[at]) continue;
          const touched = Buffer.from(wire);
          touched[at] = value;
          const kinds = read(touched).map(
            (one) => one.kind === 'body' && readAnswer(one.body, of).kind,
          );
          expect(kinds.includes('ack'), `byte ${at} as ${value}`).toBe(false);
        }
      }
    }
  });

  it('of any text gives an answer, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          printable,
          printable.map((text) => `"ACK"0012${text}`),
        ),
        fc.option(keys, { nil: undefined }),
        (body, key) => {
          expect(readAnswer(body, { ...asked, key })).toHaveProperty('kind');
        },
      ),
    );
  });
});

describe('a sequence number', () => {
  it('goes from 1 to 9999 and begins again at 1', () => {
    const sequence = new Sequence(9_997);
    expect([sequence.next(), sequence.next(), sequence.next(), sequence.next()]).toEqual([
      9_998, 9_999, 1, 2,
    ]);
  });

  it('begins anywhere, so that a restart does not repeat the first ones', () => {
    const firsts = new Set(Array.from({ length: 50 }, () => new Sequence().next()));
    expect(firsts.size).toBeGreaterThan(30);
    for (const first of firsts) expect(first >= 1 && first <= 9_999).toBe(true);
  });

  it('stays the same for what is repeated until it is taken over', () => {
    const sequence = new Sequence(0);
    expect([sequence.of('a'), sequence.of('b'), sequence.of('a'), sequence.next()]).toEqual([
      1, 2, 1, 3,
    ]);
    sequence.close('a');
    expect([sequence.of('a'), sequence.of('b')]).toEqual([4, 2]);
  });

  it('of very many that wait forgets the oldest, not the memory of the machine', () => {
    const sequence = new Sequence(0);
    for (let index = 0; index < 6_000; index++) sequence.of(`p${index}`);
    expect(sequence.of('p5999')).toBe(6_000);
    expect(sequence.of('p0')).toBe(6_001);
  });
});
