// Group commit: one write at a time, in order; what comes meanwhile shares the next; a failure hits its group alone.
import { describe, expect, it } from 'vitest';
import { GroupCommit } from '#gateway/journal/group-commit.ts';
import { settle } from '#test/support/moving-clock.ts';

interface Write {
  ops: string[];
  succeed(): void;
  fail(error: Error): void;
}

/** A group commit whose writes a test ends one by one. */
function bench() {
  const writes: Write[] = [];
  const log: string[] = [];
  const group = new GroupCommit<string>(
    (ops) =>
      new Promise((succeed, fail) => {
        writes.push({ ops, succeed, fail });
      }),
  );
  const commit = (...ops: string[]) =>
    group.commit(ops).then(
      () => log.push(`${ops} done`),
      (error: Error) => log.push(`${ops} ${error.message}`),
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
    void commit('a', 'b');
    await settle();
    expect(writes.map(({ ops }) => ops)).toEqual([['a', 'b']]);
    expect(log).toEqual([]);
    await end(0);
    expect(log).toEqual(['a,b done']);
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
    const group = new GroupCommit<string>(() => {
      throw new Error('not open');
    });
    await expect(group.commit(['a'])).rejects.toThrow('not open');
    await group.idle();
  });
});

describe('idle', () => {
  it('resolves at once when nothing is being written', async () => {
    await bench().group.idle();
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
    await idle;
  });

  it('resolves also after a failed write', async () => {
    const { group, commit, end } = bench();
    void commit('a');
    await settle();
    const idle = group.idle();
    await end(0, new Error('disk full'));
    await idle;
  });
});
