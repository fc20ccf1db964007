// The link test: NULL to a receiver whenever nothing was heard from it for so long. SIA DC-09, 5.5.4.
import type { Clock } from '../../domain/ports/clock.ts';

export interface SupervisionDeps {
  clock: Clock;
  everyMs: number;
  /** On monotonic time: when the receiver last answered anything. */
  heardAt: () => number;
  /** One link test. Never rejects. */
  test: (signal: AbortSignal) => Promise<unknown>;
}

export class Supervision {
  readonly #deps: SupervisionDeps;
  #cancel = () => {};
  #ended: AbortController | undefined;

  constructor(deps: SupervisionDeps) {
    this.#deps = deps;
  }

  /** Tests at once, so that the state of the line is known, then at intervals. */
  start(): void {
    if (this.#ended) return;
    this.#ended = new AbortController();
    void this.#test(this.#ended.signal);
  }

  stop(): void {
    this.#cancel();
    this.#ended?.abort();
    this.#ended = undefined;
  }

  async #test(ended: AbortSignal): Promise<void> {
    await this.#deps.test(ended);
    if (!ended.aborted) this.#wait(this.#deps.everyMs, ended);
  }

  #wait(milliseconds: number, ended: AbortSignal): void {
    this.#cancel = this.#deps.clock.after(milliseconds, () => this.#due(ended));
  }

  /** Any answer since is as good as a test: it restarts the time. */
  #due(ended: AbortSignal): void {
    const { clock, everyMs, heardAt } = this.#deps;
    const left = heardAt() + everyMs - clock.monotonic();
    if (left > 0) this.#wait(left, ended);
    else void this.#test(ended);
  }
}
