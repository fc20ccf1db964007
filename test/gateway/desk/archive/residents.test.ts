// The archive of residents: what is kept, who may see it, and that every look and every change is written down.
import { describe, expect, it } from 'vitest';
import type { CallSheet, ResidentPage, ResidentSheet } from '#gateway/desk/archive/shapes.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { Officer } from '../officer.ts';
import { SUBJECT } from '../subject.ts';
import { startAlone } from './desk-alone.ts';
import { LI, WANG } from './people.ts';

const ALL = { text: '', subdistrict: '', community: '', list: 'all', page: 0 };
const { callId } = SUBJECT;

async function add(keeper: Officer, resident = WANG): Promise<{ id: number; version: number }> {
  const { status, body } = await keeper.post('/api/residents', { version: null, resident });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as unknown as { id: number; version: number };
}

async function found(officer: Officer, query: object): Promise<string[]> {
  const { body } = await officer.post('/api/residents/search', { ...ALL, ...query });
  return (body as unknown as ResidentPage).rows.map(({ name }) => name);
}

async function looks(leader: Officer): Promise<{ by: string; name: string }[]> {
  return (await leader.get('/api/looks')).body.looks as { by: string; name: string }[];
}

const sheetOf = async (officer: Officer) =>
  (await officer.get(`/api/calls/${callId}/sheet`)).body as unknown as CallSheet;

