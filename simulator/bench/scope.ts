// What was started and has to be stopped, whatever happens: the last first.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Scope {
  readonly #stops: (() => Promise<void> | void)[] = [];
  #isStopped = false;

  /** Registers how something is stopped again; at once when the scope has ended meanwhile. */
  async onStop(stop: () => Promise<void> | void): Promise<void> {
    if (this.#isStopped) {
      await stop();
      throw new Error('interrupted');
    }
    this.#stops.push(stop);
  }

  /** A fresh folder on the disk of temporary files, deleted at the end. */
  async folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'call-button-bench-'));
    await this.onStop(() => rm(path, { recursive: true, force: true }));
    return path;
  }

  /** Stops everything; what can't be stopped keeps nothing else from it. Throws the first error. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const errors: unknown[] = [];
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      try {
        await stop();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}

/** A scope of its own for one run inside `outer`: what it started is stopped when it ends, or when `outer` does. */
export async function inScope<T>(outer: Scope, run: (scope: Scope) => Promise<T>): Promise<T> {
  const scope = new Scope();
  await outer.onStop(() => scope.stop());
  try {
    return await run(scope);
  } finally {
    await scope.stop();
  }
}
