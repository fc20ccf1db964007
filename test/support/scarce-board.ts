// A board whose memory can run out: does with what was broken off what the interpreter's idle loop does.
//
// Read in Espruino 2v29: jsiIdle, jsiExecuteEventCallback and jsiCheckErrors in jsinteractive.c, jspExecuteFunction in
// jsparse.c, jsvNewWithFlags in jsvar.c. Callbacks that are due later in the same pass run all the same; but a key's
// watch is let go of when its callback, or any before it in that pass, was broken off. Events of a socket wait for the
// next pass. At the end of the pass the error flag is told, once until somebody has asked for it.
import type { Pattern } from '#firmware/src/core/patterns.ts';
import type { Hal, Health, Port, Socket, SocketHandlers, Timer } from '#firmware/src/hal.ts';
import { type Address, KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import { type FakeHal, sha256 } from './fake-hal.ts';
import { BreakOff, type ScarceMemory } from './scarce-memory.ts';

/** Of the error flags, those that matter. */
const MEMORY = 1;
const CALLBACK = 2;

export class ScarceBoard implements Hal {
  readonly model = 'scarce';
  readonly sha256 = sha256;
  readonly console: Port | null = null;
  /** What is done about an exception that nobody caught. */
  onException: (problem: unknown) => void = (problem) => {
    throw problem;
  };
  /** When what ran was broken off, by the world's clock. */
  readonly brokenAt: number[] = [];
  /** Edges of keys that nobody watched. */
  missed = 0;
  readonly #world: FakeHal;
  readonly #memory: ScarceMemory;
  readonly #watched = new Set<Key>([KEY_RED, KEY_GREEN]);
  #onEdge: (key: Key, down: boolean, at: number) => void = () => {};
  #onErrorFlag: (() => void) | null = null;
  #errors = 0;
  #told = 0;
  /** In this pass something was broken off. */
  #isInterrupted = false;
  #isPassEnding = false;
  #events: (() => void)[] = [];
  #problems: unknown[] = [];

  constructor(world: FakeHal, memory: ScarceMemory) {
    this.#world = world;
    this.#memory = memory;
    world.watchKeys((key, down, at) => {
      if (this.#watched.has(key)) this.#run(() => this.#onEdge(key, down, at), key);
      else this.missed++;
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
    return this.#watched.has(key);
  }

  now(): number {
    return this.#world.now();
  }

  after(milliseconds: number, call: () => void): Timer {
    return this.#world.after(milliseconds, () => this.#run(call));
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
      onOpen: () => this.#event(() => handlers.onOpen()),
      onData: (bytes) => this.#event(() => handlers.onData(bytes)),
      onClose: (reason) => this.#event(() => handlers.onClose(reason)),
    });
  }

  health(): Health {
    return this.#world.health();
  }

  /** `call` at the end of a pass in which memory ran out, unless it was told already and nobody has asked since. */
  onBrokeOff(call: () => void): void {
    this.#onErrorFlag = call;
  }

  brokeOff(): boolean {
    const isOff = (this.#errors & MEMORY) > 0;
    this.#errors = 0;
    this.#planEnd();
    if (!isOff) return false;
    this.#memory.at('brokeOff: flags read');
    this.#watched.clear();
    this.#memory.at('brokeOff: no key watched');
    this.#watched.add(KEY_RED);
    this.#memory.at('brokeOff: red watched');
    this.#watched.add(KEY_GREEN);
    return true;
  }

  kick(): void {
    this.#world.kick();
  }

  restart(): void {
    this.#world.restart();
  }

  #run(call: () => void, key?: Key): void {
    try {
      // What the interpreter itself needs to call a function.
      this.#memory.at('a callback is called');
      call();
    } catch (problem) {
      if (problem instanceof BreakOff) this.#breakOff();
      else this.#problems.push(problem);
      this.#planEnd();
    }
    if (key === undefined || !this.#isInterrupted) return;
    this.#watched.delete(key);
    this.#errors |= CALLBACK;
  }

  #event(call: () => void): void {
    if (this.#isInterrupted) this.#events.push(call);
    else this.#run(call);
  }

  #breakOff(): void {
    this.brokenAt.push(this.#world.time);
    this.#isInterrupted = true;
    this.#errors |= MEMORY;
  }

  /** All that is due at this moment is one pass. */
  #planEnd(): void {
    if (this.#isPassEnding) return;
    this.#isPassEnding = true;
    this.#world.after(0, () => this.#endPass());
  }

  #endPass(): void {
    this.#isPassEnding = false;
    this.#isInterrupted = false;
    for (const problem of this.#problems.splice(0)) this.#checked(() => this.onException(problem));
    // An exception in the handler of exceptions is only printed.
    this.#problems = [];
    this.#isInterrupted = false;
    const isNew = (this.#errors & ~this.#told) > 0;
    if (isNew && this.#onErrorFlag) this.#checked(this.#onErrorFlag);
    this.#told = this.#errors;
    const events = this.#events.splice(0);
    for (const event of events) this.#world.after(0, () => this.#event(event));
  }

  /** In jsiCheckErrors. What is broken off in the error flag's callback spoils the next pass too. */
  #checked(call: () => void): void {
    try {
      this.#memory.at('a callback is called');
      call();
    } catch (problem) {
      if (problem instanceof BreakOff) this.#breakOff();
      else this.#problems.push(problem);
      this.#planEnd();
    }
  }
}
