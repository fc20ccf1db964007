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

  edge(key: Key, down: boolean): void {
    if (down) this.#down.add(key);
    else this.#down.delete(key);
    this.#guard(() => this.#onEdge(key, down, this.now()));
  }

  now(): number {
    return Math.floor(this.#parts.clock.now - this.#bootedAt);
  }

  after(milliseconds: number, call: () => void): Timer {
    if (!(milliseconds >= 0)) throw new Error(`a timer of ${milliseconds} ms`);
    return this.#parts.clock.after(milliseconds, () => this.#guard(call));
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
    return this.#parts.network.connect({
      onOpen: () => this.#guard(() => handlers.onOpen()),
      onData: (bytes) => this.#guard(() => handlers.onData(bytes)),
      onClose: (reason) => this.#guard(() => handlers.onClose(reason)),
    });
  }

  health(): Health {
    return this.#parts.health();
  }

  bootCause(): number {
    return this.#parts.bootCause;
  }

  kick(): void {}

  restart(): void {
    if (!this.#isOff) this.#parts.onRestart();
  }

  #guard(call: () => void): void {
    if (this.#isOff) return;
    try {
      call();
    } catch (problem) {
      if (!this.#isOff) this.#parts.onException(problem);
    }
  }
}
