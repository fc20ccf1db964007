// The cable between a practice button and a PC: a pseudo-terminal of socat, which can be pulled and plugged in again.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync } from 'node:fs';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import type { Cable } from '#firmware/host/console-device.ts';

const LOOK_EVERY_MS = 20;
const MADE_WITHIN_MS = 5_000;

/** socat made no pseudo-terminal at this path: it isn't installed, or the path is taken. */
export class NoCable extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`no serial port could be made at ${path}`);
    this.path = path;
  }
}

export class PracticeCable implements Cable {
  readonly path: string;
  #hear: (bytes: string) => void = () => {};
  #socat: ChildProcess | undefined;
  #held: number | undefined;

  /** `path` is where the PC finds its serial port. */
  constructor(path: string) {
    this.path = path;
  }

  get isPlugged(): boolean {
    return this.#socat !== undefined;
  }

  onBytes(call: (bytes: string) => void): void {
    this.#hear = call;
  }

  write(bytes: string): void {
    this.#socat?.stdin?.write(bytes, 'latin1');
  }

  /** Throws NoCable. */
  async plug(): Promise<void> {
    if (existsSync(this.path)) throw new NoCable(this.path);
    const port = `PTY,raw,echo=0,link=${this.path}`;
    const socat = spawn('socat', [port, 'STDIO'], { stdio: ['pipe', 'pipe', 'ignore'] });
    let ended = false;
    for (const event of ['error', 'exit']) {
      socat.on(event, () => {
        ended = true;
      });
    }
    socat.stdin.on('error', () => {});
    socat.stdout.on('data', (bytes: Buffer) => this.#hear(bytes.toString('latin1')));
    for (let waited = 0; !existsSync(this.path); waited += LOOK_EVERY_MS) {
      if (ended || waited > MADE_WITHIN_MS) {
        socat.kill();
        throw new NoCable(this.path);
      }
      await setTimeoutAsync(LOOK_EVERY_MS);
    }
    // While nobody has the port open socat would take the cable for pulled.
    this.#held = openSync(this.path, constants.O_RDWR | constants.O_NOCTTY);
    this.#socat = socat;
  }

  async pull(): Promise<void> {
    const socat = this.#socat;
    if (!socat) return;
    this.#socat = undefined;
    if (this.#held !== undefined) closeSync(this.#held);
    if (socat.exitCode !== null || socat.signalCode !== null) return;
    const ended = once(socat, 'exit');
    socat.kill();
    await ended;
  }

  close(): void {
    void this.pull();
  }
}
