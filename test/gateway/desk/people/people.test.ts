// Accounts and sessions: what a leader changes holds at once, and a restart of the desk logs nobody out.
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nameKey } from '#gateway/desk/people/account-name.ts';
import { deskAlone } from '../desk-alone.ts';
import { Officer, PASSWORD } from '../officer.ts';

const HOUR_MS = 3_600_000;
const NEW = 'another horse';

describe('a session', () => {
  it('is there after a restart, and ends after fourteen hours', async () => {
    const desk = await deskAlone();
    const ann = await desk.login('Ann', 'officer');
    await desk.restart();
    ann.moveTo(desk.running.port);
    expect((await ann.get('/api/session')).body.session).toMatchObject({ name: 'Ann' });
    await desk.clock.advance(14 * HOUR_MS - 1);
    expect((await ann.get('/api/closed')).status).toBe(200);
    await desk.clock.advance(1);
    expect((await ann.get('/api/closed')).body.code).toBe('DESK_LOGIN_NEEDED');
  });

  it('that was ended is over on every page at once, also for who listens, and stays so', async () => {
    const desk = await deskAlone();
    const lead = await desk.login('Lead', 'leader');
    const ann = await desk.login('Ann', 'officer');
    await ann.listen();
    const closed = ann.isCut();
    await lead.post('/api/people/end-sessions', { name: 'Ann' });
    await closed;
    expect((await ann.get('/api/closed')).status).toBe(401);
    await desk.restart();
    ann.moveTo(desk.running.port);
    lead.moveTo(desk.running.port);
    expect((await ann.get('/api/closed')).status).toBe(401);
    expect((await lead.get('/api/closed')).status).toBe(200);
  });

  it('is nowhere in the database as the browser has it', async () => {
    const desk = await deskAlone();
    const ann = await desk.login('Ann', 'officer');
    const rows = await desk.running.store.db.selectFrom('session').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(ann.cookie).not.toContain(rows[0]?.token_hash);
  });
});

describe('a leader', () => {
  it('adds people, changes what they may, and shuts them out', async () => {
    const desk = await deskAlone();
    const lead = await desk.login('Lead', 'leader');
    const ann = { name: 'Ann', role: 'officer', password: PASSWORD };
    expect((await lead.post('/api/people/add', ann)).status).toBe(200);
    expect((await lead.post('/api/people/add', ann)).body.code).toBe('DESK_NAME_TAKEN');
    const page = await Officer.login(desk.running.port, 'Ann');
    await lead.post('/api/people/change', { name: 'Ann', role: 'viewer' });
    expect((await page.post('/api/ledger', {})).body.code).toBe('DESK_FORBIDDEN');
    expect((await lead.get('/api/people')).body.people).toMatchObject([
      { name: 'Ann', role: 'viewer', isDisabled: false, sessions: 1 },
      { name: 'Lead', role: 'leader' },
    ]);
    await lead.post('/api/people/change', { name: 'Ann', isDisabled: true });
    expect((await page.get('/api/closed')).status).toBe(401);
    const again = () => page.post('/api/login', { name: 'Ann', password: PASSWORD });
    expect((await again()).body.code).toBe('DESK_LOGIN_WRONG');
    await lead.post('/api/people/change', { name: 'Ann', isDisabled: false });
    expect((await again()).status).toBe(200);
    await lead.post('/api/people/change', { name: 'Ann', password: NEW });
    expect((await page.get('/api/closed')).status).toBe(401);
    expect((await page.post('/api/login', { name: 'Ann', password: NEW })).status).toBe(200);
  });

  it('who is the last one stays one', async () => {
    const desk = await deskAlone();
    const lead = await desk.login('Lead', 'leader');
    const change = async (body: object) =>
      (await lead.post('/api/people/change', { name: 'Lead', ...body })).body.code;
    expect(await change({ role: 'officer' })).toBe('DESK_LAST_LEADER');
    expect(await change({ isDisabled: true })).toBe('DESK_LAST_LEADER');
    expect((await lead.get('/api/people')).status).toBe(200);
    expect(await change({ password: 'short' })).toBe('DESK_PASSWORD_SHORT');
    const other = await lead.post('/api/people/change', { name: 'Eve', role: 'officer' });
    expect(other.body.code).toBe('NO_SUCH_ACCOUNT');
  });
});

