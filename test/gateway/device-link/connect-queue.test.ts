// The queue in a storm: who goes first, who waits, and when a place is free again.
import { describe, expect, it } from 'vitest';
import { ConnectQueue, type Entrance } from '#gateway/device-link/connect-queue.ts';
import { PENDING_GREEN, PENDING_NOTHING, PENDING_RED } from '#protocol/device/password.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

const OPTIONS = { atOnce: 2, maxWaiting: 3, patienceMs: 2_000 };

function start(changes: Partial<typeof OPTIONS> = {}) {
  const clock = new MovingClock();
  let isOverloaded = false;
  const queue = new ConnectQueue<{ name: string }>(
    { ...OPTIONS, ...changes },
    clock,
    () => isOverloaded,
  );
  const log: string[] = [];
  const comers = new Map<string, { name: string }>();
  return {
    clock,
    queue,
    log,
    overload(is: boolean) {
      isOverloaded = is;
    },
    enter(name: string, pending: number) {
      const comer = { name };
      comers.set(name, comer);
      const entered = queue.enter(comer, pending);
      const say = (entrance: Entrance) => log.push(`${name} ${entrance}`);
      if (typeof entered === 'string') say(entered);
      else void entered.then(say);
    },
    async leave(name: string) {
      queue.leave(comers.get(name) as { name: string });
      await clock.advance(0);
    },
  };
}

describe('the queue', () => {
  it('lets red in at once, also when all places are taken and others wait', () => {
    const { enter, log, queue } = start();
    for (const name of ['a', 'b', 'c']) enter(name, PENDING_NOTHING);
    enter('red', PENDING_RED);
    expect(log).toEqual(['a in', 'b in', 'red in']);
    expect([queue.waiting, queue.inProgress]).toEqual([1, 2]);
  });

  it('lets green in before those who came earlier with nothing', async () => {
    const { enter, leave, log } = start({ atOnce: 1 });
    enter('a', PENDING_NOTHING);
    enter('b', PENDING_NOTHING);
    enter('green', PENDING_GREEN);
    await leave('a');
    await leave('green');
    expect(log).toEqual(['a in', 'green in', 'b in']);
  });

  it('frees the place of a device that never subscribes', async () => {
    const { enter, clock, log } = start({ atOnce: 1 });
    enter('a', PENDING_NOTHING);
    enter('b', PENDING_NOTHING);
    await clock.advance(1_999);
    expect(log).toEqual(['a in']);
    await clock.advance(1);
    expect(log).toEqual(['a in', 'b in']);
  });

  it('forgets who leaves while waiting', async () => {
    const { enter, leave, log, queue } = start({ atOnce: 1 });
    for (const name of ['a', 'b', 'c']) enter(name, PENDING_NOTHING);
    await leave('b');
    await leave('a');
    expect(log).toEqual(['a in', 'b gone', 'c in']);
    expect(queue.waiting).toBe(0);
  });

  it('turns away who would be one too many, but never red', () => {
    const { enter, log } = start({ atOnce: 1 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) enter(name, PENDING_NOTHING);
    enter('red', PENDING_RED);
    expect(log).toEqual(['a in', 'e full', 'red in']);
  });

  it('goes on with the rest more slowly under overload, not with green, and by itself faster afterwards', async () => {
    const { enter, leave, log, overload, queue, clock } = start({ atOnce: 16, maxWaiting: 100 });
    overload(true);
    for (let n = 0; n < 40; n++) enter(`rest${n}`, PENDING_NOTHING);
    for (let n = 0; n < 10; n++) enter(`green${n}`, PENDING_GREEN);
    await clock.advance(0);
    expect(log.filter((line) => line.startsWith('rest'))).toHaveLength(2);
    expect(log.filter((line) => line.startsWith('green'))).toHaveLength(10);
    overload(false);
    await leave('rest0');
    expect(queue.inProgress).toBe(16);
  });
});
