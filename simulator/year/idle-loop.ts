// What the interpreter's idle loop does with callbacks, and with what becomes of them when memory runs out.
//
// Read in Espruino 2v29: jsiIdle, jsiExecuteEventCallback and jsiCheckErrors in jsinteractive.c, jspExecuteFunction in
// jsparse.c, jsvNewWithFlags in jsvar.c. Callbacks that are due later in the same pass run all the same; but a key's
// watch is let go of when its callback, or any before it in that pass, was broken off. Events of a socket wait for the
// next pass. At the end of the pass the error flag is told, once until somebody has asked for it.
import { KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import type { Memory } from './memory.ts';

/** Of the error flags, those that matter. */
const MEMORY = 1;
const CALLBACK = 2;

export interface IdleLoopDeps {
  memory: Memory;
  /** Calls at the end of all that is due at this moment, which is one pass. */
  atEnd: (call: () => void) => void;
  /** Nobody caught it. */
  onException: (problem: unknown) => void;
  /** `inHandler`: in the callback of the error flag itself, which may not be told once more. */
  onBrokeOff: (inHandler: boolean) => void;
}

export class IdleLoop {
  /** Of the error flag; null while nobody listens. */
  onErrorFlag: (() => void) | null = null;
  readonly #deps: IdleLoopDeps;
  readonly #watched = new Set<Key>([KEY_RED, KEY_GREEN]);
  #errors = 0;
  #told = 0;
  /** In this pass something was broken off. */
  #isInterrupted = false;
  #isEnding = false;
  #events: (() => void)[] = [];
  #problems: unknown[] = [];

  constructor(deps: IdleLoopDeps) {
    this.#deps = deps;
  }

  /** Whether an edge of this key is told. */
  isWatched(key: Key): boolean {
    return this.#watched.has(key);
  }

  /** Calls a timer's callback, or that of a key's watch. True when it came to its end. */
  run(call: () => void, key?: Key): boolean {
    const isDone = this.#isDone(call, false);
    if (key === undefined || !this.#isInterrupted) return isDone;
    this.#watched.delete(key);
    this.#errors |= CALLBACK;
    return isDone;
  }

  /** Calls a socket's callback: in the next pass, when this one was broken off. */
  event(call: () => void): void {
    if (this.#isInterrupted) this.#events.push(call);
    else this.run(call);
  }

  /** What the HAL's `brokeOff` does: asks for the flags, which are none then, and watches the keys anew. */
  brokeOff(): boolean {
    const isOff = (this.#errors & MEMORY) > 0;
    this.#errors = 0;
    this.#planEnd();
    if (!isOff) return false;
    this.#deps.memory.use();
    this.#watched.clear();
    this.#deps.memory.use();
    this.#watched.add(KEY_RED);
    this.#deps.memory.use();
    this.#watched.add(KEY_GREEN);
    return true;
  }

  #isDone(call: () => void, inHandler: boolean): boolean {
    const { memory, onBrokeOff } = this.#deps;
    let problem: unknown;
    let hasThrown = false;
    try {
      // The interpreter itself needs memory to call a function.
      memory.use();
      call();
    } catch (thrown) {
      problem = thrown;
      hasThrown = true;
    }
    const isBroken = memory.takeBroken(problem);
    if (isBroken) {
      this.#isInterrupted = true;
      this.#errors |= MEMORY;
      onBrokeOff(inHandler);
    } else if (hasThrown) {
      this.#problems.push(problem);
    }
    if (isBroken || hasThrown) this.#planEnd();
    return !isBroken && !hasThrown;
  }

  #planEnd(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#deps.atEnd(() => this.#endPass());
  }

  #endPass(): void {
    this.#isEnding = false;
    for (const problem of this.#problems.splice(0)) {
      this.#isDone(() => this.#deps.onException(problem), true);
    }
    // An exception in the handler of exceptions is only printed.
    this.#problems = [];
    this.#isInterrupted = false;
    const isNew = (this.#errors & ~this.#told) > 0;
    // Broken off in here, the next pass is spoiled too.
    if (isNew && this.onErrorFlag) this.#isDone(this.onErrorFlag, true);
    this.#told = this.#errors;
    const events = this.#events.splice(0);
    this.#deps.atEnd(() => {
      for (const event of events) this.event(event);
    });
  }
}
