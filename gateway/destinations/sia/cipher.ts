// Encryption of DC-09: AES-CBC with 128, 192 or 256 bits, a zero IV, and random padding before the first bar. 5.4.3.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const BLOCK = 16;
/** The standard's own. Two messages with the same first block are seen to be the same: hence the random padding. */
const ZERO_IV = Buffer.alloc(BLOCK);

/** Of padding: neither a bar nor a bracket, and printable for receivers that read it as text. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-+';

/** Upper-case hex of the padding, a bar and `text`. `key` has 16, 24 or 32 bytes. */
export function encrypt(text: string, key: Buffer): string {
  const padded = `${padding(BLOCK - ((text.length + 1) % BLOCK))}|${text}`;
  const cipher = createCipheriv(algorithm(key), key, ZERO_IV).setAutoPadding(false);
  const bytes = Buffer.concat([cipher.update(padded, 'latin1'), cipher.final()]);
  return bytes.toString('hex').toUpperCase();
}

/** What is in `hex`, with its padding before and, from some, after it; undefined when it is no whole number of blocks. */
export function decrypt(hex: string, key: Buffer): string | undefined {
  if (hex.length === 0 || hex.length % (BLOCK * 2) !== 0 || !/^[0-9A-F]*$/i.test(hex)) {
    return undefined;
  }
  const decipher = createDecipheriv(algorithm(key), key, ZERO_IV).setAutoPadding(false);
  const bytes = Buffer.concat([decipher.update(hex, 'hex'), decipher.final()]);
  return bytes.toString('latin1');
}

function algorithm(key: Buffer): string {
  return `aes-${key.length * 8}-cbc`;
}

function padding(length: number): string {
  return [...randomBytes(length)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}