describe('the name of an account', () => {
  const SPELLINGS = ['Ann', 'ann', 'ANN', 'Ａnn', ' ann '];

  it('is one in every case and width: no second account looks alike, and everybody logs in as they type it', async () => {
    const desk = await deskAlone();
    const lead = await desk.login('Lead', 'leader');
    const ann = { name: 'Ann', role: 'officer', password: PASSWORD };
    expect((await lead.post('/api/people/add', ann)).status).toBe(200);
    for (const name of SPELLINGS) {
      const { status, body } = await lead.post('/api/people/add', { ...ann, name });
      // Blanks at the ends are refused before that.
      expect([status, body.code]).toEqual(
        name.startsWith(' ') ? [400, 'DESK_NAME_WRONG'] : [409, 'DESK_NAME_TAKEN'],
      );
      const page = await Officer.login(desk.running.port, name);
      expect((await page.get('/api/session')).body.session).toMatchObject({ name: 'Ann' });
    }
    const loud = await Officer.login(desk.running.port, 'ANN');
    await loud.onDuty();
    expect(desk.running.desk.onDuty).toEqual(['Ann']);
  });

  it('of a former version may be there twice: each is found as it is spelled, and other spellings mean the older one', async () => {
    const desk = await deskAlone();
    await desk.login('Ann', 'officer');
    const { db } = desk.running.store;
    const { password } = await db
      .selectFrom('account')
      .select('password')
      .executeTakeFirstOrThrow();
    const newer = { name: 'ann', role: 'viewer', password, created_at: desk.clock.utc() + 1 };
    await db.insertInto('account').values(newer).execute();
    const nameOf = async (name: string) => {
      const page = await Officer.login(desk.running.port, name);
      return ((await page.get('/api/session')).body.session as { name: string }).name;
    };
    expect(await Promise.all(['Ann', 'ann', 'ANN'].map(nameOf))).toEqual(['Ann', 'ann', 'Ann']);
  });

  it('is guessed at ten times, whatever its spelling', async () => {
    const desk = await deskAlone();
    const ann = await desk.login('Ann', 'officer');
    const answers: unknown[] = [];
    for (let at = 0; at < 12; at++) {
      const name = SPELLINGS[at % SPELLINGS.length];
      answers.push((await ann.post('/api/login', { name, password: 'x' })).body.code);
    }
    expect(answers.slice(-2)).toEqual(['DESK_LOGIN_LATER', 'DESK_LOGIN_LATER']);
  });

  it('compared twice is the same, and never another after that', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameKey(nameKey(name))).toBe(nameKey(name));
      }),
    );
    expect(nameKey('Straße')).toBe(nameKey('STRASSE'));
    expect(nameKey('张三')).not.toBe(nameKey('张叁'));
  });
});

describe('everybody', () => {
  it('changes the own password, which ends the other sessions and not this one', async () => {
    const desk = await deskAlone();
    const ann = await desk.login('Ann', 'viewer');
    const elsewhere = await Officer.login(desk.running.port, 'Ann');
    const change = async (old: string, password: string) =>
      await ann.post('/api/me/password', { old, password });
    expect((await change('wrong horse', NEW)).body.code).toBe('DESK_LOGIN_WRONG');
    expect((await change(PASSWORD, 'short')).body.code).toBe('DESK_PASSWORD_SHORT');
    expect((await change(PASSWORD, NEW)).status).toBe(200);
    expect((await ann.get('/api/closed')).status).toBe(200);
    expect((await elsewhere.get('/api/closed')).status).toBe(401);
  });

  it('has a language that comes along to every browser', async () => {
    const desk = await deskAlone();
    const ann = await desk.login('Ann', 'officer');
    await ann.post('/api/me/language', { language: 'zh' });
    const elsewhere = await Officer.login(desk.running.port, 'Ann');
    expect((await elsewhere.get('/api/session')).body.session).toMatchObject({ language: 'zh' });
    const bad = await ann.post('/api/me/language', { language: 'fr' });
    expect(bad.body.code).toBe('DESK_REQUEST_MALFORMED');
  });
});

describe('guessing', () => {
  it('at many names is stopped by the address, and forgiven with time', async () => {
    const desk = await deskAlone();
    const ann = await desk.login('Ann', 'officer');
    const guess = async (name: string) =>
      (await ann.post('/api/login', { name, password: 'x' })).body.code;
    const answers = await Promise.all(Array.from({ length: 70 }, (_, at) => guess(`nobody${at}`)));
    expect(answers.filter((code) => code === 'DESK_LOGIN_WRONG')).toHaveLength(60);
    expect(await guess('Ann')).toBe('DESK_LOGIN_LATER');
    await desk.clock.advance(10_000);
    expect(await guess('Ann')).toBe('DESK_LOGIN_WRONG');
  });

  it('at one name many times at once is ten guesses', async () => {
    const desk = await deskAlone();
    const ann = await desk.login('Ann', 'officer');
    const guess = async () =>
      (await ann.post('/api/login', { name: 'Ann', password: 'x' })).body.code;
    const answers = await Promise.all(Array.from({ length: 20 }, guess));
    expect(answers.filter((code) => code === 'DESK_LOGIN_WRONG')).toHaveLength(10);
    onTestFinished(() => ann.close());
  });
});
