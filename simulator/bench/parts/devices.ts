// The devices of the benchmarks: the same ids and keys in every process, without telling each other.
import { createHash } from 'node:crypto';

export const KEY_VERSION = 1;

/** Of the gateway's webhook to the stand-in platform: it guards nothing. Standard Webhooks. */
export const BENCH_SECRET = `whsec_${Buffer.alloc(24, 'bench').toString('base64')}`;

export function deviceIdOf(index: number): string {
  return `BENCH-${String(index).padStart(6, '0')}`;
}

/** 32 bytes. */
export function secretOf(deviceId: string): Uint8Array {
  return createHash('sha256').update(`bench ${deviceId}`).digest();
}
