// Several ways to do one thing: the next is tried when one fails or is slow, and the first that succeeds ends the others.
import type { Clock } from '../../domain/ports/clock.ts';

export interface Turns<T> {
  /** Each ends soon after its signal aborts, and never rejects. */
  tries: readonly ((signal: AbortSignal) => Promise<T>)[];
  isGood: (result: T) => boolean;
  /** How long one is waited for before the next starts beside it; 0: all start at once. */
  patienceMs: number;
  clock: Pick<Clock, 'after'>;
  signal: AbortSignal;
  /** Called when the next starts beside the one of this index. */
  onSlow: (index: number) => void;
}

/** The good result alone, or those of all tries, in their order. */
export function inTurns<T>(turns: Turns<T>): Promise<T[]> {
  const { tries, isGood, patienceMs, clock, signal, onSlow } = turns;
  return new Promise((resolve) => {
    const ended = new AbortController();
    const giveUp = () => ended.abort();
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    const results: T[] = [];
    let begun = 0;
    let running = 0;
    let cancel = () => {};
    const finish = (found: T[]) => {
      cancel();
      signal.removeEventListener('abort', giveUp);
      ended.abort();
      resolve(found);
    };
    const begin = () => {
      cancel();
      const index = begun++;
      running++;
      if (begun < tries.length && patienceMs > 0) {
        cancel = clock.after(patienceMs, () => {
          onSlow(index);
          begin();
        });
      }
      void (tries[index] as (typeof tries)[number])(ended.signal).then((result) => {
        running--;
        if (isGood(result)) return finish([result]);
        results[index] = result;
        if (begun < tries.length && !ended.signal.aborted) begin();
        else if (running === 0) finish(results.filter((entry) => entry !== undefined));
      });
    };
    do begin();
    while (patienceMs === 0 && begun < tries.length);
  });
}
