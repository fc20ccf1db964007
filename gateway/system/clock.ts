// The clock port on the machine's clocks.
import type { Clock } from '../domain/ports/clock.ts';

/** setTimeout's longest time; longer ones would fire at once. */
const MAX_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  utc: () => Date.now(),
  monotonic: () => performance.now(),
  after(milliseconds, call) {
    // It cuts off fractions, and would fire before the moment.
    const timer = setTimeout(call, Math.min(Math.ceil(milliseconds), MAX_MS));
    return () => clearTimeout(timer);
  },
};
