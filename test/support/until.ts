// Waits for what the world outside does: a socket, a disk, an interpreter. What never comes fails by its name.
import type { EventEmitter } from 'node:events';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';

/** No claim about time: only what hangs is this late, also on a machine that does other work. */
const HANGS_MS = 60_000;

// Kept from before a test puts its own timers in their place.
const { setTimeout, clearTimeout } = globalThis;

/** What is waited for: words, or the condition itself, whose text tells it. */
export type Awaited = string | (() => unknown);

function hangs(what: Awaited): Error {
  return new Error(`waited ${HANGS_MS / 1_000} s in vain for: ${String(what)}`);
}

/** What `look` gives, as soon as that is true. */
export async function until<T>(
  look: () => T | Promise<T>,
  what: Awaited = look,
): Promise<Truthy<T>> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
  }, HANGS_MS);
  timer.unref();
  const seen = () => {
    if (isLate) throw hangs(what);
    return look();
  };
  try {
    return await vi.waitUntil(seen, { timeout: 2 * HANGS_MS, interval: 20 });
  } finally {
    clearTimeout(timer);
  }
}

type Truthy<T> = T extends false | '' | 0 | null | undefined ? never : T;

/** As soon as `check` throws nothing more. */
export async function untilPasses(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: HANGS_MS, interval: 20 });
}

/** What `wait` gives. When it hangs it fails with `what`: the runner would only tell the name of the test. */
export async function awaited<T>(wait: Promise<T>, what: Awaited): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(hangs(what)), HANGS_MS);
    timer.unref();
  });
  return await Promise.race([wait, late]).finally(() => clearTimeout(timer));
}

/** Looks after each `event` of `emitter` whether `is` holds. */
export async function untilAfter(
  emitter: EventEmitter,
  event: string,
  is: () => boolean,
  what: Awaited = is,
): Promise<void> {
  while (!is()) await awaited(once(emitter, event), what);
}

/** Looks between all other work, without a timer: for tests that move their clock themselves. */
export async function untilTurn(is: () => boolean, what: Awaited = is): Promise<void> {
  const from = performance.now();
  while (!is()) {
    if (performance.now() - from > HANGS_MS) throw hangs(what);
    await setImmediate();
  }
}
