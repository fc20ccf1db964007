// The torture of the desk, short: a right one passes, and one with a deliberate fault does not.
import { describe, expect, it } from 'vitest';
import { NODE_ARGS } from '#gateway/system/program.ts';
import { tortureDesk } from '#simulator/torture/desk-torture.ts';

const BROKEN = new URL('./broken-desk.ts', import.meta.url).pathname;
/** Two processes are started again and again, on a machine that does other work. */
const SLOW_MS = 240_000;
/** What is lost never comes to rest. */
const BROKEN_SETTLES_MS = 5_000;

function short(fault: string | undefined) {
  const program = fault && {
    command: process.execPath,
    args: [...NODE_ARGS, BROKEN, fault],
  };
  return tortureDesk({
    kills: 3,
    seed: 17,
    homes: 8,
    rate: 3,
    isAlone: program !== undefined,
    losesOne: false,
    signal: new AbortController().signal,
    ...(program ? { program, settleMs: BROKEN_SETTLES_MS } : {}),
  });
}

/** What can be judged by the account alone is tried there, in test/simulator/audit/office.test.ts. */
const FOUND: Record<string, RegExp> = {
  'answers before it has committed': /was stored, and is not at the desk/,
  'accepts a call when it arrives': /whose page has not said so/,
  'lets an officer take what another has': /taken by "officer \d" \(\d+\) while officer \d had it/,
};

describe('killed and started again, with browsers that vanish,', () => {
  it('a desk has every press in one call, and no light says more than its officers did', {
    timeout: SLOW_MS,
  }, async () => {
    const { faults, presses, calls, kills, vanished } = await short(undefined);
    expect(faults).toEqual([]);
    expect(kills).toBe(3);
    for (const count of [presses, calls, vanished]) expect(count).toBeGreaterThan(0);
  });

  it.each(Object.entries(FOUND))(
    'a desk is found that %s',
    { timeout: SLOW_MS },
    async (fault, sentence) => {
      const { faults } = await short(fault);
      expect(faults.join('\n')).toMatch(sentence);
    },
  );
});
