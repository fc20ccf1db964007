// Kills a gateway at random moments, so many times within so long, and starts it again after each.
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../scenario/random.ts';

export interface KillerOptions {
  kills: number;
  /** All kills are to happen within this. */
  withinMs: number;
  random: Random;
  now: () => number;
  /** SIGKILL; resolves when it serves again. */
  killAndRestart: () => Promise<void>;
  onKill: (kills: number) => void;
}

export class Killer {
  readonly #options: KillerOptions;
  readonly #stopping = new AbortController();
  #kills = 0;
  #running: Promise<void> | undefined;

  constructor(options: KillerOptions) {
    this.#options = options;
  }

  get kills(): number {
    return this.#kills;
  }

  /** Rejects when the gateway can't be started again. */
  run(): Promise<void> {
    this.#running = this.#run();
    return this.#running;
  }

  /** No further kill. Resolves when the gateway serves again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running?.catch(() => {});
  }

  async #run(): Promise<void> {
    const { kills, withinMs, random, now, killAndRestart, onKill } = this.#options;
    const startedAt = now();
    let restartMs = 1_000;
    while (this.#kills < kills) {
      const left = (withinMs - (now() - startedAt)) / (kills - this.#kills);
      // As often shorter as longer: a kill soon after the start hits recovery itself.
      const wait = Math.max(left - restartMs, 200) * 2 * random();
      const { signal } = this.#stopping;
      const isStopped = await pause(wait, false, { signal }).catch(() => true);
      if (isStopped) return;
      const killedAt = now();
      await killAndRestart();
      restartMs = now() - killedAt;
      this.#kills++;
      onKill(this.#kills);
    }
  }
}
