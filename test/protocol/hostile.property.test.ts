// Whatever arrives, no decoder throws, and what was changed on the way never opens as something else.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope } from '#protocol/device/envelope.ts';
import { decodeDownlink } from '#protocol/device/instructions.ts';
import { decodeLine as decodeByteLine } from '#protocol/device/serial-line.ts';
import { decodeUplink } from '#protocol/frame.ts';
import { openEnvelope, openPassword } from '#protocol/seal.ts';
import { decodeLine } from '#protocol/serial.ts';
import { damaged, keysOf, openOnDevice, purposeOf, unhex, vectorFile } from './support.ts';

const envelopes = vectorFile('envelopes.json');
const passwords = vectorFile('passwords.json');
const DEVICE = 'CB-0001';
const KEYS = keysOf(envelopes, DEVICE);
const SESSION = { bootId: 7, connectNo: 3 };
const mask = fc.integer({ min: 1, max: 255 });

/** Runs `use` with every single-byte change, by random masks, and every truncation of `bytes`. */
function withDamage(bytes: Uint8Array, use: (changed: Uint8Array) => void): void {
  fc.assert(
    fc.property(mask, (by) => damaged(bytes, by).forEach(use)),
    { numRuns: 20 },
  );
}

describe('random bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 600, size: 'max' }),
    // Small numbers make tags and lengths that go deeper than noise does.
    fc
      .array(fc.integer({ min: 0, max: 130 }), { maxLength: 40 })
      .map((list) => Uint8Array.from(list)),
  );

  it('are an uplink or a refusal, never an exception', () => {
    fc.assert(
      fc.property(bytes, (frame) => {
        expect(typeof decodeUplink(frame, SESSION).ok).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });

  it('are a downlink or nothing, never an exception', () => {
    fc.assert(
      fc.property(bytes, (frame) => {
        expect(decodeDownlink(frame)).not.toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('never open as an envelope', () => {
    fc.assert(
      fc.property(bytes, (payload) => {
        expect(openEnvelope(1, KEYS, DEVICE, payload).ok).toBe(false);
        expect(openOnDevice('down', KEYS, DEVICE, payload)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('never open as a password', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{1,11}\.\d{1,11}\.\d\.[0-9a-f]{30,34}$/),
    );
    fc.assert(
      fc.property(text, (password) => {
        expect(openPassword(KEYS, DEVICE, password).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are a serial line or a refusal, never an exception', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.stringMatching(/^\$[ -~]{0,40}\*[0-9A-F]{4}\r?\n$/),
    );
    fc.assert(
      fc.property(text, (line) => {
        expect(typeof decodeByteLine(line).ok).toBe('boolean');
        expect(typeof decodeLine(line).ok).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an envelope changed or cut at any byte', () => {
  const good = envelopes.vectors.filter((vector) => vector.opened !== undefined);

  it.each(good)('opens with its own content or not at all: $name', (vector) => {
    const { direction, deviceId, envelope, opened } = vector;
    withDamage(unhex(envelope), (changed) => {
      const result = openEnvelope(purposeOf(direction), KEYS, deviceId, changed);
      for (const read of [
        result.ok ? result.value : null,
        openOnDevice(direction, KEYS, deviceId, changed),
      ]) {
        if (read === null) continue;
        const { keyVersion, session, number } = read;
        const frame = Buffer.from(read.frame).toString('hex');
        expect({ keyVersion, session, number, frame }).toEqual(opened);
      }
      decodeEnvelope(changed);
    });
  });
});

describe('a password changed or cut at any character', () => {
  const good = passwords.vectors.filter((vector) => vector.claim !== undefined);

  it.each(good)('does not open: $name', ({ deviceId, password }) => {
    withDamage(Buffer.from(password, 'latin1'), (changed) => {
      const text = Buffer.from(changed).toString('latin1');
      expect(openPassword(KEYS, deviceId, text).ok).toBe(false);
    });
  });
});

describe('a frame changed or cut at any byte', () => {
  it('is an uplink or a refusal', () => {
    for (const { frame, session } of vectorFile('uplinks.json').vectors) {
      withDamage(unhex(frame), (changed) => {
        expect(typeof decodeUplink(changed, session).ok).toBe('boolean');
      });
    }
  });

  it('is a downlink or nothing', () => {
    for (const { frame } of vectorFile('downlinks.json').vectors) {
      withDamage(unhex(frame), (changed) => {
        expect(decodeDownlink(changed)).not.toBeUndefined();
      });
    }
  });
});

describe('a serial line with one changed or lost byte', () => {
  const good = vectorFile('lines.json').vectors.filter((vector) => vector.canonical);

  it.each(good)('has the same words or none: $name', ({ line, words }) => {
    for (let at = 0; at < line.length; at++) {
      const without = decodeLine(line.slice(0, at) + line.slice(at + 1));
      if (without.ok) expect(without.value).toEqual(words);
      for (let bit = 0; bit < 8; bit++) {
        const code = line.charCodeAt(at) ^ (1 << bit);
        const changed = decodeLine(
          line.slice(0, at) + String.fromCharCode(code) + line.slice(at + 1),
        );
        if (changed.ok) expect(changed.value).toEqual(words);
      }
    }
  });
});
