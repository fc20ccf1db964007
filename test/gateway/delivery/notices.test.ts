// Notices: stored, forwarded in the status lane until taken over, once, whatever disk and destination do.
import { beforeEach, describe, expect, it } from 'vitest';
import type { CaseNotice, MissedDeadlineNotice } from '#gateway/domain/notice.ts';
import { settle } from '#test/support/moving-clock.ts';
import { HOUR, MINUTE, press, SECOND, T0 } from '../presses.ts';
import { ACCEPTED, BROKEN, CallsBench, PLAN, planOf, UNKNOWN } from './bench.ts';

let bench: CallsBench;
const DISK_FULL = new Error('disk full');

beforeEach(async () => {
  bench = await new CallsBench().start();
  bench.status.always = undefined;
});

function missedDeadline(id: string): MissedDeadlineNotice {
  return {
    kind: 'breach',
    id,
    at: T0,
    group: 'street-1',
    limit: 'accepted',
    cause: 'queue',
    deviceId: 'CB-1',
    key: 'red',
    callId: 'CB-1.1.1',
    limitMs: 2_000,
    tookMs: 2_000,
  };
}

function aCase(id: string): CaseNotice {
  return {
    kind: 'case',
    id,
    at: T0,
    group: 'street-1',
    caseId: 'case-1',
    event: 'opened',
    condition: 'silent',
    deviceIds: ['CB-1', 'CB-9'],
    openedAt: T0,
  };
}

const open = async () => (await bench.journal.openNotices()).map(({ id }) => id);

describe('a notice', () => {
  it('is on disk before it is forwarded, with the homes of its devices that are known', async () => {
    const release = bench.journal.hold();
    const published = bench.notices.publish(aCase('n1'));
    await settle();
    expect(bench.status.attempts).toHaveLength(0);
    release();
    await published;
    expect(bench.status.last.delivery).toEqual({
      kind: 'notice',
      notice: aCase('n1'),
      homes: { 'CB-1': { reference: 'home-1' } },
    });
    expect(await open()).toEqual(['n1']);
  });

  it('that is accepted is settled on disk and never forwarded again', async () => {
    await bench.notices.publish(missedDeadline('n1'));
    await bench.status.last.answer(ACCEPTED);
    await settle();
    expect(await open()).toEqual([]);
    expect(bench.notices.status().open).toBe(0);
    await bench.clock.advance(HOUR);
    expect(bench.status.attempts).toHaveLength(1);
    expect(bench.clock.armed).toBe(0);
  });

  it('that only arrived (202) is taken over: nobody reports on notices', async () => {
    await bench.notices.publish(missedDeadline('n1'));
    await bench.status.last.answer(UNKNOWN);
    await settle();
    expect(await open()).toEqual([]);
  });

  it('that is refused is tried again for ever, with the pauses of its lane', async () => {
    bench.status.always = BROKEN;
    await bench.notices.publish(missedDeadline('n1'));
    await bench.clock.advance(20 * SECOND);
    expect(bench.status.attempts).toHaveLength(3);
    await bench.clock.advance(24 * HOUR);
    expect(bench.status.attempts.length).toBeGreaterThan(200);
  });

  it('whose id is known is the same notice: it is neither forwarded nor counted again', async () => {
    await bench.notices.publish(missedDeadline('n1'));
    await bench.notices.publish(missedDeadline('n1'));
    await bench.status.last.answer(ACCEPTED);
    await bench.notices.publish(missedDeadline('n1'));
    await settle();
    expect(bench.status.presses).toEqual(['n1']);
    expect(bench.meter.of('missedDeadline')).toEqual(['accepted red queue']);
    expect(bench.notices.status().open).toBe(0);
  });

  it('that nobody had taken over is forwarded again after a restart', async () => {
    await bench.notices.publish(missedDeadline('n1'));
    const next = await bench.restart();
    expect(next.status.presses).toEqual(['n1']);
    expect(await next.journal.openNotices()).toEqual([]);
  });

  it('goes by the route of its group', async () => {
    const groups = new Map([['street-1', { status: { ...PLAN.routes.status, to: 'desk' } }]]);
    bench.reload({ ...PLAN, groups });
    await bench.notices.publish(missedDeadline('n1'));
    expect(bench.desk.presses).toEqual(['n1']);
  });
});

