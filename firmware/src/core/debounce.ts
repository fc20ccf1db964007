// One key's contact: tells presses from chatter. The first down-edge counts at once.

/** So long must a key have been quiet before it can be pressed again. */
export const UP_MS = 25;

/**
 * Counting at the first edge and not after a quiet time keeps feedback immediate, and makes a spike a press:
 * a spike that calls help is better than a press that is lost. One per key, so that red never waits for green.
 */
export class Debounce {
  down: boolean;
  /** Time of the last edge; null before the first. */
  edgeAt: number | null;
  /** Time of the last press, 0 before the first; Infinity once it was found to be stuck. */
  pressedAt: number;

  constructor() {
    this.down = false;
    this.edgeAt = null;
    this.pressedAt = 0;
  }

  /**
   * Takes one raw edge that happened at `at` ms; true when it is a press. A down-edge after a down-edge means
   * that the up-edge between was lost by the hardware: when all was quiet for 25 ms it counts too.
   */
  edge(down: boolean, at: number): boolean {
    // Up while it is up: it closed, and bounced in the moment when the hardware looked. The edge that follows counts.
    if (!down && !this.down) return false;
    // A clock that goes back must not swallow a press.
    const quiet = this.edgeAt === null || Math.abs(at - this.edgeAt) >= UP_MS;
    this.edgeAt = at;
    this.down = down;
    if (!down || !quiet) return false;
    this.pressedAt = at;
    return true;
  }
}
