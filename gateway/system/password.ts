// Passwords as scrypt hashes (RFC 7914): `scrypt$16384$8$1$SALT$HASH`, both in base64.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const COST = { N: 16_384, r: 8, p: 1 };
const BYTES = 32;
const FORM = /^scrypt\$16384\$8\$1\$([A-Za-z0-9+/]{22,88}={0,2})\$([A-Za-z0-9+/]{43}=)$/;

export function isPasswordHash(text: string): boolean {
  return FORM.test(text);
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt);
  const { N, r, p } = COST;
  return `scrypt$${N}$${r}$${p}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** False too when `hash` is none. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [, salt, wanted] = FORM.exec(hash) ?? [];
  if (salt === undefined || wanted === undefined) return false;
  const found = await derive(password, Buffer.from(salt, 'base64'));
  return timingSafeEqual(found, Buffer.from(wanted, 'base64'));
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, BYTES, COST, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
