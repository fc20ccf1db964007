// Who is on duty, and when what somebody took rings again, on a clock that the test moves.
import { describe, expect, it, onTestFinished } from 'vitest';
import { Desk } from '#gateway/desk/desk.ts';
import { Duty, PAGE_SILENT_MS, TAKER_GONE_MS } from '#gateway/desk/duty.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';
import { SUBJECT } from './subject.ts';

const SILENT = { info() {}, warn() {}, error() {} };

describe('duty', () => {
  it('is of who says so with the sound on, and ends when the page falls silent or is closed', () => {
    const duty = new Duty();
    duty.heard('p1', 'Bo', true, 0);
    duty.heard('p2', 'Ann', true, 0);
    duty.heard('p3', 'Cy', false, 0);
    expect(duty.officers(PAGE_SILENT_MS)).toEqual(['Ann', 'Bo']);
    duty.heard('p1', 'Bo', true, PAGE_SILENT_MS);
    expect(duty.officers(PAGE_SILENT_MS + 1)).toEqual(['Bo']);
    duty.left('p1');
    expect(duty.officers(PAGE_SILENT_MS + 1)).toEqual([]);
  });

  it('of two pages lasts as long as one of them', () => {
    const duty = new Duty();
    duty.heard('p1', 'Ann', true, 0);
    duty.heard('p2', 'Ann', true, 5_000);
    expect(duty.officers(PAGE_SILENT_MS + 1)).toEqual(['Ann']);
    expect(duty.isGone('Ann', 5_000 + TAKER_GONE_MS)).toBe(false);
    expect(duty.isGone('Ann', 5_001 + TAKER_GONE_MS)).toBe(true);
  });
});

async function start() {
  const clock = new MovingClock();
  const store = await DeskStore.open({
    folder: await tempFolder(),
    masterKey: Buffer.alloc(32, 1),
  });
  const desk = await Desk.start({ store, clock, log: SILENT });
  onTestFinished(async () => {
    await desk.stop();
    await store.close();
  });
  await desk.press({ eventId: 'e1', count: 1, pressedAt: 0, subject: SUBJECT });
  return { clock, desk, taker: () => desk.calls()[0]?.taker };
}

describe('a call that was taken', () => {
  it('is of whom has just taken it, also when their page was silent before: it sleeps, or lost its line', async () => {
    const { clock, desk, taker } = await start();
    await desk.heard('page-of-ann', 'Ann', true, []);
    await clock.advance(2 * TAKER_GONE_MS);
    await desk.step(SUBJECT.callId, { step: 'taken' }, 'Ann');
    await clock.advance(2_000);
    expect(taker()).toBe('Ann');
    await clock.advance(TAKER_GONE_MS);
    await until(() => taker() === undefined);
  });

  it('rings again when no page of its taker has said anything for 30 s', async () => {
    const { clock, desk, taker } = await start();
    await desk.heard('page-of-ann', 'Ann', true, []);
    await desk.step(SUBJECT.callId, { step: 'taken' }, 'Ann');
    await clock.advance(TAKER_GONE_MS);
    expect(taker()).toBe('Ann');
    await clock.advance(2_000);
    await until(() => taker() === undefined);
  });

  it('stays with a taker whose page goes on', async () => {
    const { clock, desk, taker } = await start();
    await desk.step(SUBJECT.callId, { step: 'taken' }, 'Ann');
    for (let time = 0; time < 40; time++) {
      await desk.heard('page-of-ann', 'Ann', true, []);
      await clock.advance(3_000);
    }
    await desk.step(SUBJECT.callId, { step: 'telephoned', whom: '' }, 'Ann');
    expect(taker()).toBe('Ann');
  });

  it('is told to those who listen whenever somebody else is on duty', async () => {
    const { clock, desk } = await start();
    const told: string[][] = [];
    desk.events.on('duty', (officers) => told.push([...officers]));
    await desk.heard('page-of-ann', 'Ann', true, []);
    await desk.heard('page-of-ann', 'Ann', true, []);
    await clock.advance(PAGE_SILENT_MS + 2_000);
    expect(told).toEqual([['Ann'], []]);
  });
});
