// The HAL of one boot in a simulated year. Once its power is off nothing that it does has any effect.
import { createHash } from 'node:crypto';
import type { Pattern } from '#firmware/src/core/patterns.ts';
import type {
  Flash,
  Hal,
  Health,
  Socket,
  SocketHandlers,
  Store,
  Timer,
} from '#firmware/src/hal.ts';
import type { Address, Key } from '#protocol/messages.ts';
import type { Random } from '../scenario/random.ts';
import type { YearClock } from './clock.ts';
import type { Network } from './network.ts';

export interface YearHalParts {
  clock: YearClock;
  network: Network;
  flash: Flash;
  store: Store;
  random: Random;
  health: () => Health;
  bootCause: number;
  onShow: (pattern: Pattern) => void;
  onRestart: () => void;
  /** The watchdog is kicked. */
  onKick: () => void;
  /** The device threw: what a board reports as an uncaught exception. */
  onException: (problem: unknown) => void;
}

const NOBODY: Socket = { write() {}, close() {} };

export class YearHal implements Hal {
  readonly model = 'year';
  readonly flash: Flash;
  readonly store: Store;
  readonly console = null;
  readonly #parts: YearHalParts;
  readonly #bootedAt: number;
  #isOff = false;
  readonly #down = new Set<Key>();
  /** By the clock of the year: nothing of the script runs before. */
  #standsStillUntil = 0;
  /** What the interpreter will do then: edges first, then what else is late. */
  #edges: (() => void)[] = [];
  #late: (() => void)[] = [];
  #onEdge: (key: Key, down: boolean, at: number) => void = () => {};

  constructor(parts: YearHalParts) {
    this.#parts = parts;
    this.flash = parts.flash;
    this.store = parts.store;
    this.#bootedAt = parts.clock.now;
  }

  get isOff(): boolean {
    return this.#isOff;
  }

  powerOff(): void {
    this.#isOff = true;
    this.#parts.network.break(false);
  }

  /** `onTold`: the script has dealt with it, and the power is still on. */
  edge(key: Key, down: boolean, onTold: () => void = () => {}): void {
    if (down) this.#down.add(key);
    else this.#down.delete(key);
    const at = Math.floor(this.#parts.clock.now - this.#bootedAt);
    this.#guard(() => {
      this.#onEdge(key, down, at);
      if (!this.#isOff) onTold();
    }, this.#edges);
  }

  now(): number {
    return Math.floor(this.#time - this.#bootedAt);
  }

  after(milliseconds: number, call: () => void): Timer {
    if (!(milliseconds >= 0)) throw new Error(`a timer of ${milliseconds} ms`);
    return this.#parts.clock.at(this.#time + milliseconds, () => this.#guard(call));
  }

  cancel(timer: Timer): void {
    this.#parts.clock.cancel(timer);
  }

  random(): number {
    return this.#parts.random();
  }

  sha256(bytes: Uint8Array): Uint8Array {
    return createHash('sha256').update(bytes).digest();
  }

  watchKeys(onEdge: (key: Key, down: boolean, at: number) => void): void {
    this.#onEdge = onEdge;
  }

  keyDown(key: Key): boolean {
    return this.#down.has(key);
  }

  show(pattern: Pattern): void {
    if (!this.#isOff) this.#parts.onShow(pattern);
  }

  connect(_address: Address, handlers: SocketHandlers): Socket {
    if (this.#isOff) return NOBODY;
    this.#standStill(this.#parts.network.blocksMs);
    return this.#parts.network.connect({
      onOpen: () => this.#guard(() => handlers.onOpen()),
      onData: (bytes) => this.#guard(() => handlers.onData(bytes)),
      onClose: (reason) => this.#guard(() => handlers.onClose(reason)),
    });
  }

  health(): Health {
    return this.#parts.health();
  }

  get bootCause(): number {
    return this.#parts.bootCause;
  }

  onBrokeOff(): void {}

  brokeOff(): boolean {
    return false;
  }

  kick(): void {
    if (!this.#isOff) this.#parts.onKick();
  }

  restart(): void {
    if (!this.#isOff) this.#parts.onRestart();
  }

  /** By the clock of the year, as the script has it: ahead while a connect stands still. */
  get #time(): number {
    return Math.max(this.#parts.clock.now, this.#standsStillUntil);
  }

  #standStill(milliseconds: number): void {
    if (milliseconds === 0) return;
    this.#standsStillUntil = this.#parts.clock.now + milliseconds;
    this.#parts.clock.at(this.#standsStillUntil, () => {
      const waiting = [...this.#edges, ...this.#late];
      this.#edges = [];
      this.#late = [];
      for (const call of waiting) this.#guard(call, this.#late);
    });
  }

  #guard(call: () => void, queue: (() => void)[] = this.#late): void {
    if (this.#isOff) return;
    if (this.#parts.clock.now < this.#standsStillUntil) {
      queue.push(call);
      return;
    }
    try {
      call();
    } catch (problem) {
      if (!this.#isOff) this.#parts.onException(problem);
    }
  }
}
