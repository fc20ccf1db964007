// Any sequence of appending, settling, closing and reopening leaves the journal as a simple map says.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Call } from '#gateway/domain/call.ts';
import { pressId } from '#gateway/domain/press.ts';
import { eventOf, type JournalHarness, opens, pressOf } from '#test/contract/journal.contract.ts';
import { levelHarness, memoryHarness } from '#test/contract/journal-harness.ts';

const press = fc
  .record({
    deviceId: fc.constantFrom('CB-1', 'CB-12', 'CB-_'),
    bootId: fc.constantFrom(1, 2, 0x10, 0xffffffff),
    seq: fc.constantFrom(1, 2, 3, 0x10, 0xffffffff),
  })
  .map(({ seq, ...rest }) => pressOf(seq, rest));

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), press }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('append twice at once' as const), press }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('append with a failure' as const), press }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('append an event' as const), press }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), press }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('close' as const), press }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reopen' as const), press }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What the journal must hold. */
class Model {
  readonly known = new Set<string>();
  readonly due = new Set<string>();
  readonly open = new Map<string, Call>();
  readonly closed = new Map<string, Call>();
}

async function run(harness: JournalHarness, model: Model, { do: what, press }: Step) {
  const id = pressId(press);
  const { call } = opens(press);
  const isNew = !model.known.has(id);
  const append = async () => (await harness.journal.appendPress(press, () => opens(press))).outcome;
  const nowKnown = () => {
    model.known.add(id);
    if (!isNew) return;
    model.due.add(id);
    model.open.set(call.callId, call);
  };
  if (what === 'append') {
    expect(await append()).toBe(isNew ? 'stored' : 'duplicate');
    nowKnown();
  } else if (what === 'append twice at once') {
    const outcomes = await Promise.all([append(), append()]);
    expect(outcomes).toEqual([isNew ? 'stored' : 'duplicate', 'duplicate']);
    nowKnown();
  } else if (what === 'append with a failure') {
    if (!isNew) return;
    harness.failNextWrite();
    await expect(append()).rejects.toThrow('disk full');
  } else if (what === 'append an event') {
    const { outcome } = await harness.journal.appendEvent(eventOf(press));
    expect(outcome).toBe(isNew ? 'stored' : 'duplicate');
    model.known.add(id);
  } else if (what === 'settle') {
    await harness.journal.update({ settled: press });
    model.due.delete(id);
  } else if (what === 'close') {
    if (!model.open.has(call.callId)) return;
    const closed: Call = { ...call, stage: 'closed' };
    await harness.journal.update({ call: closed });
    model.open.delete(call.callId);
    model.closed.set(call.callId, closed);
  } else {
    await harness.reopen();
  }
}

async function compare({ journal }: JournalHarness, model: Model): Promise<void> {
  const due = (await journal.openPresses()).map(pressId);
  expect(new Set(due)).toEqual(model.due);
  expect(due).toHaveLength(model.due.size);
  const open = await journal.openCalls();
  expect(new Map(open.map((call) => [call.callId, call]))).toEqual(model.open);
  for (const [callId, call] of [...model.open, ...model.closed]) {
    expect(await journal.findCall(callId)).toEqual(call);
  }
}

const journals = [
  { name: 'on LevelDB', make: levelHarness, numRuns: 40 },
  { name: 'in memory', make: memoryHarness, numRuns: 200 },
];
for (const { name, make, numRuns } of journals) {
  it(`the journal ${name} is what was done to it, whatever the order`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const harness = await make();
        const model = new Model();
        try {
          for (const one of steps) await run(harness, model, one);
          await compare(harness, model);
          await harness.reopen();
          await compare(harness, model);
        } finally {
          await harness.close();
        }
      }),
      { numRuns },
    );
  });
}
