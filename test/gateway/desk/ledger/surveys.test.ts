// Asking afterwards: follow-ups wait until somebody has said something, and draws are of homes that were served.
import { describe, expect, it } from 'vitest';
import { NO_RESIDENT } from '#gateway/desk/archive/shapes.ts';
import type { AskedRow, LedgerRow } from '#gateway/desk/ledger/shapes.ts';
import { deskAlone } from '../desk-alone.ts';

const HELPED = { step: 'closed', outcome: 'helped', followUp: true } as const;
const said = (callId: string, changes: object = {}) => ({
  callId,
  sample: null,
  result: 'answered',
  satisfaction: 4,
  text: '很好',
  ...changes,
});

async function withCalls(count: number) {
  const desk = await deskAlone();
  const lead = await desk.login('Lead', 'leader');
  for (let index = 0; index < count; index++) {
    await desk.press(`C${index}`);
    await desk.steps(`C${index}`, 'Ann', { step: 'taken' }, HELPED);
  }
  return { ...desk, lead };
}

describe('a follow-up', () => {
  it('comes with the number to dial: of the archive, else of the call, and none of a call that was made nameless', async () => {
    const { lead, press, steps, running } = await withCalls(1);
    const home = { reference: '7', name: '李', telephone: '7777' };
    for (const [callId, of] of [
      ['C1', home],
      ['C2', { ...home, reference: '8' }],
      ['C3', home],
    ] as const) {
      await press(callId, { home: of });
      await steps(callId, 'Ann', { step: 'taken' }, HELPED);
    }
    const resident = { ...NO_RESIDENT, reference: '8', name: '李', telephone: '8888' };
    await lead.post('/api/residents', { version: null, resident });
    await running.store.db
      .updateTable('ledger')
      .set({ erased: 2 })
      .where('call_id', '=', 'C3')
      .execute();
    const { rows } = (await lead.get('/api/ledger/follow-ups')).body as { rows: AskedRow[] };
    expect(rows.map(({ telephone }) => telephone)).toEqual(['', '7777', '8888', '']);
  });

  it('waits on the list until somebody was asked or would not be, and says so in the ledger', async () => {
    const { lead, press } = await withCalls(3);
    const waiting = async () => {
      const { rows } = (await lead.get('/api/ledger/follow-ups')).body as { rows: LedgerRow[] };
      return rows.map(({ callId }) => callId);
    };
    expect(await waiting()).toEqual(['C0', 'C1', 'C2']);
    await lead.post('/api/ledger/surveys', said('C0'));
    await lead.post(
      '/api/ledger/surveys',
      said('C1', { result: 'not_reached', satisfaction: null }),
    );
    await lead.post('/api/ledger/surveys', said('C2', { result: 'declined', satisfaction: null }));
    expect(await waiting()).toEqual(['C1']);
    const { rows } = (await lead.post('/api/ledger', {})).body as { rows: LedgerRow[] };
    expect(rows.find(({ callId }) => callId === 'C0')).toMatchObject({
      satisfaction: 4,
      isFollowUpWanted: true,
    });
    // Pressed again, it is open and waits for nothing.
    await press('C1');
    expect(await waiting()).toEqual([]);
  });

  it('is refused what nobody can have said, and of no call', async () => {
    const { lead } = await withCalls(1);
    const refused = async (body: object) =>
      (await lead.post('/api/ledger/surveys', body)).body.code;
    for (const changes of [
      { satisfaction: 0 },
      { satisfaction: 6 },
      { satisfaction: 1.5 },
      { result: 'not_reached' },
      { result: 'won' },
      { text: 'x'.repeat(2_001) },
      { callId: '' },
    ]) {
      expect(await refused(said('C0', changes))).toBe('DESK_REQUEST_MALFORMED');
    }
    expect(await refused(said('C9'))).toBe('NO_SUCH_CALL');
    expect(await refused(said('C0', { sample: 7 }))).toBe('NO_SUCH_SAMPLE');
  });
});

describe('a draw', () => {
  it('is of ten homes that were served in the time, each once, and keeps what they say', async () => {
    const { lead, clock, press, login, steps } = await withCalls(25);
    await press('mistake');
    await steps('mistake', 'Ann', { step: 'taken' }, { ...HELPED, outcome: 'by_mistake' });
    await press('test', { isTest: true });
    await press('open');
    const span = { from: clock.utc() - 1_000, to: clock.utc() + 1_000 };
    const officer = await login('Ann', 'officer');
    expect((await officer.post('/api/samples/draw', span)).body.code).toBe('DESK_FORBIDDEN');
    const { sample } = (await lead.post('/api/samples/draw', span)).body as { sample: number };
    const drawn = await officer.post('/api/samples/drawn', { sample });
    const residents = drawn.body.residents as { row: LedgerRow; surveys: object[] }[];
    const ids = residents.map(({ row }) => row.callId);
    expect(new Set(ids).size).toBe(10);
    for (const id of ids) expect(id).toMatch(/^C\d+$/);
    await officer.post('/api/ledger/surveys', said(ids[0] as string, { sample }));
    const { samples } = (await lead.get('/api/samples')).body;
    expect(samples).toMatchObject([{ number: sample, by: 'Lead', drawn: 10, asked: 1 }]);
    // A draw is no follow-up: who was to be asked is still to be asked.
    const { rows } = (await lead.get('/api/ledger/follow-ups')).body as { rows: LedgerRow[] };
    expect(rows.map(({ callId }) => callId)).toContain(ids[0]);
  });

  it('is of as many as there are, and of nobody when nobody was served', async () => {
    const { lead, clock } = await withCalls(3);
    const drawnFrom = async (from: number, to: number) => {
      const { sample } = (await lead.post('/api/samples/draw', { from, to })).body;
      return await lead.post('/api/samples/drawn', { sample: sample as number });
    };
    const now = clock.utc();
    expect((await drawnFrom(now, now + 1)).body.residents).toHaveLength(3);
    expect((await drawnFrom(now + 1, now + 2)).body.residents).toEqual([]);
  });
});
