// Group commit: one write at a time, in order; what comes meanwhile shares the next; a failure hits its group alone.
import { describe, expect, it } from 'vitest';
import {
  GroupCommit,
  MAX_BYTES,
  MAX_ENTRIES,
  type WriteLane,
} from '#gateway/journal/group-commit.ts';
import { settle } from '#test/support/moving-clock.ts';
import { awaited } from '#test/support/until.ts';

interface Op {
  text: string;
}

interface Write {
  ops: string[];
  hasRed: boolean;
  succeed(): void;
  fail(error: Error): void;
}

/** A group commit whose writes a test ends one by one. */
function bench() {
  const writes: Write[] = [];
  const log: string[] = [];
  const group = new GroupCommit<Op>(
    (ops, hasRed) =>
      new Promise((succeed, fail) => {
        writes.push({ ops: ops.map(({ text }) => text), hasRed, succeed, fail });
      }),
  );
  const commit = (text: string, lane: WriteLane = 'rest') =>
    group.commit({ text }, lane).then(
      () => log.push(`${text} done`),
      (error: Error) => log.push(`${text} ${error.message}`),
    );
  const end = async (index: number, error?: Error) => {
    if (error) writes[index]?.fail(error);
    else writes[index]?.succeed();
    await settle();
  };
  return { group, writes, log, commit, end };
}

describe('group commit', () => {
  it('writes a lone commit at once, and resolves with its write', async () => {
    const { writes, log, commit, end } = bench();
    void commit('a');
    await settle();
    expect(writes.map(({ ops }) => ops)).toEqual([['a']]);
    expect(log).toEqual([]);
    await end(0);
    expect(log).toEqual(['a done']);
  });

  it('puts commits of the same turn into one write', async () => {
    const { writes, commit } = bench();
    for (const op of ['a', 'b', 'c']) void commit(op);
    await settle();
    expect(writes.map(({ ops }) => ops)).toEqual([['a', 'b', 'c']]);
  });

  it('gathers what comes during a write into the next, in its order', async () => {
    const { writes, log, commit, end } = bench();
    void commit('a');
    await settle();
    void commit('b');
    await settle();
    void commit('c');
    await settle();
    expect(writes).toHaveLength(1);
    await end(0);
    expect(writes.map(({ ops }) => ops)).toEqual([['a'], ['b', 'c']]);
    expect(log).toEqual(['a done']);
    await end(1);
    expect(log).toEqual(['a done', 'b done', 'c done']);
  });

  it('never has two writes under way', async () => {
    const { writes, commit, end } = bench();
    for (let round = 0; round < 5; round++) {
      void commit(`op ${round}`);
      await settle();
      expect(writes).toHaveLength(Math.min(round + 1, 1));
    }
    await end(0);
    expect(writes).toHaveLength(2);
    expect(writes[1]?.ops).toHaveLength(4);
  });

  it('rejects exactly the commits of a write that failed', async () => {
    const { log, commit, end } = bench();
    void commit('a');
    void commit('b');
    await settle();
    void commit('c');
    await end(0, new Error('disk full'));
    await end(1);
    expect(log).toEqual(['a disk full', 'b disk full', 'c done']);
  });

  it('goes on after a failure', async () => {
    const { log, commit, end } = bench();
    void commit('a');
    await settle();
    await end(0, new Error('disk full'));
    void commit('b');
    await settle();
    await end(1);
    expect(log).toEqual(['a disk full', 'b done']);
  });

  it('rejects also when the write throws at once', async () => {
    const group = new GroupCommit<Op>(() => {
      throw new Error('not open');
    });
    await expect(group.commit({ text: 'a' }, 'red')).rejects.toThrow('not open');
    await group.idle();
  });
});

describe('red', () => {
  it('goes before everything that came earlier, in the next group', async () => {
    const { writes, commit, end } = bench();
    void commit('under way');
    await settle();
    for (const text of ['green 1', 'green 2']) void commit(text);
    for (const text of ['red 1', 'red 2']) void commit(text, 'red');
    await end(0);
    expect(writes[1]?.ops).toEqual(['red 1', 'red 2', 'green 1', 'green 2']);
    expect(writes.map(({ hasRed }) => hasRed)).toEqual([false, true]);
  });

  it('waits for no giant write: of a hundred thousand only a bounded group goes before it', async () => {
    const { writes, commit, end } = bench();
    for (let count = 0; count < 100_000; count++) void commit(`green ${count}`);
    await settle();
    void commit('red', 'red');
    await end(0);
    expect(writes[0]?.ops).toHaveLength(MAX_ENTRIES);
    expect(writes[1]?.ops[0]).toBe('red');
    expect(writes[1]?.ops).toHaveLength(MAX_ENTRIES);
    expect(writes[1]?.ops[1]).toBe(`green ${MAX_ENTRIES}`);
  });
});

describe('a group', () => {
  const large = 'x'.repeat(MAX_BYTES / 4);

  it('is bounded in bytes', async () => {
    const { writes, commit, end } = bench();
    for (let count = 0; count < 6; count++) void commit(large);
    await settle();
    await end(0);
    expect(writes.map(({ ops }) => ops.length)).toEqual([4, 2]);
  });

  it('may be a single one that is larger than a group', async () => {
    const { writes, commit, end } = bench();
    for (const text of ['small', large.repeat(5), 'small']) void commit(text);
    await settle();
    for (const index of [0, 1, 2]) await end(index);
    expect(writes.map(({ ops }) => ops.length)).toEqual([1, 1, 1]);
  });

  it('of reds as large as a group takes nothing else with it', async () => {
    const { writes, commit, end } = bench();
    void commit('green');
    for (let count = 0; count < 4; count++) void commit(large, 'red');
    await settle();
    await end(0);
    expect(writes.map(({ ops }) => ops.length)).toEqual([4, 1]);
  });
});

describe('idle', () => {
  it('resolves at once when nothing is being written', async () => {
    const idle = bench()
      .group.idle()
      .then(() => 'idle');
    expect(await Promise.race([idle, settle().then(() => 'a turn later')])).toBe('idle');
  });

  it('resolves only when the last commit is written, also one that came meanwhile', async () => {
    const { group, commit, end } = bench();
    void commit('a');
    await settle();
    let isIdle = false;
    const idle = group.idle().then(() => {
      isIdle = true;
    });
    void commit('b');
    await end(0);
    expect(isIdle).toBe(false);
    await end(1);
    await awaited(idle, 'idle after the last commit');
    expect(isIdle).toBe(true);
  });

  it('resolves also after a failed write', async () => {
    const { group, commit, end } = bench();
    void commit('a');
    await settle();
    const idle = group.idle().then(() => 'idle');
    await end(0, new Error('disk full'));
    expect(await awaited(idle, 'idle after a failed write')).toBe('idle');
  });
});
