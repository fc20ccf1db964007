// The cable to one device over a whole installation: the conversation breaks, the port goes and comes, the device restarts.
import { Failure, failureOf } from '../failure.ts';
import { pause } from '../pace.ts';
import type { Conversation } from './conversation.ts';
import { findDevice, type Search } from './find.ts';

export class Cable {
  readonly #search: Search;
  #talk: Conversation | null = null;
  /** The port on which the device was; after a replug it may be another. */
  #path: string | undefined;

  constructor(search: Search) {
    this.#search = search;
    this.#path = search.port;
  }

  get path(): string {
    return this.#path ?? '';
  }

  /** The conversation that is going on, or a new one. Errors: those of finding a device. */
  async talk(): Promise<Conversation> {
    if (this.#talk) return this.#talk;
    const talk = await findDevice({ ...this.#search, port: this.#path });
    this.#talk = talk;
    this.#path = talk.line.path;
    return talk;
  }

  /** Ends the conversation; the next `talk` begins with hello. */
  async drop(): Promise<void> {
    const talk = this.#talk;
    this.#talk = null;
    await talk?.close();
  }

  /** The next `talk` looks at every port again, unless one was named: somebody was told to plug in another device. */
  async forget(): Promise<void> {
    await this.drop();
    this.#path = this.#search.port;
  }

  /** Waits until a device answers again: on the same port, or, unless the port was named, on any. */
  async back(withinMs: number): Promise<Conversation> {
    const { pace, signal } = this.#search;
    await this.drop();
    const until = performance.now() + withinMs;
    for (;;) {
      const found = await this.#again();
      if (!(found instanceof Failure)) return found;
      if (found.code === 'INTERRUPTED' || performance.now() >= until) throw found;
      await pause(pace.lookMs, signal);
    }
  }

  async #again(): Promise<Conversation | Failure> {
    const found = await this.talk().catch(failureOf);
    const isMoved = found instanceof Failure && found.code === 'PORT_MISSING';
    if (!isMoved || this.#search.port !== undefined) return found;
    // An adapter that is plugged in anew often has another name.
    const path = this.#path;
    this.#path = undefined;
    const elsewhere = await this.talk().catch(failureOf);
    if (elsewhere instanceof Failure) this.#path = path;
    return elsewhere;
  }
}
