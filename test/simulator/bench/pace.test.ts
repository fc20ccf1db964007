// Work at a rate: as much as is due, what was missed at once, and nothing twice.
import { describe, expect, it } from 'vitest';
import { pace } from '#simulator/bench/parts/pace.ts';

/** A clock that jumps by these milliseconds at each look. */
function jumping(...jumps: number[]): () => number {
  let now = 5_000;
  const left = [0, ...jumps];
  return () => {
    now += left.shift() ?? 0;
    return now;
  };
}

describe('work at a rate', () => {
  it('is done in order, each turn once, and no more than there is', async () => {
    const turns: number[] = [];
    const done = await pace(1_000, 5, (turn) => turns.push(turn), jumping(0, 1, 100));
    expect(turns).toEqual([0, 1, 2, 3, 4]);
    expect(done).toBe(5);
  });

  it('that a late timer missed is made good at once', async () => {
    const seen: number[] = [];
    const now = jumping(0, 10, 30);
    const looks: number[] = [];
    const clock = () => {
      const at = now();
      looks.push(at);
      return at;
    };
    await pace(100, 40, () => seen.push(looks.length), clock);
    // One at once, one after 10 ms, the other two in the look after 40 ms.
    expect(seen).toEqual([2, 3, 4, 4]);
  });

  it('of nothing is over at once', async () => {
    expect(await pace(0, 1_000, () => expect.unreachable())).toBe(0);
  });
});
