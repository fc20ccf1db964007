// One key's contact: tells presses from chatter. The first down-edge counts at once.

/** So long must a key have been up before it can be pressed again. */
export const UP_MS = 25;

/**
 * Counting at the first edge and not after a quiet time keeps feedback immediate, and makes a spike a press:
 * a spike that calls help is better than a press that is lost. One per key, so that red never waits for green.
 */
export class Debounce {
  down: boolean;
  /** Time of the last edge; null before the first. */
  edgeAt: number | null;

  constructor() {
    this.down = false;
    this.edgeAt = null;
  }

  /**
   * Takes one raw edge at `now` ms; true when it is a press. A down-edge after a down-edge means that
   * the up-edge between was lost by the hardware: when all was quiet for 25 ms it counts too.
   */
  edge(down: boolean, now: number): boolean {
    const quiet = this.edgeAt === null || now - this.edgeAt >= UP_MS;
    this.edgeAt = now;
    this.down = down;
    return down && quiet;
  }
}
