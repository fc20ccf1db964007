// Waits for what the world outside does: a socket, a disk, an interpreter.
import { vi } from 'vitest';

/** No claim about time: only what hangs is this late, also on a machine that does other work. */
const HANGS_MS = 60_000;

/** What `look` gives, as soon as that is true. */
export async function until<T>(look: () => T | Promise<T>): Promise<Truthy<T>> {
  return await vi.waitUntil(look, { timeout: HANGS_MS, interval: 20 });
}

type Truthy<T> = T extends false | '' | 0 | null | undefined ? never : T;

/** As soon as `check` throws nothing more. */
export async function untilPasses(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: HANGS_MS, interval: 20 });
}
