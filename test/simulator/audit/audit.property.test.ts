// Random good runs have no finding; one fault planted into any of them is found, alone and by its identity.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KEY_RED } from '#protocol/messages.ts';
import { audit } from '#simulator/audit/audit.ts';
import { auditOf, callOf, good, type History, IN_OUTBOX, idOf, named, runOf } from './histories.ts';

const step = fc.record({
  home: fc.integer({ min: 0, max: 2 }),
  isRed: fc.boolean(),
  reboots: fc.boolean(),
  joins: fc.boolean(),
  refusedFirst: fc.boolean(),
  again: fc.integer({ min: 0, max: 2 }),
  isWaiting: fc.boolean(),
  isShown: fc.boolean(),
  count: fc.integer({ min: 1, max: 9 }),
});

/** Calls as the gateway makes them: a press opens one or joins the last of its home and key. */
const goodRun = fc.array(step, { minLength: 1, maxLength: 60 }).map((steps): History[] => {
  const boots = [1, 1, 1];
  const calls = new Map<string, string>();
  return steps.map((of, index) => {
    const { home, count } = of;
    if (of.reboots) boots[home]!++;
    const name = { home, bootId: boots[home]!, seq: index + 1 };
    const lane = `${home}/${of.isRed}`;
    const callId = (of.joins ? calls.get(lane) : undefined) ?? callOf(name);
    calls.set(lane, callId);
    const at = index * 100;
    const refused = of.refusedFirst ? [{ callId, accepted: false, at: at + 4 }] : [];
    const again = Array.from({ length: of.again }, (_, turn) => at + 20 + turn);
    const times = [at + 8, ...again].map((time) => ({ callId, accepted: true, at: time }));
    return good(home, name.seq, at, {
      ...name,
      key: of.isRed ? KEY_RED : 1,
      count,
      deliveries: [...refused, ...times],
      ...(of.isWaiting ? { state: IN_OUTBOX } : {}),
      ...(of.isShown ? {} : { shownAt: undefined }),
    });
  });
});

const runs = { numRuns: 200 };

it('a good run has no finding, and every press is at exactly one place', () => {
  fc.assert(
    fc.property(goodRun, (histories) => {
      const { findings, totals } = auditOf(histories);
      expect(findings).toEqual([]);
      expect(totals.stored + totals.inOutbox + totals.rejected).toBe(totals.presses);
      expect(totals.accepted).toBe(totals.presses);
    }),
    runs,
  );
});

it.each([
  ['lost', (history: History) => ({ ...history, state: 1, deliveries: [], shownAt: undefined })],
  [
    'doubled',
    (history: History) => ({
      ...history,
      deliveries: [
        ...history.deliveries,
        { callId: 'another', accepted: true, at: history.at + 50 },
      ],
    }),
  ],
  ['untrue', (history: History) => ({ ...history, shownAt: history.at - 1_000_000 })],
  ['unexplained', (history: History) => ({ ...history, state: 7 })],
] as const)('one %s press is found, and nothing else', (kind, plant) => {
  fc.assert(
    fc.property(goodRun, fc.nat(), (histories, any) => {
      const at = any % histories.length;
      const planted = histories.map((history, index) => (index === at ? plant(history) : history));
      expect(named(auditOf(planted))).toEqual([[kind, idOf(planted[at]!)]]);
    }),
    runs,
  );
});

it('one press that nobody made is found, and nothing else', () => {
  fc.assert(
    fc.property(goodRun, fc.nat(), (histories, any) => {
      const at = any % histories.length;
      const run = runOf(histories.filter((_, index) => index !== at));
      // The calls that it opened stay: only itself was never made.
      const history = histories[at]!;
      run.received.record(idOf(history), history.deliveries[0]!.callId, history.at, true);
      expect(named(audit(run))).toEqual([['doubled', idOf(history)]]);
    }),
    runs,
  );
});
