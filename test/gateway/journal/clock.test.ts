// A clock that is wrong deletes nothing for good, and stops nothing for good.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { META_CLOCK } from '#gateway/journal/keys.ts';
import { opens, pressOf } from '#test/contract/journal.contract.ts';
import { type LevelHarness, levelHarness } from '#test/contract/journal-harness.ts';

const DAY = 86_400_000;
const KEEP = 730 * DAY;

let harness: LevelHarness;
beforeEach(async () => {
  harness = await levelHarness();
  onTestFinished(() => harness.close());
});

async function appendClosed(seq: number) {
  const press = pressOf(seq, { receivedAt: harness.clock.utc() });
  const { journal } = harness;
  await journal.appendPress(press, () => opens(press));
  const reached = { closed: harness.clock.utc() };
  const call = { ...opens(press).call, stage: 'closed' as const, reached };
  await journal.update({ call, settled: press });
}

const records = async () => (await harness.journal.size()).records;

/** A start, and what it deletes. */
async function restart() {
  await harness.reopen();
  await harness.journal.retain(0);
}

describe('a start with the clock three years ahead', () => {
  it('deletes nothing, and says that the clock is doubted', async () => {
    for (const seq of [1, 2, 3]) await appendClosed(seq);
    await harness.journal.stop();
    harness.clock.setUtc(harness.clock.utc() + 1_100 * DAY);
    await restart();
    expect(await records()).toBe(6);
    expect(harness.journal.concerns).toEqual([expect.stringContaining('CLOCK_DOUBTED')]);
  });

  it('deletes nothing either when it is repeated, and after days', async () => {
    await appendClosed(1);
    harness.clock.setUtc(harness.clock.utc() + 1_100 * DAY);
    for (let start = 0; start < 3; start++) {
      await restart();
      await appendClosed(10 + start);
      await harness.clock.advance(3 * DAY);
    }
    expect(await records()).toBe(8);
  });

  it('deletes nothing in the journal of a version that noted no date', async () => {
    await appendClosed(1);
    await harness.journal.flush();
    const level = await harness.journal.flush();
    harness.clock.setUtc(harness.clock.utc() + 1_100 * DAY);
    await harness.journal.stop();
    await level.open();
    await level.del(META_CLOCK);
    await level.close();
    await harness.journal.start();
    await harness.journal.retain(harness.clock.utc());
    expect(await records()).toBe(2);
  });

  it('is forgotten when the clock is right again', async () => {
    await appendClosed(1);
    const right = harness.clock.utc();
    harness.clock.setUtc(right + 1_100 * DAY);
    await restart();
    harness.clock.setUtc(right);
    expect(harness.journal.concerns).toEqual([]);
  });
});

it('a call that is closed while the clock stands in 2015 is there after the next start', async () => {
  const right = harness.clock.utc();
  harness.clock.setUtc(Date.UTC(2015, 0, 1));
  await appendClosed(1);
  harness.clock.setUtc(right);
  await restart();
  expect(await harness.journal.findCall('CB-1.1.1')).toBeDefined();
});

it('a record from the future goes with those around it: it stops nothing', async () => {
  await appendClosed(1);
  const right = harness.clock.utc();
  harness.clock.setUtc(Date.UTC(2056, 0, 1));
  await appendClosed(2);
  harness.clock.setUtc(right);
  await appendClosed(3);
  await harness.journal.flush();
  harness.clock.pass(KEEP + DAY);
  await appendClosed(4);
  await harness.journal.flush();
  expect(await harness.journal.retain(harness.clock.utc())).toBe(6);
  expect(await harness.journal.findCall('CB-1.1.2')).toBeUndefined();
});

it('when nearly all records of months would go at once, none goes', async () => {
  for (let seq = 1; seq <= 60; seq++) {
    await appendClosed(seq);
    harness.clock.pass(DAY);
  }
  await harness.journal.flush();
  harness.clock.pass(KEEP + DAY);
  expect(await harness.journal.retain(harness.clock.utc())).toBe(0);
  expect(await records()).toBe(120);
  expect(harness.journal.concerns).toHaveLength(1);
});
