// The seal's own HMAC gives what node:crypto gives.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmac, prepareKey } from '#protocol/hmac.ts';

function reference(secret: Uint8Array, message: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(message).digest();
}

describe('the HMAC of the seal', () => {
  it('is that of node:crypto for every length around the blocks of SHA-256', () => {
    const secret = Buffer.alloc(32, 7);
    const key = prepareKey(secret);
    for (let length = 0; length <= 520; length++) {
      const message = Buffer.alloc(length, length);
      expect(Buffer.from(hmac(key, message)).equals(reference(secret, message))).toBe(true);
    }
  });

  it('is that of node:crypto for any key and message, whatever was hashed before', () => {
    const bytes = (least: number, most: number) =>
      fc.uint8Array({ minLength: least, maxLength: most });
    fc.assert(
      fc.property(bytes(32, 32), bytes(0, 512), (secret, message) => {
        return reference(secret, message).equals(hmac(prepareKey(secret), message));
      }),
    );
  });
});
