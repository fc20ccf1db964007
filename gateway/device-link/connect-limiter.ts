// Limits how long a connection may go without a CONNECT, and how many such connections there are.
import type { Clock } from '../domain/ports/clock.ts';
import type { Meter } from '../domain/ports/meter.ts';
import type { IntakeOptions } from './options.ts';
import type { RefusalCode, Refusals } from './refusals.ts';

const LOOK_EVERY_MS = 250;

interface Closable {
  destroy(): unknown;
}

export interface ConnectLimiterDeps {
  options: Pick<IntakeOptions, 'connectTimeoutMs' | 'maxUnconnected' | 'crowdedAfterMs'>;
  clock: Clock;
  refusals: Refusals;
  meter: Meter;
}

export class ConnectLimiter<T extends Closable> {
  readonly #deps: ConnectLimiterDeps;
  /** When each came, the oldest first. */
  readonly #since = new Map<T, number>();
  #cancel: (() => void) | undefined;

  constructor(deps: ConnectLimiterDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#since.size;
  }

  arrived(socket: T): void {
    this.#since.set(socket, this.#deps.clock.monotonic());
    this.#cancel ??= this.#lookSoon();
  }

  /** It said CONNECT, or is closed. */
  left(socket: T): void {
    this.#since.delete(socket);
  }

  /** Closes the one that has said nothing for longest. False when there is none. */
  makeRoom(): boolean {
    const oldest = this.#oldest();
    if (oldest) this.#cut(oldest[0], 'CONNECT_CROWDED');
    return oldest !== undefined;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #lookSoon(): () => void {
    return this.#deps.clock.after(LOOK_EVERY_MS, () => {
      this.#look();
      this.#cancel = this.#since.size > 0 ? this.#lookSoon() : undefined;
    });
  }

  /** The oldest come first: what isn't due ends the search. */
  #look(): void {
    const { connectTimeoutMs, maxUnconnected, crowdedAfterMs } = this.#deps.options;
    const now = this.#deps.clock.monotonic();
    for (const [socket, since] of this.#since) {
      const age = now - since;
      const isCrowded = this.#since.size > maxUnconnected && age >= crowdedAfterMs;
      if (age >= connectTimeoutMs) this.#cut(socket, 'CONNECT_LATE');
      else if (isCrowded) this.#cut(socket, 'CONNECT_CROWDED');
      else return;
    }
  }

  #oldest(): [T, number] | undefined {
    for (const entry of this.#since) return entry;
    return undefined;
  }

  #cut(socket: T, code: RefusalCode): void {
    const { meter, refusals } = this.#deps;
    this.#since.delete(socket);
    if (code === 'CONNECT_CROWDED') meter.shed('connection');
    refusals.count(code, undefined);
    socket.destroy();
  }
}
