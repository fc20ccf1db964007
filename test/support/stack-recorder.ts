// Records which chains of calls a script makes, and how deep each takes the native stack of an ESP32-C3.
import {
  BEGINNING,
  END,
  FRAME,
  hasNative,
  NATIVE_CALLBACK,
  nativeBytes,
  REQUIRE,
} from './stack-costs.ts';
import { handedTo, type Instrumented, instrument } from './stack-sites.ts';

export interface Chain {
  readonly bytes: number;
  /** From what called the script to what stands deepest: `timer`, functions of the script, maybe a native one. */
  readonly calls: readonly string[];
}

interface Frame {
  readonly script: Instrumented;
  readonly name: string;
  /** What its caller's text calls it; empty when the interpreter itself calls it. */
  readonly calledAs: string;
  /** Bytes below the function's beginning. */
  readonly base: number;
  /** The call that it makes now. */
  site: number;
}

export const EMPTY: Chain = { bytes: 0, calls: [] };

export class Recorder {
  deepest: Chain = EMPTY;
  /** What has led to a native function, by its name: texts of what each caller's text says, outermost first. */
  readonly traces = new Map<string, Set<string>>();
  private readonly frames: Frame[] = [];
  /** What the scripts call their functions and methods. What they don't is native. */
  private readonly scripted = new Set<string>();
  private beginning = 0;
  private beginner = '';

  /** Runs what the interpreter calls by itself. One that stands in another here has a stack of its own there. */
  turn<T>(kind: keyof typeof BEGINNING, run: () => T): T {
    const frames = this.frames.splice(0);
    const beginning = this.beginning;
    const beginner = this.beginner;
    this.beginning = BEGINNING[kind];
    this.beginner = kind;
    try {
      return run();
    } finally {
      this.frames.splice(0, this.frames.length, ...frames);
      this.beginning = beginning;
      this.beginner = beginner;
    }
  }

  /** A function that runs the script in the world that `globals` makes, and notes its calls. */
  load(name: string, code: string, globals: Record<string, unknown>): () => void {
    const script = instrument(name, code);
    for (const { name } of script.functions) this.scripted.add(name.split(/[. ]/).at(-1)!);
    const marks = {
      $in: (index: number) => this.enter(script, index),
      $out: () => this.frames.pop(),
      $run: <T>(index: number, run: () => T): T => {
        this.enter(script, index);
        try {
          return run();
        } finally {
          this.frames.pop();
        }
      },
      $at: <T>(site: number, value: T): T => {
        this.reach(script, site);
        return value;
      },
    };
    const world = { ...globals, ...marks };
    const run = new Function(...Object.keys(world), script.code);
    return () => marks.$run(0, () => run(...Object.values(world)));
  }

  private enter(script: Instrumented, index: number): void {
    const { name, own } = script.functions[index]!;
    const caller = this.frames.at(-1);
    const site = caller?.script.sites[caller.site];
    let base = this.beginning;
    let calledAs = '';
    if (caller && site) {
      base = caller.base + site.depth;
      if (site.callee === 'require') base += REQUIRE;
      // Handed to what is called there, and not called by a function of the scripts: by a native one.
      else if (name === handedTo(site.callee)) base += NATIVE_CALLBACK + FRAME.call;
      else calledAs = site.callee;
    }
    this.note(base + Math.max(own, END), name);
    this.frames.push({ script, name, calledAs, base, site: -1 });
  }

  private reach(script: Instrumented, index: number): void {
    const caller = this.frames.at(-1)!;
    caller.site = index;
    const { callee, depth } = script.sites[index]!;
    if (!this.isNative(callee)) return;
    this.note(caller.base + depth + nativeBytes(callee), callee);
    const names = this.frames.map(({ calledAs }) => calledAs).filter((name) => name !== '');
    const traces = this.traces.get(callee) ?? new Set();
    this.traces.set(callee, traces.add([...names, callee].join(' > ')));
  }

  /** A name may be both: `write` is the store's and the HAL's. */
  private isNative(callee: string): boolean {
    return hasNative(callee) || !this.scripted.has(callee);
  }

  private note(bytes: number, last: string): void {
    if (bytes <= this.deepest.bytes) return;
    this.deepest = { bytes, calls: this.calls(last) };
  }

  private calls(last: string): string[] {
    return [this.beginner, ...this.frames.map(({ name }) => name), last];
  }
}
