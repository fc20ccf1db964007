// Why a limit was missed: what was in the way first is the cause.
import { describe, expect, it } from 'vitest';
import { CAUSES, causeOf, type Situation } from '#gateway/domain/missed-deadline.ts';
import { DESTINATION_ERRORS } from '#gateway/domain/ports/destination.ts';

const fine: Situation = { hasRoute: true, wasStoredLate: false, isBegun: true };

describe('the cause of a missed limit', () => {
  it('is that there is no route, before all else', () => {
    const all = { ...fine, hasRoute: false, wasStoredLate: true, isBegun: false };
    expect(causeOf(all)).toBe('no_route');
  });

  it('is the disk when the press was stored too late', () => {
    expect(causeOf({ ...fine, wasStoredLate: true, isBegun: false })).toBe('disk');
  });

  it('is the queue when no attempt began in time, whatever came of it later', () => {
    expect(causeOf({ ...fine, isBegun: false, last: 'UNREACHABLE' })).toBe('queue');
  });

  it('is the platform that is slow when the first attempt has not ended', () => {
    expect(causeOf(fine)).toBe('platform_slow');
  });

  const causes = {
    UNREACHABLE: 'platform_down',
    REFUSED: 'platform_down',
    BROKEN: 'platform_down',
    TIMEOUT: 'platform_slow',
    BUSY: 'platform_slow',
    unknown: 'platform_slow',
    FLOW_DOWN: 'platform_down',
    NOT_CARRIED: 'no_route',
  };
  for (const [last, cause] of Object.entries(causes)) {
    it(`is ${cause} after ${last}`, () => {
      expect(causeOf({ ...fine, last })).toBe(cause);
    });
  }

  it('is known for every outcome of an attempt, and has words for a person', () => {
    for (const code of Object.keys(DESTINATION_ERRORS)) expect(causes).toHaveProperty(code);
    for (const cause of Object.values(causes)) expect(CAUSES).toHaveProperty(cause);
  });
});
