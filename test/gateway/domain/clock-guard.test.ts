// A clock that is wrong decides nothing that can't be undone, and no duration comes from it.
import { describe, expect, it } from 'vitest';
import { ClockGuard, elapsedSince } from '#gateway/domain/clock-guard.ts';
import { HOUR, T0 } from '#test/gateway/presses.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

const DAY = 24 * HOUR;

describe('the date by which things are deleted', () => {
  const begun = (known: number | undefined, utc = T0) => {
    const clock = new MovingClock(utc);
    const guard = new ClockGuard(clock);
    guard.begin(known);
    return { clock, guard };
  };

  it('is that of the clock while it goes as time does', () => {
    const { clock, guard } = begun(T0);
    clock.pass(40 * DAY);
    expect(guard.date).toBe(T0 + 40 * DAY);
    expect(guard.deletesBefore(30 * DAY)).toBe(T0 + 10 * DAY);
  });

  it('does not follow a clock that jumps ahead, and says that it doubts it', () => {
    const { clock, guard } = begun(T0);
    clock.setUtc(T0 + 1_100 * DAY);
    clock.pass(HOUR);
    expect(guard.date).toBe(T0 + 2 * HOUR);
    expect(guard.isDoubted).toBe(true);
  });

  it('has caught up with a clock that is right after as long as the gateway was off', () => {
    const { clock, guard } = begun(T0, T0 + 20 * DAY);
    expect(guard.isDoubted).toBe(false);
    clock.pass(20 * DAY);
    expect(guard.date).toBe(clock.utc());
  });

  it('never goes back with the clock, and deletes nothing by it meanwhile', () => {
    const { clock, guard } = begun(T0);
    clock.setUtc(Date.UTC(2015, 0, 1));
    expect(guard.date).toBe(T0);
    expect(guard.deletesBefore(DAY)).toBe(Date.UTC(2015, 0, 1) - DAY);
  });

  it('is not known as long as nothing says it: then nothing is deleted', () => {
    const { guard } = begun(undefined);
    expect([guard.date, guard.deletesBefore(0), guard.isDoubted]).toEqual([
      undefined,
      undefined,
      true,
    ]);
    guard.atLeast(T0 - DAY);
    expect(guard.date).toBe(T0 - DAY);
  });

  it('is at least that of the oldest thing there is, unless that is dated in the future', () => {
    const { guard } = begun(T0 - 900 * DAY);
    guard.atLeast(T0 + DAY);
    expect(guard.date).toBe(T0 - 900 * DAY);
    guard.atLeast(T0 - DAY);
    expect(guard.date).toBe(T0 - DAY);
  });
});

describe('how long ago something was', () => {
  it('is what the clock says, also after a pause of a month', () => {
    expect(elapsedSince(T0, T0 + 31 * DAY)).toBe(31 * DAY);
  });

  it('is nothing when it would be in the future, or longer ago than is plausible', () => {
    expect(elapsedSince(T0, T0 - 1)).toBe(0);
    expect(elapsedSince(T0, T0 + 354_240_002_174)).toBe(0);
  });
});
