// What is old leaves the journal, and nothing else: no identity, nothing that is open, nothing that is needed at a start.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { eventOf, opens, pressOf } from '#test/contract/journal.contract.ts';
import { type LevelHarness, levelHarness } from '#test/contract/journal-harness.ts';
import { noticeOf } from '#test/contract/journal-notices.contract.ts';

const DAY = 86_400_000;
const KEEP = 730 * DAY;

let harness: LevelHarness;
beforeEach(async () => {
  harness = await levelHarness();
  onTestFinished(() => harness.close());
});

async function append(seq: number, settle = true) {
  const press = pressOf(seq, { receivedAt: harness.clock.utc() });
  const { journal } = harness;
  const { outcome } = await journal.appendPress(press, () => opens(press));
  const reached = { closed: harness.clock.utc() };
  const call = { ...opens(press).call, stage: 'closed' as const, reached };
  if (settle && outcome === 'stored') await journal.update({ call, settled: press });
  return outcome;
}

/** Two years and a day later, with something written meanwhile. */
async function muchLater() {
  await harness.journal.flush();
  harness.clock.pass(KEEP + DAY);
  await append(1_000);
  await harness.journal.flush();
}

const retain = () => harness.journal.retain(harness.clock.utc());

describe('retention', () => {
  it('deletes the records and closed calls of what is over for two years', async () => {
    for (const seq of [1, 2, 3]) await append(seq);
    await muchLater();
    expect((await harness.journal.size()).records).toBe(8);
    expect(await retain()).toBe(6);
    expect((await harness.journal.size()).records).toBe(2);
    expect(await harness.journal.findCall('CB-1.1.1')).toBeUndefined();
    expect(await harness.journal.findCall('CB-1.1.1000')).toBeDefined();
    expect(await retain()).toBe(0);
  });

  it('forgets no identity and no session, however old', async () => {
    await append(1);
    await harness.journal.appendEvent(eventOf(pressOf(2)));
    await harness.journal.renewSession('CB-1', { bootId: 1, connectNo: 7 });
    await muchLater();
    await retain();
    await harness.reopen();
    for (const seq of [1, 2]) expect(await append(seq)).toBe('duplicate');
    const renew = (connectNo: number) =>
      harness.journal.renewSession('CB-1', { bootId: 1, connectNo });
    expect([await renew(7), await renew(8)]).toEqual([false, true]);
  });

  it('keeps what is open, however old: it is still delivered', async () => {
    await append(1, false);
    await harness.journal.appendNotice(noticeOf('open'));
    await harness.journal.appendNotice(noticeOf('over'));
    await harness.journal.update({ settledNotice: 'over' });
    await muchLater();
    await retain();
    await harness.reopen();
    const { journal } = harness;
    expect((await journal.openPresses()).map(({ seq }) => seq)).toEqual([1]);
    expect((await journal.openCalls()).map(({ callId }) => callId)).toEqual(['CB-1.1.1']);
    expect((await journal.openNotices()).map(({ id }) => id)).toEqual(['open']);
    expect(await journal.appendNotice(noticeOf('open'))).toBe(false);
    expect(await journal.appendNotice(noticeOf('over'))).toBe(true);
  });

  it('keeps a closed call that something touched since', async () => {
    await append(1);
    harness.clock.pass(KEEP - DAY);
    const { openedAt, ...call } = opens(pressOf(1)).call;
    const reached = { closed: harness.clock.utc() };
    await harness.journal.update({ call: { ...call, openedAt, stage: 'closed', reached } });
    await harness.journal.flush();
    harness.clock.pass(2 * DAY);
    await append(1_000);
    await harness.journal.flush();
    expect(await retain()).toBe(2);
    expect(await harness.journal.findCall('CB-1.1.1')).toBeDefined();
  });

  it('never takes a record that no checkpoint contains', async () => {
    await append(1);
    harness.clock.pass(KEEP + DAY);
    expect(await retain()).toBe(0);
    await harness.reopen();
    expect(await append(1)).toBe('duplicate');
  });

  it('numbers go on where they were when every record has left', async () => {
    await append(1);
    await harness.journal.flush();
    harness.clock.pass(KEEP + DAY);
    await retain();
    expect((await harness.journal.size()).records).toBe(0);
    await harness.reopen();
    expect(await append(1)).toBe('duplicate');
    expect(await append(2)).toBe('stored');
    await harness.reopen();
    expect(await append(2)).toBe('duplicate');
  });

  it('runs at the start and every day', async () => {
    await append(1);
    await harness.journal.flush();
    harness.clock.pass(KEEP + DAY);
    await harness.clock.advance(DAY);
    expect(await harness.journal.retain(0)).toBe(0);
    expect((await harness.journal.size()).records).toBe(0);
    await append(2);
    harness.clock.pass(KEEP + DAY);
    await harness.journal.stop();
    await harness.journal.start();
    await harness.journal.retain(0);
    expect((await harness.journal.size()).records).toBe(0);
  });
});

it('the size says what is on disk and what is open', async () => {
  for (const seq of [1, 2, 3]) await append(seq, seq === 1);
  const size = await harness.journal.size();
  expect(size).toMatchObject({ records: 4, openPresses: 2, openCalls: 2 });
  expect(size.bytes).toBeGreaterThan(1_000);
});
