// Which presses memory that runs out excuses in a simulated year: those of which nobody can say whether they counted.
import type { Key } from '#protocol/messages.ts';
import type { YearClock } from './clock.ts';
import type { Truth } from './truth.ts';
import type { Told } from './year-hal.ts';

/** After so long what was broken off has been made good, where nothing broke that off. */
const RECOVERED_MS = 1_000;

export class Doubt {
  readonly #clock: YearClock;
  readonly #truth: Truth;
  /** What makes a break-off good was broken off itself: until then the next look may have to make it good. */
  #until = 0;
  /** Presses that counted meanwhile. */
  #presses: Key[] = [];
  /** Presses that were broken off before the device had noted them: what makes that good is all that knows of them. */
  readonly #unnoted = new Set<{ readonly key: Key }>();

  constructor(clock: YearClock, truth: Truth) {
    this.#clock = clock;
    this.#truth = truth;
  }

  get isOn(): boolean {
    return this.#clock.now < this.#until;
  }

  begin(milliseconds: number): void {
    if (!this.isOn) this.#presses = [];
    for (const { key } of this.#unnoted) this.#excuse(key);
    this.#unnoted.clear();
    this.#until = this.#clock.now + milliseconds;
  }

  /**
   * A down-edge came to the script, or didn't. Memory that runs out once must do nothing to a press while the finger is
   * on the key. True when the press is excused. `noted`: the device knows of it, however far it came.
   */
  isExcused(key: Key, told: Told, isDown: boolean, noted: boolean): boolean {
    if (told === 'done') {
      if (this.isOn) this.#presses.push(key);
      return false;
    }
    // Told late, nothing but this edge could tell of it.
    if (this.isOn || (told === 'broken off' && !isDown)) {
      this.#excuse(key);
      return true;
    }
    if (told === 'broken off' && !noted) {
      const press = { key };
      this.#unnoted.add(press);
      this.#clock.after(RECOVERED_MS, () => this.#unnoted.delete(press));
    }
    if (told === 'unwatched') this.#truth.tell(`key ${key}: a press that nobody watched for`);
    return false;
  }

  /** The watchdog bites: what counted meanwhile may not have been kept. */
  lost(): void {
    for (const key of this.#presses.splice(0)) this.#excuse(key);
  }

  #excuse(key: Key): void {
    this.#truth.count(this.#truth.made, key, -1);
    this.#truth.count(this.#truth.torn, key, 1);
  }
}