describe('a resident', () => {
  it('is kept as it was typed, and read again', async () => {
    const { ann } = await startAlone();
    const { id } = await add(ann);
    const sheet = (await ann.get(`/api/residents/${id}`)).body as unknown as ResidentSheet;
    expect(sheet.resident).toEqual(WANG);
    expect(sheet.missing).toEqual([]);
  });

  it('has every change written down: what it was, what it is, by whom', async () => {
    const { ann, login } = await startAlone();
    const { id, version } = await add(ann);
    const kay = await login('Kay', 'archive_keeper');
    const resident = { ...WANG, health: '高血压，糖尿病' };
    expect((await kay.post(`/api/residents/${id}`, { version, resident })).status).toBe(200);
    // The same once more changes nothing.
    await kay.post(`/api/residents/${id}`, { version: null, resident });
    const { changes } = (await ann.get(`/api/residents/${id}`)).body as unknown as ResidentSheet;
    expect(changes).toHaveLength(2);
    expect(changes[0]).toMatchObject({
      by: 'Kay',
      fields: { health: ['高血压', '高血压，糖尿病'] },
    });
    expect(changes[1]).toMatchObject({ by: 'Ann', fields: { name: [null, WANG.name] } });
  });

  it('is not overwritten by whoever had opened it before somebody else saved', async () => {
    const { ann } = await startAlone();
    const { id, version } = await add(ann);
    const save = (resident: object) => ann.post(`/api/residents/${id}`, { version, resident });
    expect((await save({ ...WANG, needs: '理发' })).status).toBe(200);
    const second = await save({ ...WANG, strengths: '象棋' });
    expect(second).toMatchObject({ status: 409, body: { code: 'DESK_CHANGED_MEANWHILE' } });
  });

  it('is found by name, two characters of it, reference, telephone, address, button, and all words at once', async () => {
    const { ann } = await startAlone();
    await add(ann);
    await add(ann, { ...WANG, reference: '4712', name: '李建国', telephone: '', deviceIds: [] });
    for (const text of ['王秀英', '秀英', '4711', '138', 'CB-0001', '王秀英 幸福路12号']) {
      expect([text, await found(ann, { text })]).toEqual([text, ['王秀英']]);
    }
    expect(await found(ann, { text: '幸福' })).toHaveLength(2);
    expect(await found(ann, { text: '秀英 4712' })).toEqual([]);
    expect(await found(ann, { text: '%' })).toEqual([]);
    expect(await found(ann, { text: '" OR ""' })).toEqual([]);
    expect(await found(ann, { list: 'missing' })).toEqual(['李建国']);
    expect(await found(ann, { list: 'without_button' })).toEqual(['李建国']);
    expect(await found(ann, { community: '别处' })).toEqual([]);
  });

  it('is found by what it is called now, and no longer by what it was', async () => {
    const { ann } = await startAlone();
    const { id, version } = await add(ann);
    const resident = { ...WANG, name: '王淑英' };
    await ann.post(`/api/residents/${id}`, { version, resident });
    expect(await found(ann, { text: '王秀英' })).toEqual([]);
    expect(await found(ann, { text: '王淑英' })).toEqual(['王淑英']);
  });

  it('shares neither reference nor button with another', async () => {
    const { ann } = await startAlone();
    await add(ann);
    const refused = async (resident: object) =>
      (await ann.post('/api/residents', { version: null, resident })).body.code;
    expect(await refused({ ...WANG, deviceIds: [] })).toBe('DESK_REFERENCE_TAKEN');
    expect(await refused({ ...WANG, reference: '4712' })).toBe('DESK_DEVICE_ELSEWHERE');
    expect(await refused({ ...WANG, reference: '', deviceIds: [], pairs: [9] })).toBe(
      'NO_SUCH_HELPER',
    );
    // None of them is half there.
    expect(await found(ann, {})).toHaveLength(1);
  });

  it('is refused with the field that is wrong, never with what is in it', async () => {
    const { ann } = await startAlone();
    const wrong: [string, object][] = [
      ['name', { name: '', reference: '' }],
      ['name', { name: 'x'.repeat(129) }],
      ['name', { name: 'evil\u202ename' }],
      ['name', { name: 'bell\u0007' }],
      ['name', { name: '王\n秀英' }],
      ['birthDate', { birthDate: '1938-02-30' }],
      ['birthDate', { birthDate: '2999-01-01' }],
      ['reference', { reference: '3.20602E+17' }],
      ['contacts.0.telephone', { contacts: [{ name: 'x', relation: '', telephone: '' }] }],
      ['longitude', { latitude: 31.2 }],
      ['latitude', { latitude: 91, longitude: 0 }],
      ['situations', { situations: ['alone', 'alone'] }],
    ];
    for (const [field, change] of wrong) {
      const resident = { ...WANG, ...change };
      const { body } = await ann.post('/api/residents', { version: null, resident });
      expect([body.code, body.detail]).toEqual(['DESK_FIELD_WRONG', `resident.${field}`]);
    }
    const odd = await ann.post('/api/residents', { version: null, resident: {}, more: 1 });
    expect(odd.body.code).toBe('DESK_REQUEST_MALFORMED');
    expect(await found(ann, {})).toEqual([]);
  });

  it('with a script, an emoji or a formula for a name is kept as text', async () => {
    const { ann } = await startAlone();
    for (const name of ['<script>alert(1)</script>', '王👵🏻', "=cmd()|'x'"]) {
      const { id } = await add(ann, { ...WANG, name, reference: '', deviceIds: [] });
      const { body } = await ann.get(`/api/residents/${id}`);
      expect((body as unknown as ResidentSheet).resident.name).toBe(name);
    }
  });

  it('is due for the yearly check until somebody confirms it, and again a year later', async () => {
    const clock = new MovingClock();
    const { ann, desk } = await startAlone({ clock });
    const { id } = await add(ann);
    expect(await found(ann, { list: 'due' })).toEqual(['王秀英']);
    await ann.post(`/api/residents/${id}/check`, {});
    expect(await found(ann, { list: 'due' })).toEqual([]);
    const { checks } = (await ann.get(`/api/residents/${id}`)).body as unknown as ResidentSheet;
    expect(checks).toMatchObject([{ by: 'Ann' }]);
    clock.setUtc(clock.utc() + 366 * 86_400_000);
    const annLater = await Officer.login(desk.port, 'Ann');
    expect(await found(annLater, { list: 'due' })).toEqual(['王秀英']);
  });
});