describe('without a status route', () => {
  it('a notice is kept on disk, not in memory, and goes out when a reload brings a route', async () => {
    bench.reload(planOf({}));
    await bench.notices.publish(missedDeadline('n1'));
    expect(await open()).toEqual(['n1']);
    expect(bench.notices.status().open).toBe(0);
    expect(bench.log.lines.at(-1)).toMatchObject({ level: 'warn', fields: { notice: 'n1' } });
    bench.reload(PLAN);
    await settle();
    await bench.status.last.answer(ACCEPTED);
    await settle();
    expect(bench.status.presses).toEqual(['n1']);
    expect(await open()).toEqual([]);
  });

  it('what is open in the journal is kept at the start too', async () => {
    await bench.notices.publish(missedDeadline('n1'));
    const next = await bench.restart(planOf({}));
    expect(next.notices.status().open).toBe(0);
    expect(await open()).toEqual(['n1']);
  });
});

describe('while the journal fails', () => {
  beforeEach(() => {
    bench.journal.failure = DISK_FULL;
  });

  it('a notice is forwarded all the same, and stored and settled when it works again', async () => {
    await bench.notices.publish(missedDeadline('n1'));
    await bench.status.last.answer(ACCEPTED);
    expect(await open()).toEqual([]);
    bench.journal.failure = undefined;
    await bench.clock.advance(5 * SECOND);
    expect(bench.journal.disk.notices.has('n1')).toBe(true);
    expect(await open()).toEqual([]);
    expect(bench.notices.status().open).toBe(0);
    expect(bench.status.presses).toEqual(['n1']);
    expect(bench.meter.of('missedDeadline')).toHaveLength(1);
  });

  it('its acceptance is written again until it is written', async () => {
    bench.journal.failure = undefined;
    await bench.notices.publish(missedDeadline('n1'));
    bench.journal.failure = DISK_FULL;
    await bench.status.last.answer(ACCEPTED);
    bench.journal.failure = undefined;
    await bench.clock.advance(MINUTE);
    expect(await open()).toEqual([]);
  });

  it('what is remembered with notices is written in its order', async () => {
    const remembered = (state: string) => [{ subject: 'CB-1', state }];
    await bench.notices.publish(aCase('n1'), remembered('silent'));
    void bench.notices.publish(aCase('n2'), remembered('well'));
    await settle();
    bench.journal.failure = undefined;
    await bench.clock.advance(10 * SECOND);
    expect(await bench.journal.remembered()).toEqual(remembered('well'));
  });

  it('one that waits for another to be remembered is forwarded all the same', async () => {
    void bench.notices.publish(aCase('n1'), []);
    void bench.notices.publish(aCase('n2'), []);
    await bench.clock.advance(5 * SECOND);
    expect(bench.status.presses).toEqual(['n1', 'n2']);
  });

  it('it leaves no timer behind when the gateway stops', async () => {
    await bench.notices.publish(missedDeadline('n1'));
    await bench.stop();
    await settle();
    expect(bench.clock.armed).toBe(0);
  });
});

it('a notice whose write hangs is forwarded after 5 s', async () => {
  bench.journal.hold();
  void bench.notices.publish(missedDeadline('n1'));
  await bench.clock.advance(5 * SECOND - 1);
  expect(bench.status.attempts).toHaveLength(0);
  await bench.clock.advance(1);
  expect(bench.status.presses).toEqual(['n1']);
});

describe('a flood of notices', () => {
  it('takes memory for 10,000; the others wait in the journal and go out after them', async () => {
    for (let index = 0; index < 10_100; index++)
      void bench.notices.publish(missedDeadline(`n${index}`));
    await settle();
    expect(bench.notices.status().open).toBe(10_000);
    bench.status.always = ACCEPTED;
    for (const { answer } of [...bench.status.attempts]) await answer(ACCEPTED);
    for (let times = 0; times < 3; times++) await bench.clock.advance(0);
    expect(await open()).toEqual([]);
    expect(new Set(bench.status.presses).size).toBe(10_100);
    expect(bench.notices.status().open).toBe(0);
  });

  it('that can not be stored is dropped beyond 20,000, which is logged', async () => {
    bench.journal.failure = DISK_FULL;
    for (let index = 0; index < 20_001; index++)
      void bench.notices.publish(missedDeadline(`n${index}`));
    await settle();
    expect(bench.notices.status().open).toBe(20_000);
    const dropped = bench.log.lines.filter(({ message }) => message.includes('dropped'));
    expect(dropped).toMatchObject([{ fields: { notice: 'n20000' } }]);
  });

  it('never delays a red press', async () => {
    for (let index = 0; index < 1_000; index++)
      await bench.notices.publish(missedDeadline(`n${index}`));
    await bench.calls.take(press());
    expect(bench.red.attempts).toHaveLength(1);
    expect(bench.status.attempts).toHaveLength(8);
  });
});

it('the logs carry ids only, never the home', async () => {
  await bench.notices.publish(aCase('n1'));
  await bench.status.last.answer(BROKEN);
  expect(bench.log.lines.length).toBeGreaterThan(0);
  expect(JSON.stringify(bench.log.lines)).not.toContain('home');
});
