// Notices that nobody will take: however many they are, they take little memory and keep no other from its way.
import { describe, expect, it } from 'vitest';
import { RefusedNotices } from '#gateway/delivery/refused-notices.ts';
import { caseOf } from '#test/contract/deliveries.ts';
import { T0 } from '../presses.ts';
import { ACCEPTED, CallsBench, REFUSED } from './bench.ts';

const noticeAt = (at: number) => ({ id: `case/${at}`, at });

describe('what is known of notices that were refused', () => {
  it('is each of them, as long as they are not too many', () => {
    const refused = new RefusedNotices();
    for (let at = 0; at < 20_000; at += 2) refused.add(noticeAt(at));
    expect(refused.size).toBe(10_000);
    expect(refused.has(noticeAt(0))).toBe(true);
    expect(refused.has(noticeAt(1))).toBe(false);
  });

  it('is only their time of the first of too many, and how many they are', () => {
    const refused = new RefusedNotices();
    for (let at = 0; at < 100_000; at++) refused.add(noticeAt(at));
    expect(refused.size).toBe(100_000);
    for (const at of [0, 50_000, 99_999]) expect(refused.has(noticeAt(at))).toBe(true);
    expect(refused.has(noticeAt(100_000))).toBe(false);
    refused.clear();
    expect(refused.size).toBe(0);
    for (const at of [0, 99_999]) expect(refused.has(noticeAt(at))).toBe(false);
  });
});

it('one that was refused before it was stored is offered again by a reload, and stays on its way when it is stored', async () => {
  const bench = await new CallsBench().start();
  bench.journal.failure = new Error('disk full');
  bench.status.always = undefined;
  void bench.notices.publish(caseOf().notice);
  await bench.clock.advance(5_000);
  await bench.status.last.answer(REFUSED);
  bench.notices.replan();
  bench.journal.failure = undefined;
  await bench.clock.advance(15_000);
  expect(await bench.journal.openNotices()).toHaveLength(1);
  await bench.status.last.answer(ACCEPTED);
  expect(await bench.journal.openNotices()).toEqual([]);
});

it('more refused notices than have room keep those behind them in the journal from nothing', async () => {
  const bench = await new CallsBench().start();
  bench.status.always = undefined;
  bench.status.carries = (delivery) =>
    delivery.kind === 'notice' && delivery.notice.id.startsWith('good');
  const publish = (id: string, at: number) =>
    bench.journal.appendNotice({ ...caseOf({ id }).notice, at });
  for (let at = 0; at < 25_000; at++) await publish(`bad/${at}`, T0 + at);
  await publish('good', T0 + 30_000);
  bench.status.always = ACCEPTED;
  bench.notices.replan();
  for (let turn = 0; turn < 12; turn++) await bench.clock.advance(0);
  expect(bench.status.presses).toEqual(['good']);
  expect(bench.notices.status()).toMatchObject({ open: 0, refused: 25_000 });
  bench.status.carries = () => true;
  bench.notices.replan();
  for (let turn = 0; turn < 24; turn++) await bench.clock.advance(0);
  expect(await bench.journal.openNotices()).toEqual([]);
});