describe('a sheet of a call', () => {
  it('has whom to telephone, the pairs, the last calls and the button, and is no look while the call rings', async () => {
    const { ann, login, press } = await startAlone();
    const helper = await ann.post('/api/helpers', { version: null, helper: LI });
    const helperId = helper.body.id as number;
    await add(ann, { ...WANG, pairs: [helperId] });
    await press({ callId: 'CB-0001.1.0' });
    await ann.step('CB-0001.1.0', { step: 'taken' });
    await ann.step('CB-0001.1.0', { step: 'needed', needs: ['meals'], text: '' });
    await ann.step('CB-0001.1.0', { step: 'closed', outcome: 'helped', followUp: false });
    await press();
    const bo = await login('Bo', 'officer');
    const sheet = await sheetOf(bo);
    expect(sheet.resident).toMatchObject({ name: WANG.name, access: WANG.access });
    expect(sheet.resident?.contacts.map(({ name }) => name)).toEqual(['李梅', '赵强']);
    expect(sheet.pairs).toMatchObject([{ helperId, name: LI.name, telephone: LI.telephone }]);
    expect(sheet.lastCalls).toMatchObject([
      { callId: 'CB-0001.1.0', needs: ['meals'], outcome: 'helped' },
    ]);
    expect(sheet.button).toMatchObject({ deviceId: 'CB-0001', batteryPercent: null });
    expect(sheet.isRecorded).toBe(false);
    expect(await looks(ann)).toEqual([]);
  });

  it('is found by the button when the home has no reference that the archive knows', async () => {
    const { ann, press } = await startAlone();
    await add(ann);
    await press({ home: {} });
    expect((await sheetOf(ann)).resident?.name).toBe(WANG.name);
    const other = { callId: 'CB-0009.1.1', deviceId: 'CB-0009', home: { reference: '9' } };
    await press(other);
    const { body } = await ann.get(`/api/calls/${other.callId}/sheet`);
    expect(body).toMatchObject({ resident: null, residentId: null, isRecorded: false });
  });

  it("is a recorded look when the call is somebody else's, and when it is over", async () => {
    const { ann, login, press } = await startAlone();
    await add(ann);
    await press();
    const bo = await login('Bo', 'officer');
    const cy = await login('Cy', 'officer');
    await bo.step(callId, { step: 'taken' });
    expect((await sheetOf(bo)).isRecorded).toBe(false);
    expect((await sheetOf(cy)).isRecorded).toBe(true);
    await bo.step(callId, { step: 'closed', outcome: 'helped', followUp: false });
    await sheetOf(bo);
    // The page asks again with each change: that is the same look.
    await sheetOf(bo);
    expect(await looks(ann)).toMatchObject([
      { by: 'Bo', name: WANG.name },
      { by: 'Cy', name: WANG.name },
    ]);
  });
});

describe('the archive', () => {
  it('is changed by its keeper and the leader alone; an officer reads, and that is recorded; a viewer sees nothing', async () => {
    const { ann, login } = await startAlone();
    const { id, version } = await add(ann);
    const bo = await login('Bo', 'officer');
    const wall = await login('Wall', 'viewer');
    const save = { version, resident: WANG };
    for (const officer of [bo, wall]) {
      for (const path of ['/api/residents', `/api/residents/${id}`, `/api/residents/${id}/check`]) {
        expect((await officer.post(path, save)).body.code).toBe('DESK_FORBIDDEN');
      }
      expect((await officer.get('/api/looks')).body.code).toBe('DESK_FORBIDDEN');
    }
    expect((await wall.post('/api/residents/search', ALL)).status).toBe(403);
    expect((await wall.get(`/api/residents/${id}`)).status).toBe(403);
    const { body } = await bo.post('/api/residents/search', ALL);
    expect(body.rows).toMatchObject([{ name: WANG.name, telephone: '' }]);
    expect((await bo.get(`/api/residents/${id}`)).status).toBe(200);
    expect(await looks(ann)).toMatchObject([{ by: 'Bo', name: WANG.name }]);
    expect((await bo.get('/api/residents/99')).body.code).toBe('NO_SUCH_RESIDENT');
    expect((await bo.get('/api/residents/x')).body.code).toBe('NO_SUCH_RESIDENT');
  });
});
