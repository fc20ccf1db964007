// The ledger follows from the records alone: whatever is done about calls, its rows are those that a fresh count makes.
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NEEDS, OUTCOMES, type Step } from '#gateway/desk/call-record.ts';
import { Ledger } from '#gateway/desk/ledger/ledger.ts';
import { compareLedger, findRow, rebuildLedger } from '#gateway/desk/ledger/projection.ts';
import { Surveys } from '#gateway/desk/ledger/surveys.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { tempFolder } from '../../temp.ts';
import { addPress, addStep } from '../one-record.ts';
import { SUBJECT } from '../subject.ts';

const HOMES = ['CB-0001', 'CB-0002', 'CB-0003'];

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    { step: 'shown' },
    { step: 'taken' },
    { step: 'released' },
    { step: 'reached', whom: '' },
    { step: 'sent', helper: 'Li' },
    { step: 'arrived' },
    { step: 'noted', text: '=1+1' },
    { step: 'handed_over', to: 'Cy' },
  ),
  fc.record({
    step: fc.constant('needed' as const),
    needs: fc.subarray([...NEEDS]),
    text: fc.string({ unit: 'grapheme', maxLength: 9 }),
  }),
  fc.record({
    step: fc.constant('closed' as const),
    outcome: fc.constantFrom(...OUTCOMES),
    followUp: fc.boolean(),
  }),
);
const home = fc.constantFrom(...HOMES);
const deeds = fc.array(
  fc.oneof(
    fc.record({ press: home, name: fc.constantFrom('王秀英', '', 'Ω') }),
    fc.record({ at: home, step: steps, by: fc.constantFrom('Ann', 'Bo') }),
    fc.record({
      asked: home,
      result: fc.constantFrom('answered' as const, 'not_reached' as const, 'declined' as const),
      satisfaction: fc.option(fc.integer({ min: 1, max: 5 })),
    }),
  ),
  { maxLength: 40 },
);

async function start() {
  const store = await DeskStore.open({
    folder: await tempFolder(),
    masterKey: Buffer.alloc(32, 1),
  });
  onTestFinished(() => store.close());
  return store;
}

describe('the ledger', () => {
  it('has the row of every call that follows from its records, and made anew is the same', async () => {
    const store = await start();
    const surveys = new Surveys(store.db);
    let number = 0;
    await fc.assert(
      fc.asyncProperty(deeds, async (done) => {
        for (const table of ['record', 'ledger', 'ledger_place', 'survey'] as const) {
          await store.db.deleteFrom(table).execute();
        }
        const pressed = new Set<string>();
        for (const deed of done) {
          number += 1;
          if ('press' in deed) {
            const fields = deed.name === '' ? { community: '东街社区' } : { name: deed.name };
            pressed.add(deed.press);
            await addPress(store, number * 1_000, {
              step: 'pressed',
              eventId: `e${number}`,
              count: 1 + (number % 2),
              subject: { ...SUBJECT, callId: deed.press, deviceId: deed.press, home: fields },
            });
          } else if ('at' in deed) {
            if (!pressed.has(deed.at)) continue;
            const { at: callId, by, step: what } = deed;
            await addStep(store, { callId, at: number * 1_000, by, what });
          } else if (pressed.has(deed.asked)) {
            const { asked: callId, ...said } = deed;
            await surveys.add({
              ...said,
              callId,
              at: number * 1_000,
              by: 'Ann',
              text: '',
              sample: null,
            });
          }
        }
        const all = async () => (await new Ledger(store.db).find({}, undefined, 100)).rows;
        const before = await all();
        expect(before).toHaveLength(pressed.size);
        expect(await compareLedger(store.db)).toEqual({ calls: pressed.size, different: 0 });
        expect(await rebuildLedger(store.db)).toBe(pressed.size);
        expect(await all()).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  it('notices a row that was changed by hand', async () => {
    const store = await start();
    await addPress(store, 1, { step: 'pressed', eventId: 'e', count: 1, subject: SUBJECT });
    await store.db.updateTable('ledger').set({ officer: 'Eve' }).execute();
    expect(await compareLedger(store.db)).toEqual({ calls: 1, different: 1 });
    await store.db.deleteFrom('record').execute();
    expect(await compareLedger(store.db)).toEqual({ calls: 0, different: 1 });
  });

  it('is made when a database of an earlier version is opened', async () => {
    const folder = await tempFolder();
    const options = { folder, masterKey: Buffer.alloc(32, 1) };
    const former = await DeskStore.open(options);
    await addPress(former, 1, { step: 'pressed', eventId: 'e', count: 2, subject: SUBJECT });
    for (const table of ['ledger', 'ledger_place', 'ledger_made'] as const) {
      await former.db.deleteFrom(table).execute();
    }
    await former.close();
    const store = await DeskStore.open(options);
    onTestFinished(() => store.close());
    expect(await findRow(store.db, SUBJECT.callId)).toMatchObject({
      presses: 2,
      name: '王秀英',
      community: 'g',
    });
  });
});
