// Seals the rows of the registry: AES-256-GCM under a key that follows from the master key, each bound to its place.
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Names the purpose, so that the same master key gives another key to whatever else may come. RFC 5869, `info`. */
const PURPOSE = 'call-button registry 1';

export class Vault {
  readonly #key: KeyObject;

  /** `master`: 32 random bytes. */
  constructor(master: Uint8Array) {
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', master, '', PURPOSE, 32)));
  }

  /** The JSON of `value`, sealed for the row `place`: base64 of nonce, tag and ciphertext. */
  seal(place: string, value: unknown): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(Buffer.from(place));
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
  }

  /** Throws when it was sealed with another key or for another row, or a bit of it has changed. */
  open<T>(place: string, sealed: string): T {
    const bytes = Buffer.from(sealed, 'base64');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    if (tag.length < TAG_BYTES) throw new Error('too short');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(tag);
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return JSON.parse(Buffer.concat([text, decipher.final()]).toString('utf8')) as T;
  }

  /** The same, or undefined. */
  tryOpen<T>(place: string, sealed: string): T | undefined {
    try {
      return this.open<T>(place, sealed);
    } catch {
      return undefined;
    }
  }
}
