// The devices of the benchmarks: the same ids and keys in every process, without telling each other.
import { createHash } from 'node:crypto';

export const KEY_VERSION = 1;

export function deviceIdOf(index: number): string {
  return `BENCH-${String(index).padStart(6, '0')}`;
}

/** 32 bytes. */
export function secretOf(deviceId: string): Uint8Array {
  return createHash('sha256').update(`bench ${deviceId}`).digest();
}
