// The lines to destinations between deliveries: how each is, and a word in the log when one stays down.
import type { Clock } from '../domain/ports/clock.ts';
import type { Destination, LinkState } from '../domain/ports/destination.ts';
import type { Log } from '../domain/ports/log.ts';

export interface LinksDeps {
  /** Those of this moment, by name: a reload replaces them. */
  destinations: () => Readonly<Record<string, Destination>>;
  clock: Clock;
  log: Log;
}

/** A line that is down for a moment is none of an operator's business. */
export const TELLS_AFTER_MS = 60_000;
const LOOKS_EVERY_MS = 5_000;

export class Links {
  readonly #deps: LinksDeps;
  /** Since when each line is seen to be down, monotonic, and whether that was told. */
  readonly #down = new Map<string, { since: number; isTold: boolean }>();
  #cancel = () => {};

  constructor(deps: LinksDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#look();
  }

  stop(): void {
    this.#cancel();
  }

  /** Of the destinations that watch their line and know how it is, by name. */
  states(): Readonly<Record<string, LinkState>> {
    const states: Record<string, LinkState> = {};
    for (const [name, { link }] of Object.entries(this.#deps.destinations())) {
      if (link) states[name] = link;
    }
    return states;
  }

  /** Whether each of those is up. */
  up(): Readonly<Record<string, boolean>> {
    return Object.fromEntries(
      Object.entries(this.states()).map(([name, { isUp }]) => [name, isUp]),
    );
  }

  #look(): void {
    const states = this.states();
    for (const name of [...this.#down.keys()]) {
      if (states[name]?.isUp !== false) this.#isUp(name, states[name] !== undefined);
    }
    for (const [destination, state] of Object.entries(states)) {
      if (!state.isUp) this.#isDown(destination, state);
    }
    this.#cancel = this.#deps.clock.after(LOOKS_EVERY_MS, () => this.#look());
  }

  #isDown(
    destination: string,
    { code = 'UNREACHABLE', reason = 'no reason known' }: LinkState,
  ): void {
    const { clock, log } = this.#deps;
    const known = this.#down.get(destination) ?? { since: clock.monotonic(), isTold: false };
    this.#down.set(destination, known);
    if (known.isTold || clock.monotonic() - known.since < TELLS_AFTER_MS) return;
    known.isTold = true;
    log.warn({ destination, code, detail: reason }, 'link down');
  }

  #isUp(destination: string, isThere: boolean): void {
    if (isThere && this.#down.get(destination)?.isTold) {
      this.#deps.log.info({ destination }, 'link up again');
    }
    this.#down.delete(destination);
  }
}
