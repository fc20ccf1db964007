// Test mode: the first press of each key is a test. Somebody in need may press in it: every further press is real.
// How it starts is in the service script.
import type { Key } from '#protocol/messages.ts';
import type { PatternName } from './patterns.ts';

/** A result shows so long, in ms. */
export const RESULT_MS = 5000;

export class TestMode {
  /** Until when it lasts, in ms since the start. */
  until: number;
  /** Those that weren't pressed in it yet. */
  keys: Key[];
  /** Whether what was tested is as it should be, and since when that shows. */
  isGood: boolean;
  resultAt: number;

  constructor() {
    this.until = 0;
    this.keys = [];
    this.isGood = false;
    this.resultAt = Infinity;
  }

  /** Whether a press that was made at `at` is a test. With the second key the mode ends. */
  takes(key: Key, at: number): boolean {
    if (at >= this.until || !this.keys.includes(key)) return false;
    this.keys = this.keys.filter((other) => other !== key);
    if (this.keys.length === 0) this.until = at;
    return true;
  }

  view(now: number): PatternName {
    if (now >= this.resultAt && now < this.resultAt + RESULT_MS)
      return this.isGood ? 'self_test_ok' : 'self_test_failed';
    return now < this.until ? 'self_test' : 'idle';
  }
}
