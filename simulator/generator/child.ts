// One forked generator process: what it is told, what it answers, and how it ends.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { NODE_ARGS, programPath } from '#gateway/system/program.ts';
import type { FromGenerator, ToGenerator } from './messages.ts';

/** The program of a generator process. Tests put a broken one in its place. */
export const ENTRY = programPath('./process.ts', import.meta.url);

/** How long a process may take to end, before each harder request. */
const GRACE_MS = 2_000;

export interface ChildListener {
  told(message: FromGenerator): void;
  /** It ended without being asked to, or said that it failed. `how` is for people. */
  died(how: string): void;
}

interface Waiter {
  kind: FromGenerator['kind'];
  resolve(message: FromGenerator): void;
  reject(error: Error): void;
}

export class GeneratorChild {
  readonly #entry: string;
  readonly #number: number;
  readonly #listener: ChildListener;
  #process: ChildProcess | undefined;
  #waiters: Waiter[] = [];
  #abandoned: Error | undefined;

  constructor(number: number, listener: ChildListener, entry: string) {
    this.#entry = entry;
    this.#number = number;
    this.#listener = listener;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  fork(): void {
    const child = fork(this.#entry, {
      // A collection stops everything: with this they are seldom, and what they copy is as little.
      execArgv: ['--max-semi-space-size=64', ...NODE_ARGS],
      serialization: 'advanced',
      // Ctrl-C in a terminal goes to the whole group; a generator ends when it is told, or left alone.
      detached: true,
    });
    this.#process = child;
    const name = `generator ${this.#number + 1} (pid ${child.pid})`;
    child.on('message', (message: FromGenerator) => {
      if (message.kind === 'failed') this.#listener.died(`${name} failed: ${message.reason}`);
      else this.#hear(message);
    });
    // A message that can't be delivered any more: the exit tells it better.
    child.on('error', () => {});
    child.on('exit', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      this.#listener.died(`${name} died: ${how}`);
    });
  }

  send(message: ToGenerator): void {
    if (this.#process?.connected) this.#process.send(message, () => {});
  }

  /** The next message of this kind. Rejects when the pool has failed. */
  next<K extends FromGenerator['kind']>(kind: K): Promise<Extract<FromGenerator, { kind: K }>> {
    return new Promise((resolve, reject) => {
      if (this.#abandoned) return reject(this.#abandoned);
      this.#waiters.push({ kind, resolve: resolve as Waiter['resolve'], reject });
    });
  }

  /** Nothing that is awaited comes any more. */
  abandon(error: Error): void {
    this.#abandoned = error;
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }

  /** Resolves when the process is gone. */
  async end(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    this.send({ kind: 'end' });
    const timers = (['SIGTERM', 'SIGKILL'] as const).map((signal, step) =>
      setTimeout(() => child.kill(signal), GRACE_MS * (step + 1)),
    );
    await exited;
    for (const timer of timers) clearTimeout(timer);
  }

  #hear(message: FromGenerator): void {
    const waiter = this.#waiters.find(({ kind }) => kind === message.kind);
    if (waiter !== undefined) {
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      waiter.resolve(message);
    }
    this.#listener.told(message);
  }
}
