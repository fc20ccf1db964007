// Times in the configuration: a number with its unit, nothing else, and never a guess.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, parseDuration, showDuration } from '#gateway/config/duration.ts';

describe('a time', () => {
  const good: [string, number][] = [
    ['250ms', 250],
    ['2s', 2_000],
    ['1.5s', 1_500],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['730d', 63_072_000_000],
    [' 2s ', 2_000],
    ['0s', 0],
  ];
  for (const [text, milliseconds] of good) {
    it(`such as "${text}" is ${milliseconds} ms`, () => {
      expect(parseDuration(text)).toBe(milliseconds);
    });
  }

  for (const text of [
    '',
    '2',
    '2 s',
    's',
    '-2s',
    '2S',
    '2sec',
    '1e3s',
    '2s3',
    '0x2s',
    '２s',
    '∞s',
  ]) {
    it(`such as ${JSON.stringify(text)} is none`, () => {
      expect(parseDuration(text)).toBeUndefined();
    });
  }

  it('that is shown is read as the same again', () => {
    fc.assert(
      fc.property(fc.nat(100_000_000_000), (milliseconds) => {
        expect(parseDuration(showDuration(milliseconds))).toBe(milliseconds);
      }),
    );
  });

  it('is shown in the greatest unit that needs no fraction', () => {
    const shown = [0, 250, 1_500, 60_000, 90_000, 7_200_000, 172_800_000].map(showDuration);
    expect(shown).toEqual(['0s', '250ms', '1500ms', '1m', '90s', '2h', '2d']);
  });

  it('that is out of bounds or a bare number is told with what to write, and never shown', () => {
    const schema = duration(1_000, 60_000);
    for (const value of ['999ms', '61s', '7777', 7777, null, {}, 'hunter2']) {
      const { error } = schema.safeParse(value);
      expect(error?.issues).toHaveLength(1);
      expect(error?.issues[0]?.message).toMatch(/from 1s to 1m, such as 250ms/);
      expect(error?.issues[0]?.message).not.toMatch(/7777|hunter2/);
    }
  });

  it('that is any text never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDuration(text)));
  });
});
