// A part of a benchmark in a process of its own: started, called by name, killed at the end.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call, FunctionResult } from './parts/serve.ts';
import type { Scope } from './scope.ts';

/** What a dead part wrote last, so that an error says why it died. */
const MAX_KEPT_CHARACTERS = 2_000;

/** How a part runs that isn't a file of `parts/`. */
export interface PartOptions {
  args?: string[];
  /** Arguments of Node itself. */
  nodeArgs?: string[];
  /** A module that is loaded first, and answers the calls. */
  preload?: URL;
  env?: Record<string, string>;
}

export class Part {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(e: Error): void }>();
  #lastId = 0;
  #stderr = '';
  #death: Error | undefined;

  private constructor(file: URL, { args = [], nodeArgs = [], preload, env = {} }: PartOptions) {
    const path = fileURLToPath(file);
    this.#name = basename(path);
    const imports = [import.meta.resolve('tsx'), ...(preload ? [preload.href] : [])];
    this.#child = fork(path, args, {
      execArgv: [
        ...nodeArgs,
        ...imports.flatMap((specifier) => ['--import', specifier]),
        '--expose-gc',
      ],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
    });
    // What nobody reads would hold the part up.
    this.#child.stdout?.resume();
    this.#child.stderr?.on('data', (bytes) => {
      this.#stderr = `${this.#stderr}${bytes}`.slice(-MAX_KEPT_CHARACTERS);
    });
    this.#child.on('message', (answer) => this.#answered(answer as FunctionResult));
    this.#child.once('error', (error) => this.#died(error.message));
    this.#child.once('close', (code, signal) =>
      this.#died(`ended with ${signal ?? `code ${code}`} ${this.#stderr}`.trim()),
    );
  }

  /** Starts a file of `parts/`, or another as `options` say. The scope kills it. */
  static async start(scope: Scope, file: URL, options: PartOptions = {}): Promise<Part> {
    const part = new Part(file, options);
    await scope.onStop(() => part.stop());
    return part;
  }

  /** Resolves when it has printed `text`. Call it at once after the start. Rejects when it dies before. */
  printed(text: string): Promise<void> {
    if (this.#death) return Promise.reject(this.#death);
    return new Promise((resolve, reject) => {
      let printed = '';
      const read = (bytes: Buffer) => {
        printed = `${printed}${bytes}`.slice(-MAX_KEPT_CHARACTERS);
        if (!printed.includes(text)) return;
        this.#child.stdout?.off('data', read);
        this.#waiting.delete(id);
        resolve();
      };
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve: () => resolve(), reject });
      this.#child.stdout?.on('data', read);
    });
  }

  /** Calls a function of the part. Rejects with its error, or when the part dies. */
  call<T = void>(name: string, argument?: unknown): Promise<T> {
    if (this.#death) return Promise.reject(this.#death);
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      this.#child.send({ id, name, argument } satisfies Call, (error) => {
        if (error) this.#died(error.message);
      });
    });
  }

  /** SIGKILL. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }

  #answered({ id, value, error }: FunctionResult): void {
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(`${this.#name}: ${error}`));
  }

  #died(reason: string): void {
    this.#death ??= new Error(`${this.#name}: ${reason}`);
    for (const { reject } of this.#waiting.values()) reject(this.#death);
    this.#waiting.clear();
  }
}
