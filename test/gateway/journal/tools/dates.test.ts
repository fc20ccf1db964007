// Days and moments as an operator writes them.
import { describe, expect, it } from 'vitest';
import { spanOf } from '#gateway/journal/tools/dates.ts';

describe('a span', () => {
  it('of days is whole days in UTC, both ends included', () => {
    expect(spanOf('2026-11-01', '2026-11-30')).toEqual({
      from: Date.UTC(2026, 10, 1),
      to: Date.UTC(2026, 11, 1) - 1,
    });
  });

  it('of one day is that day', () => {
    const { from, to } = spanOf('2024-02-29', '2024-02-29');
    expect(to - from).toBe(24 * 60 * 60_000 - 1);
  });

  it('of moments counts as they stand, with their zones', () => {
    expect(spanOf('2026-11-30T08:00+08:00', '2026-11-30T00:00:01.5Z')).toEqual({
      from: Date.UTC(2026, 10, 30),
      to: Date.UTC(2026, 10, 30, 0, 0, 1, 500),
    });
  });

  it('is open at an end that is not said', () => {
    expect(spanOf(undefined, undefined)).toEqual({ from: -Infinity, to: Infinity });
  });

  it('is refused when it is no date, has no zone, or is turned round', () => {
    const wrong = [
      '',
      'yesterday',
      '30.11.2026',
      '2026-13-01',
      '2026-02-30',
      '2026-11-30T08:00',
      '1e3',
    ];
    for (const text of [...wrong, '2026-02-30T08:00Z', '2026-11-30T25:00Z', '2026-11-30 08:00Z']) {
      expect(() => spanOf(text, undefined)).toThrow('DATE_INVALID');
      expect(() => spanOf(undefined, text)).toThrow('DATE_INVALID');
    }
    expect(() => spanOf('2026-11-02', '2026-11-01')).toThrow('DATE_INVALID');
  });
});
