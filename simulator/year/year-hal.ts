// The HAL of one boot in a simulated year. Once its power is off nothing that it does has any effect.
import { createHash } from 'node:crypto';
import type { HostSlots } from '#firmware/host/slots.ts';
import { TRIAL_MS } from '#firmware/src/core/loader.ts';
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
import { IdleLoop } from './idle-loop.ts';
import type { Memory } from './memory.ts';
import type { Network } from './network.ts';

export interface YearHalDeps {
  clock: YearClock;
  network: Network;
  memory: Memory;
  flash: Flash;
  store: Store;
  random: Random;
  health: () => Health;
  bootCause: number;
  /** Its loader has started one of them. */
  slots: HostSlots;
  onShow: (pattern: Pattern) => void;
  onRestart: () => void;
  /** The watchdog is kicked. */
  onKick: () => void;
  /** The device threw: what a board reports as an uncaught exception. */
  onException: (problem: unknown) => void;
  /** Memory ran out; `inHandler`: in what makes that good. */
  onBrokeOff: (inHandler: boolean) => void;
}

/** What the script has made of an edge. */
export type Told = 'done' | 'broken off' | 'unwatched';

const NOBODY: Socket = { write() {}, close() {} };

export class YearHal implements Hal {
  readonly model = 'year';
  readonly flash: Flash;
  readonly store: Store;
  readonly console = null;
  readonly slots: HostSlots;
  readonly version: string;
  isOnTrial: boolean;
  readonly #deps: YearHalDeps;
  readonly #bootedAt: number;
  #isOff = false;
  readonly #down = new Set<Key>();
  /** By the clock of the year: nothing of the script runs before. */
  #standsStillUntil = 0;
  /** What the interpreter will do then: edges first, then what else is late. */
  #edges: (() => void)[] = [];
  #late: (() => void)[] = [];
  #onEdge: (key: Key, down: boolean, at: number) => void = () => {};
  readonly #loop: IdleLoop;

  constructor(deps: YearHalDeps) {
    this.#deps = deps;
    this.flash = deps.flash;
    this.store = deps.store;
    this.#bootedAt = deps.clock.now;
    this.slots = deps.slots;
    this.version = deps.slots.version;
    this.isOnTrial = deps.slots.isOnTrial;
    if (this.isOnTrial) {
      deps.clock.after(TRIAL_MS, () => {
        if (!this.#isOff && this.slots.isOnTrial) this.restart();
      });
    }
    this.#loop = new IdleLoop({
      memory: deps.memory,
      atEnd: (call) => deps.clock.after(0, () => !this.#isOff && call()),
      onException: (problem) => !this.#isOff && deps.onException(problem),
      onBrokeOff: (inHandler) => !this.#isOff && deps.onBrokeOff(inHandler),
    });
  }

  get isOff(): boolean {
    return this.#isOff;
  }

  powerOff(): void {
    this.#isOff = true;
    this.#deps.network.break(false);
  }

  /** `onTold`: what became of it, with the power still on. */
  edge(key: Key, down: boolean, onTold: (told: Told) => void = () => {}): void {
    if (down) this.#down.add(key);
    else this.#down.delete(key);
    if (!this.#loop.isWatched(key)) {
      if (!this.#isOff) onTold('unwatched');
      return;
    }
    const at = Math.floor(this.#deps.clock.now - this.#bootedAt);
    this.#guard(() => {
      // Memory may have run out for an edge before it that was late too.
      const isWatched = this.#loop.isWatched(key);
      const isDone = isWatched && this.#loop.run(() => this.#onEdge(key, down, at), key);
      if (!this.#isOff) onTold(isDone ? 'done' : isWatched ? 'broken off' : 'unwatched');
    }, this.#edges);
  }

  isDown(key: Key): boolean {
    return this.#down.has(key);
  }

  now(): number {
    this.#deps.memory.use();
    return Math.floor(this.#time - this.#bootedAt);
  }

  after(milliseconds: number, call: () => void): Timer {
    if (!(milliseconds >= 0)) throw new Error(`a timer of ${milliseconds} ms`);
    const { clock, memory } = this.#deps;
    memory.use();
    const timer = clock.at(this.#time + milliseconds, () => {
      this.#guard(() => this.#loop.run(call));
    });
    memory.use();
    return timer;
  }

  cancel(timer: Timer): void {
    this.#deps.clock.cancel(timer);
    this.#deps.memory.use();
  }

  random(): number {
    this.#deps.memory.use();
    return this.#deps.random();
  }

  sha256(bytes: Uint8Array): Uint8Array {
    return createHash('sha256').update(bytes).digest();
  }

  watchKeys(onEdge: (key: Key, down: boolean, at: number) => void): void {
    this.#onEdge = onEdge;
  }

  keyDown(key: Key): boolean {
    this.#deps.memory.use();
    return this.#down.has(key);
  }

  show(pattern: Pattern): void {
    this.#deps.memory.use();
    if (!this.#isOff) this.#deps.onShow(pattern);
    this.#deps.memory.use();
  }

  connect(_address: Address, handlers: SocketHandlers): Socket {
    const { memory, network } = this.#deps;
    if (this.#isOff) return NOBODY;
    memory.use();
    this.#standStill(network.blocksMs);
    const line = network.connect({
      onOpen: () => this.#event(() => handlers.onOpen()),
      onData: (bytes) => this.#event(() => handlers.onData(bytes)),
      onClose: (reason) => this.#event(() => handlers.onClose(reason)),
    });
    memory.use();
    return {
      write: (bytes) => {
        memory.use();
        line.write(bytes);
      },
      close: () => line.close(),
    };
  }

  health(): Health {
    this.#deps.memory.use();
    return this.#deps.health();
  }

  get bootCause(): number {
    return this.#deps.bootCause;
  }

  /** As the board's HAL does it: the flags are asked for, and `call` has a turn of its own. */
  onBrokeOff(call: () => void): void {
    this.#loop.onErrorFlag = () => {
      if (this.brokeOff()) this.after(0, call);
    };
  }

  brokeOff(): boolean {
    return this.#loop.brokeOff();
  }

  kick(): void {
    this.#deps.memory.use();
    if (!this.#isOff) this.#deps.onKick();
  }

  restart(): void {
    if (!this.#isOff) this.#deps.onRestart();
  }

  /** By the clock of the year, as the script has it: ahead while a connect stands still. */
  get #time(): number {
    return Math.max(this.#deps.clock.now, this.#standsStillUntil);
  }

  #standStill(milliseconds: number): void {
    if (milliseconds === 0) return;
    this.#standsStillUntil = this.#deps.clock.now + milliseconds;
    this.#deps.clock.at(this.#standsStillUntil, () => {
      const waiting = [...this.#edges, ...this.#late];
      this.#edges = [];
      this.#late = [];
      for (const call of waiting) this.#guard(call, this.#late);
    });
  }

  #event(call: () => void): void {
    this.#guard(() => this.#loop.event(call));
  }

  /** Calls it when nothing stands still any more. */
  #guard(call: () => void, queue: (() => void)[] = this.#late): void {
    if (this.#isOff) return;
    if (this.#deps.clock.now < this.#standsStillUntil) queue.push(call);
    else call();
  }
}
