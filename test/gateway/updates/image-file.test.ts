// The image file: whole it is read, and with any byte or part of it otherwise it is refused, with a code and words in both languages.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withHead } from '#firmware/build/image.ts';
import { GatewayError } from '#gateway/domain/errors.ts';
import { MAX_IMAGE_BYTES, readImage, sha256Of } from '#gateway/updates/image-file.ts';
import { imageFile } from '#simulator/updates/image.ts';

function codeOf(file: Uint8Array): string {
  try {
    readImage(file);
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(GatewayError);
    const { code, detail } = error as GatewayError;
    expect(detail.en).not.toBe('');
    expect(detail.zh).not.toBe('');
    return code;
  }
}

/** The fields of the head of a good image, to be changed. */
function headOf(file: Buffer): { head: Record<string, unknown>; payload: Buffer } {
  const end = file.indexOf('\n');
  const { check: _check, ...head } = JSON.parse(file.subarray(0, end).toString());
  return { head, payload: file.subarray(end + 1) };
}

const FILE = imageFile();
const REFUSALS = ['IMAGE_MALFORMED', 'IMAGE_DAMAGED', 'IMAGE_UNSUPPORTED'];

describe('an image file', () => {
  it('is read with its version, its boards, its scripts and its payload', () => {
    const image = readImage(imageFile({ version: '1.2.3', boards: ['ESP32', 'LINUX'] }));
    expect(image).toMatchObject({ version: '1.2.3', boards: ['ESP32', 'LINUX'] });
    expect(image.scripts.map(({ name }) => name)).toEqual(['main', 'cbservice']);
    expect(image.payload.length).toBe(image.bytes);
    expect(sha256Of(image.payload)).toBe(image.sha256);
  });

  it('is refused at every length that it is cut off to', () => {
    for (let length = 0; length < FILE.length; length++) {
      expect(REFUSALS).toContain(codeOf(FILE.subarray(0, length)));
    }
  });

  it('is refused with any one bit flipped', () => {
    for (let at = 0; at < FILE.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Buffer.from(FILE);
        flipped[at] = (flipped[at] as number) ^ (1 << bit);
        expect([at, bit, REFUSALS.includes(codeOf(flipped))]).toEqual([at, bit, true]);
      }
    }
  });

  it('is refused with parts of it in another order, twice, left out, or bytes added', () => {
    const place = fc.nat({ max: FILE.length });
    fc.assert(
      fc.property(fc.tuple(place, place, place), fc.nat({ max: 3 }), (places, way) => {
        const [a, b, c] = places.toSorted((x, y) => x - y) as [number, number, number];
        const [head, first, second, tail] = [
          FILE.subarray(0, a),
          FILE.subarray(a, b),
          FILE.subarray(b, c),
          FILE.subarray(c),
        ] as const;
        const parts = [
          [head, second, first, tail],
          [head, first, first, second, tail],
          [head, second, tail],
          [FILE, second],
        ][way] as Buffer[];
        const file = Buffer.concat(parts);
        fc.pre(!file.equals(FILE));
        expect(REFUSALS).toContain(codeOf(file));
      }),
    );
  });

  it('is refused when it is another kind of file, whatever is in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(codeOf(bytes)).toBe('IMAGE_MALFORMED');
      }),
    );
    for (const text of ['', '\n', '{}\n', 'null\n', '[]\n', '{"format":1}\n', `\ufeff${FILE}`]) {
      expect(REFUSALS).toContain(codeOf(Buffer.from(text)));
    }
  });

  it('says which field of its first line is wrong, though its check is right', () => {
    const { head, payload } = headOf(FILE);
    for (const [field, value] of [
      ['version', 'newest'],
      ['version', `1.2.3-${'a'.repeat(40)}`],
      ['boards', []],
      ['boards', ['ESP 32']],
      ['sha256', 'A'.repeat(64)],
      ['bytes', 0],
      ['scripts', []],
      ['scripts', undefined],
      ['format', 0],
    ] as const) {
      const file = withHead({ ...head, [field]: value }, payload);
      expect(() => readImage(file)).toThrow(expect.objectContaining({ code: 'IMAGE_MALFORMED' }));
      expect(() => readImage(file)).toThrow(`"${field}`);
    }
    expect(codeOf(withHead({ ...head, strange: 1 }, payload))).toBe('IMAGE_MALFORMED');
  });

  it('is refused when its head tells of other scripts than its payload has', () => {
    const { head, payload } = headOf(FILE);
    const scripts = head.scripts as object[];
    for (const other of [
      scripts.toReversed(),
      scripts.slice(1),
      [...scripts, scripts[0] as object],
      scripts.map((script) => ({ ...script, name: 'other' })),
      scripts.map((script) => ({ ...script, sha256: '0'.repeat(64) })),
      scripts.map((script) => ({ ...script, bytes: 1 })),
    ]) {
      expect(codeOf(withHead({ ...head, scripts: other }, payload))).toBe('IMAGE_DAMAGED');
    }
  });

  it('of a later format is refused as such, whatever else it has', () => {
    const file = withHead({ format: 2, strange: true }, Buffer.from('payload'));
    expect(codeOf(file)).toBe('IMAGE_UNSUPPORTED');
  });

  it('that no device has room for is refused before anything of it is read', () => {
    expect(codeOf(Buffer.alloc(MAX_IMAGE_BYTES + 1))).toBe('IMAGE_TOO_LARGE');
  });
});
