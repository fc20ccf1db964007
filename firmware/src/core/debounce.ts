// One key's contact: tells presses from chatter. The first down-edge counts at once.

/** So long must a key have been quiet before it can be pressed again. */
export const UP_MS = 25;

/** No press yet: times are 0 or more. */
export const NEVER = -1;

/** Down already when the power came on: nobody knows since when, and there was no edge. */
const DOWN_AT_START = Infinity;

/**
 * Counting at the first edge and not after a quiet time keeps feedback immediate, and makes a spike a press:
 * a spike that calls help is better than a press that is lost. One per key, so that red never waits for green.
 *
 * Where memory runs out whatever runs is broken off. So a press is noted with one write, of `pressedAt`, and stays
 * noted until `takenAt` says that the outbox has it; and an edge is one write too.
 */
export class Debounce {
  /** The last edge in one number: its time and 1 where the key went down, less than 0 where it went up; 0 before it. */
  lastEdge: number;
  /** Time of the newest press, NEVER before the first. */
  pressedAt: number;
  /** Time of the newest press that the outbox has. */
  takenAt: number;
  /** It was found to be stuck, and not pressed since. */
  isStuck: boolean;

  constructor() {
    this.lastEdge = 0;
    this.pressedAt = NEVER;
    this.takenAt = NEVER;
    this.isStuck = false;
  }

  isDown(): boolean {
    return this.lastEdge > 0;
  }

  /** Time of the last edge; null before the first. */
  edgeAt(): number | null {
    if (this.lastEdge === 0 || this.lastEdge === DOWN_AT_START) return null;
    return Math.abs(this.lastEdge) - 1;
  }

  /** How the key is at the start, which is no edge and no press. */
  begin(isDown: boolean): void {
    this.lastEdge = isDown ? DOWN_AT_START : 0;
  }

  /** The key is up, and its up-edge was lost: when that was is not known, and keeps no press from counting. */
  letGo(): void {
    this.lastEdge = this.lastEdge === DOWN_AT_START ? 0 : -this.lastEdge;
  }

  /** There is a press that the outbox doesn't have. */
  isWaiting(): boolean {
    return this.pressedAt !== this.takenAt;
  }

  /**
   * Takes one raw edge that happened at `at` ms; true when it is a press. A down-edge after a down-edge means
   * that the up-edge between was lost by the hardware: when all was quiet for 25 ms it counts too.
   */
  edge(down: boolean, at: number): boolean {
    // Up while it is up: it closed, and bounced in the moment when the hardware looked. The edge that follows counts.
    if (!down && !this.isDown()) return false;
    const edgeAt = this.edgeAt();
    // A clock that goes back must not swallow a press.
    const isPress = down && (edgeAt === null || Math.abs(at - edgeAt) >= UP_MS);
    if (isPress) {
      this.isStuck = false;
      this.pressedAt = at;
    }
    this.lastEdge = down ? at + 1 : -1 - at;
    return isPress;
  }

  /** After what was broken off between a press and its edge. */
  finishEdge(): void {
    const edgeAt = this.edgeAt();
    if (this.isWaiting() && edgeAt !== this.pressedAt) this.lastEdge = this.pressedAt + 1;
  }
}
