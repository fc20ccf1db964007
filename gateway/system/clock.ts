// The clock port on the machine's clocks.
import type { Clock } from '../domain/ports/clock.ts';

/** setTimeout's longest time; longer ones would fire at once. */
const MAX_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  utc: () => Date.now(),
  monotonic: () => performance.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, Math.min(milliseconds, MAX_MS));
    return () => clearTimeout(timer);
  },
};
