// How many connections this process can hold: each is an open file.
import { readFileSync } from 'node:fs';

/** For the journal, destinations, HTTP and whatever the system wants. */
const RESERVED = 500;
const LEAST = 100;

/** From Linux's own word; without one there is no limit that we know of. */
export function affordableConnections(limits = readLimits()): number {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  if (soft === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(LEAST, Number(soft) - RESERVED);
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
