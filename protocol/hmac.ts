// HMAC-SHA256 (RFC 2104, FIPS 180-4) for many keys and short messages: node:crypto takes 3 µs for each, of which
// two thirds are its objects, and hashes the padded key anew. Integers only, and no branch on what is secret; tests
// compare it with node:crypto.

const K = Uint32Array.of(
  ...[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4],
  ...[0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe],
  ...[0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f],
  ...[0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7],
  ...[0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc],
  ...[0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b],
  ...[0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116],
  ...[0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
  ...[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7],
  0xc67178f2,
);
const FIRST = Int32Array.of(
  ...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab],
  0x5be0cd19,
);
const BLOCK = 64;
const schedule = new Int32Array(64);
const state = new Int32Array(8);
const block = new Uint8Array(BLOCK);

/** One round of SHA-256 over the 64 bytes at `at`, into `state`. */
function compress(bytes: Uint8Array, at: number): void {
  const w = schedule;
  for (let i = 0; i < 16; i++) {
    const from = at + i * 4;
    w[i] =
      (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16]! + low + w[i - 7]! + high) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const sumE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + sumE + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
    const sumA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (sumA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
  state[5] = state[5]! + f;
  state[6] = state[6]! + g;
  state[7] = state[7]! + h;
}

/** Finishes a hash whose first block is in `state` already. */
function finish(message: Uint8Array, digest: Uint8Array): void {
  const { length } = message;
  let at = 0;
  for (; at + BLOCK <= length; at += BLOCK) compress(message, at);
  block.fill(0);
  for (let i = at; i < length; i++) block[i - at] = message[i]!;
  block[length - at] = 0x80;
  if (length - at > 55) {
    compress(block, 0);
    block.fill(0);
  }
  const bits = (BLOCK + length) * 8;
  block[62] = bits >>> 8;
  block[63] = bits;
  block[61] = bits >>> 16;
  compress(block, 0);
  for (let i = 0; i < 8; i++) {
    const word = state[i]!;
    digest[i * 4] = word >>> 24;
    digest[i * 4 + 1] = word >>> 16;
    digest[i * 4 + 2] = word >>> 8;
    digest[i * 4 + 3] = word;
  }
}

/**
 * What the two padded forms of a key leave in the hash: 16 words, the inner one first. An array, because a typed one would
 * take twice as much of every device.
 */
export type PreparedKey = readonly number[];

/** `secret` of at most 64 bytes. */
export function prepareKey(secret: Uint8Array): PreparedKey {
  const padded = new Uint8Array(BLOCK);
  const half = (mask: number) => {
    for (let i = 0; i < BLOCK; i++) padded[i] = (secret[i] ?? 0) ^ mask;
    state.set(FIRST);
    compress(padded, 0);
    return [...state];
  };
  const inner = half(0x36);
  const outer = half(0x5c);
  return inner.concat(outer);
}

const inner = new Uint8Array(32);
const outer = new Uint8Array(32);

/** The mac, good until the next call: all share its bytes. `message` below 64 kB. */
export function hmac(key: PreparedKey, message: Uint8Array): Uint8Array {
  for (let i = 0; i < 8; i++) state[i] = key[i]!;
  finish(message, inner);
  for (let i = 0; i < 8; i++) state[i] = key[8 + i]!;
  finish(inner, outer);
  return outer;
}
