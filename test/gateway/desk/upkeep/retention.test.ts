// What is kept long enough goes: words about people, then who they were, then ids of events. The call itself stays.
import { describe, expect, it } from 'vitest';
import { Ledger } from '#gateway/desk/ledger/ledger.ts';
import { compareLedger } from '#gateway/desk/ledger/projection.ts';
import { DEFAULT_RETENTION, eraseOld } from '#gateway/desk/upkeep/retention.ts';
import { deskAlone } from '../desk-alone.ts';

const DAY_MS = 86_400_000;
const HOME = { reference: '4711', name: '王秀英', address: '东街 1', community: '东社区' };
const CLOSED = { step: 'closed', outcome: 'helped', followUp: false } as const;

describe('retention', () => {
  it('takes notes after a year and persons after three, and the ledger still follows from the records', async () => {
    const { press, steps, clock, running } = await deskAlone();
    const { db } = running.store;
    await press('C1', { home: HOME });
    await steps(
      'C1',
      'Ann',
      { step: 'taken' },
      { step: 'needed', needs: ['meals'], text: '糖尿病' },
      { step: 'noted', text: '糖尿病' },
      CLOSED,
    );
    await press('open', { home: HOME });
    const daysLater = async (days: number) => {
      const erased = await eraseOld(db, DEFAULT_RETENTION, clock.utc() + days * DAY_MS);
      const { rows } = await new Ledger(db).find({ text: '4711' });
      const all = JSON.stringify(await db.selectFrom('record').selectAll().execute());
      return { erased, row: rows.find(({ callId }) => callId === 'C1'), all };
    };
    const soon = await daysLater(364);
    expect(soon.erased).toMatchObject({ notes: 0, persons: 0 });
    expect(soon.row).toMatchObject({ name: '王秀英', needText: '糖尿病' });
    const later = await daysLater(366);
    expect(later.erased).toMatchObject({ notes: 1, persons: 0 });
    expect(later.row).toMatchObject({ name: '王秀英', needText: '', needs: ['meals'], notes: 1 });
    expect(later.all).not.toContain('糖尿病');
    const last = await daysLater(1_096);
    expect(last.erased).toMatchObject({ notes: 0, persons: 1 });
    expect(last.row).toMatchObject({
      name: '',
      address: '',
      reference: '4711',
      community: '东社区',
      outcome: 'helped',
      officer: 'Ann',
    });
    expect((await daysLater(1_097)).erased).toMatchObject({ notes: 0, persons: 0 });
    expect(await compareLedger(db)).toEqual({ calls: 2, different: 0 });
    // Nobody has closed it: it is still somebody's.
    const { rows } = await new Ledger(db).find({ text: '王秀英' });
    expect(rows.map(({ callId }) => callId)).toEqual(['open']);
  });

  it('forgets ids of events after ninety days, and those of yesterday stay', async () => {
    const { press, clock, running } = await deskAlone();
    const { store } = running;
    const { db } = store;
    await press('C1');
    await store.addNotice('s', clock.utc(), { id: 'n1', type: 't', data: {} });
    await press('C2');
    clock.setUtc(clock.utc() + 60 * DAY_MS);
    await press('C3');
    const erased = await eraseOld(db, DEFAULT_RETENTION, clock.utc() + 31 * DAY_MS);
    expect(erased.events).toBe(3);
    const left = await db.selectFrom('event').select('id').execute();
    expect(left).toEqual([{ id: 'e3' }]);
  });
});
