// A connection that is open before it is needed, so that a red press waits for no handshake; and what it tells of the line.

import type { Socket } from 'node:net';
import { backoffAfter } from '../domain/backoff.ts';
import type { Clock } from '../domain/ports/clock.ts';

export interface SpareDeps {
  /** Begins a connection. `opened` is called when it can be used at once: after the handshake, if there is one. */
  open(opened: () => void): Socket;
  time: Pick<Clock, 'monotonic' | 'after'>;
  /** It could be opened, or not, and why. */
  onLine(isUp: boolean, reason?: string): void;
}

/**
 * After one that failed or was closed soon, another is opened only after a pause: a platform that closes what is idle
 * is not to be hammered. After one that lasted there is no pause.
 */
const PAUSES_MS = [1_000, 5_000, 15_000, 60_000];
const LASTED_MS = 30_000;
/** One that isn't open by then is given up. */
const OPENS_WITHIN_MS = 10_000;

const nothing = () => {};

export class SpareConnection {
  readonly #deps: SpareDeps;
  #socket: Socket | undefined;
  #isOpen = false;
  #shortLived = 0;
  #cancel = nothing;
  #letGo = nothing;
  #isStopped = true;

  constructor(deps: SpareDeps) {
    this.#deps = deps;
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#open();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  /** The connection, if it is open; another is opened in its place. It may have died in this very moment. */
  take(): Socket | undefined {
    const socket = this.#socket;
    if (socket === undefined || !this.#isOpen || socket.destroyed) return undefined;
    this.#letGo();
    this.#letGo = nothing;
    this.#socket = undefined;
    this.#isOpen = false;
    this.#again(0);
    return socket;
  }

  /** A delivery failed: whether it was the line is found out by opening another one. */
  renew(): void {
    if (this.#isOpen) this.#socket?.destroy();
  }

  #open(): void {
    const { open, time, onLine } = this.#deps;
    let openedAt: number | undefined;
    let reason: string | undefined;
    const socket = open(() => {
      this.#cancel();
      openedAt = time.monotonic();
      this.#isOpen = true;
      onLine(true);
    });
    this.#socket = socket;
    const giveUp = () => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' }));
    this.#cancel = time.after(OPENS_WITHIN_MS, giveUp);
    // Whoever speaks before he is asked says that he is tired of waiting (408).
    const end = () => socket.destroy();
    const closed = () => {
      this.#socket = undefined;
      this.#isOpen = false;
      this.#cancel();
      if (this.#isStopped) return;
      if (reason !== undefined) onLine(false, reason);
      const lasted = openedAt !== undefined && time.monotonic() - openedAt >= LASTED_MS;
      if (lasted) this.#shortLived = 0;
      const pause = backoffAfter(PAUSES_MS, ++this.#shortLived);
      this.#again(lasted ? 0 : pause);
    };
    socket.on('data', end).on('end', end).on('close', closed);
    // This one stays when somebody takes it: until he listens too, an error must not end the gateway.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code ?? error.name;
    });
    this.#letGo = () => socket.off('data', end).off('end', end).off('close', closed);
  }

  #again(milliseconds: number): void {
    this.#cancel();
    if (!this.#isStopped) this.#cancel = this.#deps.time.after(milliseconds, () => this.#open());
  }
}
