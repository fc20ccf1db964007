// Who is on duty at desks: nobody for a minute is a case that somebody hears of, and it is over with the first who comes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseNotice, Notice } from '#gateway/domain/notice.ts';
import { DutyWatch, parseDuty } from '#gateway/reports/duty.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

function watch(devices = 3) {
  const clock = new MovingClock();
  const notices: CaseNotice[] = [];
  const lines: string[] = [];
  const say = (_fields: object, message: string) => void lines.push(message);
  const office = { devices };
  const duty = new DutyWatch({
    notices: { publish: async (notice: Notice) => void notices.push(notice as CaseNotice) },
    clock,
    log: { info: say, warn: say, error: say },
    devices: () => office.devices,
  });
  /** The desk goes on to say the same. */
  const says = async (officers: number, seconds: number) => {
    for (let second = 0; second < seconds; second += 20) {
      duty.heard(['desk'], officers);
      await clock.advance(20_000);
    }
  };
  return { clock, duty, notices, lines, office, says };
}

describe('nobody on duty', () => {
  it('for a minute is a case, in health and in the log; the first who comes ends it', async () => {
    const { duty, notices, lines, says } = watch();
    await says(0, 40);
    expect(notices).toEqual([]);
    expect(duty.officers()).toEqual({ desk: 0 });
    await says(0, 60);
    expect(notices).toMatchObject([
      { event: 'opened', condition: 'nobody_on_duty', deviceIds: [], group: '' },
    ]);
    expect(duty.concerns()[0]).toMatch(/^nobody is on duty at desk since 2026-/);
    expect(lines).toEqual(['nobody is on duty']);
    expect(duty.heard(['desk'], 2)).toBe(3);
    expect(notices[1]).toMatchObject({ event: 'restored', caseId: notices[0]?.caseId });
    expect(duty.concerns()).toEqual([]);
    expect(duty.officers()).toEqual({ desk: 2 });
  });

  it('is none where no button is in service, and ends with the last that goes', async () => {
    const { duty, notices, office, says } = watch(0);
    await says(0, 200);
    expect(notices).toEqual([]);
    office.devices = 1;
    await says(0, 20);
    expect(notices).toHaveLength(1);
    office.devices = 0;
    duty.heard(['desk'], 0);
    expect(notices.map(({ event }) => event)).toEqual(['opened', 'restored']);
  });

  it('is not told of a desk that is not there: that it is not is told by its link', async () => {
    const { clock, duty, notices } = watch();
    duty.heard(['desk'], 1);
    await clock.advance(100_000);
    expect(duty.officers()).toEqual({});
    expect(duty.concerns()).toEqual([]);
    expect(notices).toEqual([]);
    expect(clock.armed).toBe(0);
  });

  it('at one desk is no matter of another', async () => {
    const { clock, duty, notices } = watch();
    for (let time = 0; time < 4; time++) {
      duty.heard(['north office'], 0);
      duty.heard(['南'], 1);
      await clock.advance(20_000);
    }
    expect(notices).toHaveLength(1);
    expect(notices[0]?.id).toMatch(/^[!-~]{1,200}$/);
    expect(duty.officers()).toEqual({ 'north office': 0, 南: 1 });
  });

  it('is told opened and restored in turn, whatever desks say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(2), fc.nat(80_000)), { maxLength: 30 }),
        async (said) => {
          const { clock, duty, notices } = watch();
          for (const [officers, pauseMs] of said) {
            duty.heard(['desk'], officers);
            await clock.advance(pauseMs);
          }
          const events = notices.map(({ event }) => event);
          expect(events.every((event, at) => event === (at % 2 ? 'restored' : 'opened'))).toBe(
            true,
          );
          expect(new Set(notices.map(({ id }) => id)).size).toBe(notices.length);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the report of a desk', () => {
  it('is a number of officers, and nothing else', () => {
    expect(parseDuty('{"officers":2}')).toBe(2);
    for (const text of [
      '',
      '[]',
      '{}',
      '{"officers":-1}',
      '{"officers":1.5}',
      '{"officers":"2"}',
      '{"officers":1,"more":1}',
      '{"officers":1000000}',
    ]) {
      expect([text, parseDuty(text)]).toEqual([text, undefined]);
    }
  });
});
