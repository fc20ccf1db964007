// Whether a child process still takes turns: it is asked again and again, and told when it has said nothing for too long.
import type { Clock } from '../domain/ports/clock.ts';

export interface LivenessDeps {
  clock: Pick<Clock, 'monotonic' | 'after'>;
  /** From its start to its first word that it is ready, milliseconds. */
  startMs: number;
  /** Later: without a word for so long it does nothing more, milliseconds. */
  silentMs: number;
  /** Asks it to say something, when it is ready. */
  beat(isReady: boolean): void;
  /** Once: it has said nothing for too long. */
  onSilent(isReady: boolean): void;
}

const BEAT_MS = 1_000;

export class Liveness {
  readonly #deps: LivenessDeps;
  #isReady = false;
  #heardAt: number;
  #cancel = () => {};

  constructor(deps: LivenessDeps) {
    this.#deps = deps;
    this.#heardAt = deps.clock.monotonic();
    this.#lookLater();
  }

  /** It said something. */
  heard(): void {
    this.#heardAt = this.#deps.clock.monotonic();
  }

  ready(): void {
    this.#isReady = true;
  }

  stop(): void {
    this.#cancel();
    this.#cancel = () => {};
  }

  #lookLater(): void {
    const { clock, silentMs } = this.#deps;
    const pauseMs = Math.min(BEAT_MS, silentMs / 2);
    const dueAt = clock.monotonic() + pauseMs;
    this.#cancel = clock.after(pauseMs, () => this.#look(clock.monotonic() - dueAt));
  }

  /**
   * Only what it sends shows that it still takes turns. `lateMs`: so long we ourselves took no turn, and heard nobody.
   */
  #look(lateMs: number): void {
    const { clock, startMs, silentMs, beat, onSilent } = this.#deps;
    this.#heardAt += lateMs;
    const silent = clock.monotonic() - this.#heardAt;
    if (silent >= (this.#isReady ? silentMs : startMs)) {
      onSilent(this.#isReady);
      return;
    }
    beat(this.#isReady);
    this.#lookLater();
  }
}
