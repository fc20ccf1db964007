// Any sequence of appending, settling, closing, failing, checkpoints and reopening leaves the journal as a simple map says.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Call } from '#gateway/domain/call.ts';
import { pressId } from '#gateway/domain/press.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import {
  eventOf,
  type JournalHarness,
  MAX,
  opens,
  pressOf,
} from '#test/contract/journal.contract.ts';
import { levelHarness, memoryHarness } from '#test/contract/journal-harness.ts';
import { noticeOf } from '#test/contract/journal-notices.contract.ts';

const press = fc
  .record({
    deviceId: fc.constantFrom('CB-1', 'CB-12', 'CB-_'),
    bootId: fc.constantFrom(1, 2, 0x10, MAX),
    // Also so far below the highest that only the disk can know.
    seq: fc.constantFrom(1, 2, 3, 0x10, 0x40, 0x41, 0x80, MAX),
    key: fc.constantFrom('red' as const, 'green' as const),
  })
  .map(({ seq, ...rest }) => pressOf(seq, rest));

const kinds = {
  append: 6,
  'append twice at once': 2,
  'append with a failure': 1,
  'append an event': 1,
  'append a notice': 1,
  'settle the notice': 1,
  'settle with a failure': 1,
  settle: 3,
  close: 2,
  reopen: 2,
  'write a checkpoint': 2,
  'write a checkpoint that fails': 1,
} as const;
const step = fc.record({
  what: fc.oneof(
    ...Object.entries(kinds).map(([kind, weight]) => ({
      weight,
      arbitrary: fc.constant(kind as keyof typeof kinds),
    })),
  ),
  press,
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What the journal must hold. */
class Model {
  readonly known = new Set<string>();
  readonly due = new Set<string>();
  readonly open = new Map<string, Call>();
  readonly closed = new Map<string, Call>();
  readonly notices = new Set<string>();
  readonly openNotices = new Set<string>();
}

async function run(harness: JournalHarness, model: Model, { what, press }: Step): Promise<void> {
  const { journal } = harness;
  const id = pressId(press);
  const { call } = opens(press);
  const isNew = !model.known.has(id);
  const append = async () => (await journal.appendPress(press, () => opens(press))).outcome;
  const nowKnown = () => {
    model.known.add(id);
    if (!isNew) return;
    model.due.add(id);
    model.open.set(call.callId, call);
  };
  const failing = async (write: () => Promise<unknown>) => {
    harness.failNextWrite();
    await expect(write()).rejects.toThrow('disk full');
    await harness.mend();
  };
  switch (what) {
    case 'append':
      expect(await append()).toBe(isNew ? 'stored' : 'duplicate');
      nowKnown();
      break;
    case 'append twice at once':
      expect(await Promise.all([append(), append()])).toEqual([
        isNew ? 'stored' : 'duplicate',
        'duplicate',
      ]);
      nowKnown();
      break;
    case 'append with a failure':
      if (isNew) await failing(append);
      break;
    case 'append an event': {
      const { outcome } = await journal.appendEvent(eventOf(press));
      expect(outcome).toBe(isNew ? 'stored' : 'duplicate');
      model.known.add(id);
      break;
    }
    case 'append a notice':
      expect(await journal.appendNotice(noticeOf(id))).toBe(!model.notices.has(id));
      if (!model.notices.has(id)) model.openNotices.add(id);
      model.notices.add(id);
      break;
    case 'settle the notice':
      await journal.update({ settledNotice: id });
      model.openNotices.delete(id);
      break;
    case 'settle with a failure':
      await failing(() => journal.update({ settled: press }));
      break;
    case 'settle':
      await journal.update({ settled: press });
      model.due.delete(id);
      break;
    case 'close': {
      if (!model.open.has(call.callId)) return;
      const closed: Call = { ...call, stage: 'closed' };
      await journal.update({ call: closed });
      model.open.delete(call.callId);
      model.closed.set(call.callId, closed);
      break;
    }
    case 'reopen':
      await harness.reopen();
      break;
    case 'write a checkpoint':
      if (journal instanceof LevelJournal) await journal.flush();
      break;
    case 'write a checkpoint that fails':
      if (!(journal instanceof LevelJournal)) return;
      journal.remember({ subject: 'CB-1', state: 1 });
      await failing(() => journal.flush());
      break;
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
  expect(new Set((await journal.openNotices()).map(({ id }) => id))).toEqual(model.openNotices);
}

const journals = [
  { name: 'on LevelDB', make: levelHarness, numRuns: 60 },
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
