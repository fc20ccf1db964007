// A board whose memory can run out, over a fake world: what is broken off is dealt with by the interpreter's idle loop.
import type { Pattern } from '#firmware/src/core/patterns.ts';
import type { Hal, Health, Port, Socket, SocketHandlers, Timer } from '#firmware/src/hal.ts';
import type { Address, Key } from '#protocol/messages.ts';
import { IdleLoop } from '#simulator/year/idle-loop.ts';
import { type FakeHal, sha256 } from './fake-hal.ts';
import type { ScarceMemory } from './scarce-memory.ts';

export class ScarceBoard implements Hal {
  readonly model = 'scarce';
  readonly sha256 = sha256;
  readonly console: Port | null = null;
  /** What is done about an exception that nobody caught. */
  onException: (problem: unknown) => void = () => {};
  readonly #world: FakeHal;
  readonly #loop: IdleLoop;
  #onEdge: (key: Key, down: boolean, at: number) => void = () => {};

  constructor(world: FakeHal, memory: ScarceMemory) {
    this.#world = world;
    this.#loop = new IdleLoop({
      memory: memory,
      atEnd: (call) => world.after(0, call),
      onException: (problem) => this.onException(problem),
      onBrokeOff: () => {},
    });
    world.watchKeys((key, down, at) => {
      if (this.isWatched(key)) this.#loop.run(() => this.#onEdge(key, down, at), key);
    });
  }

  get flash() {
    return this.#world.flash;
  }

  get store() {
    return this.#world.store;
  }

  get bootCause(): number {
    return this.#world.bootCause;
  }

  /** Whether an edge of this key would be told. */
  isWatched(key: Key): boolean {
    return this.#loop.isWatched(key);
  }

  now(): number {
    return this.#world.now();
  }

  after(milliseconds: number, call: () => void): Timer {
    return this.#world.after(milliseconds, () => this.#loop.run(call));
  }

  cancel(timer: Timer): void {
    this.#world.cancel(timer);
  }

  random(): number {
    return this.#world.random();
  }

  watchKeys(onEdge: (key: Key, down: boolean, at: number) => void): void {
    this.#onEdge = onEdge;
  }

  keyDown(key: Key): boolean {
    return this.#world.keyDown(key);
  }

  show(pattern: Pattern): void {
    this.#world.show(pattern);
  }

  connect(address: Address, handlers: SocketHandlers): Socket {
    return this.#world.connect(address, {
      onOpen: () => this.#loop.event(() => handlers.onOpen()),
      onData: (bytes) => this.#loop.event(() => handlers.onData(bytes)),
      onClose: (reason) => this.#loop.event(() => handlers.onClose(reason)),
    });
  }

  health(): Health {
    return this.#world.health();
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
    this.#world.kick();
  }

  restart(): void {
    this.#world.restart();
  }
}
