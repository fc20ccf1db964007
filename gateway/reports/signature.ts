// Who signed a report: Standard Webhooks over the bytes as they came, in Node's own HMAC, for anybody may send 16 KB.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks: a receiver tolerates so much between the two clocks. */
const TOLERANCE_MS = 300_000;
/** One header holds no more signatures than a rotation needs; the rest is not looked at. */
const MAX_SIGNATURES = 8;

export interface Signed {
  /** The destinations with whose secret it is signed; none: nobody vouches for it. */
  by: string[];
  /** The moment of the signature is too far from our time. */
  isOffTime: boolean;
}

const NOBODY: Signed = { by: [], isOffTime: false };

export class ReportSigners {
  readonly #keys: [destination: string, key: Buffer][];

  /** By the name of the destination its secrets, `whsec_…`, several separated by spaces. */
  constructor(secrets: Readonly<Record<string, string>>) {
    this.#keys = Object.entries(secrets).flatMap(([name, several]) =>
      several
        .split(' ')
        .map((secret): [string, Buffer] => [
          name,
          Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
        ]),
    );
  }

  /** `utc` is our time, milliseconds. */
  verify(body: Buffer, headers: Readonly<Record<string, unknown>>, utc: number): Signed {
    const id = headers['webhook-id'];
    const timestamp = headers['webhook-timestamp'];
    const given = headers['webhook-signature'];
    if (typeof id !== 'string' || typeof given !== 'string') return NOBODY;
    if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return NOBODY;
    const signatures = given
      .split(' ', MAX_SIGNATURES)
      .flatMap((signature) =>
        signature.startsWith('v1,') ? [Buffer.from(signature.slice(3), 'base64')] : [],
      );
    const by = this.#keys.flatMap(([destination, key]) => {
      const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
      const expected = hmac.digest();
      return signatures.some((signature) => isSame(signature, expected)) ? [destination] : [];
    });
    const isOffTime = Math.abs(utc - Number(timestamp) * 1_000) > TOLERANCE_MS;
    return { by: [...new Set(by)], isOffTime };
  }
}

function isSame(signature: Buffer, other: Buffer): boolean {
  return signature.length === other.length && timingSafeEqual(signature, other);
}
