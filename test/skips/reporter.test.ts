// A test that is skipped although it should have run fails a run on CI, by its name.
import { describe, expect, it } from 'vitest';
import { judge, type SkippedTest } from './reporter.ts';

const ON_CI = { isCi: true, expected: ['espruino'] };
const skipped = (name: string, note?: string): SkippedTest => ({ name, note });
const FIRMWARE = skipped('test/firmware/interpreter-device.test.ts > a red press arrives');
const SOCAT = skipped('test/simulator/practice.test.ts > practice leads an installer');

describe('a skipped test', () => {
  it('that is expected is told with its reason, and is no failure', () => {
    const { lines, unexpected } = judge([FIRMWARE], ON_CI);
    expect(unexpected).toEqual([]);
    expect(lines).toEqual([
      'SKIPPED 1 test, no Espruino interpreter (ESPRUINO_BIN) [espruino]: test/firmware/interpreter-device.test.ts',
    ]);
  });

  it('whose program should be there fails on CI, and nowhere else', () => {
    const { lines, unexpected } = judge([FIRMWARE, SOCAT], ON_CI);
    expect(unexpected).toEqual([SOCAT.name]);
    expect(lines[1]).toMatch(
      /^FAILED: skipped, and EXPECTED_SKIPS does not list it: 1 test, no socat/,
    );
    expect(lines.at(-1)).toContain(SOCAT.name);
    expect(judge([SOCAT], { isCi: false, expected: [] }).unexpected).toEqual([]);
  });

  it('for which there is no reason fails on CI', () => {
    const forgotten = skipped('test/gateway/messages/say.test.ts > says it');
    expect(judge([forgotten], ON_CI).unexpected).toEqual([forgotten.name]);
    expect(judge([skipped(FIRMWARE.name, 'no time')], ON_CI).unexpected).toEqual([FIRMWARE.name]);
  });

  it('that needs socat and an interpreter is one of the interpreter', () => {
    const both = skipped('test/firmware/console-pty.test.ts > socat, interpreter: a board answers');
    expect(judge([both], ON_CI).unexpected).toEqual([]);
  });

  it('is right everywhere when a destination can not say what is asked', () => {
    const name =
      'test/gateway/destinations/webhook.contract.test.ts > the contract of the destination: webhook > x';
    expect(judge([skipped(name, 'not asked of it: x')], ON_CI).unexpected).toEqual([]);
    expect(judge([skipped(name)], ON_CI).unexpected).toEqual([name]);
  });
});
