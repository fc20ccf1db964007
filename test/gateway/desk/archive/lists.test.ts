// The archive as a file: what is exported holds no formula and is imported again without a change; what is wrong is told by its row.
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { linesOf } from '#gateway/desk/archive/csv.ts';
import { exported } from '#gateway/desk/archive/export.ts';
import { ResidentFields } from '#gateway/desk/archive/fields.ts';
import { Imports } from '#gateway/desk/archive/import.ts';
import { ResidentStore } from '#gateway/desk/archive/resident-store.ts';
import {
  MAX_CONTACTS,
  NO_RESIDENT,
  RESIDENT_TEXTS,
  type Resident,
  SITUATIONS,
} from '#gateway/desk/archive/shapes.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { csvLine, plainField } from '#gateway/system/csv.ts';
import { tempFolder } from '../../temp.ts';
import { startAlone } from './desk-alone.ts';
import { WANG } from './people.ts';

const SILENT = { info() {}, warn() {}, error() {} };
const NOTHING = { fresh: 0, changed: 0, refused: 0 };

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function open() {
  const store = await DeskStore.open({
    folder: await tempFolder(),
    masterKey: Buffer.alloc(32, 1),
  });
  const residents = new ResidentStore(store.db, systemClock);
  const imports = new Imports(store.db, systemClock, SILENT);
  const save = (resident: Resident) =>
    residents.save({ id: undefined, version: undefined, resident, by: 'Ann' });
  const list = async (language: 'en' | 'zh') =>
    Buffer.from((await all(exported(store.db, language))).join(''));
  return { store, residents, imports, save, list };
}

/** Whatever may stand in a form. */
const hostile = fc.oneof(
  fc.constantFrom(
    '=cmd()',
    "'=1+1",
    '+86 138',
    '-1',
    '@a',
    "''-x",
    'a"b',
    'a,b;c',
    '王秀英',
    '👵🏻',
    '1938',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const resident: fc.Arbitrary<Resident> = fc
  .record({
    texts: fc.array(hostile, {
      minLength: RESIDENT_TEXTS.length,
      maxLength: RESIDENT_TEXTS.length,
    }),
    situations: fc.uniqueArray(fc.constantFrom(...SITUATIONS)),
    place: fc.option(
      fc.record({
        latitude: fc.double({ min: -90, max: 90, noNaN: true }),
        longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      }),
      { nil: { latitude: null, longitude: null } },
    ),
    contacts: fc.array(fc.record({ name: hostile, relation: hostile, telephone: hostile }), {
      maxLength: MAX_CONTACTS,
    }),
    deviceIds: fc.uniqueArray(fc.stringMatching(/^[\w-]{1,8}$/), { maxLength: 3 }),
    isFormer: fc.boolean(),
  })
  .map(({ texts, place, ...fields }) => {
    const named = Object.fromEntries(RESIDENT_TEXTS.map((name, index) => [name, texts[index]]));
    return { ...NO_RESIDENT, ...named, ...fields, ...place, birthDate: '' };
  })
  .map((fields) => ResidentFields.safeParse(fields))
  .filter(({ success }) => success)
  .map(({ data }) => data as Resident);

describe('a list that was exported', () => {
  it('and is imported again changes nothing, whatever the fields hold, in either language', async () => {
    const { store, save, imports, list } = await open();
    const run = async (people: Resident[], language: 'en' | 'zh') => {
      await store.db.deleteFrom('resident').execute();
      await store.db.deleteFrom('resident_sheet').execute();
      await store.db.deleteFrom('resident_device').execute();
      for (const person of people) await save(person);
      const { errors, ...preview } = await imports.preview(await list(language));
      expect([preview, errors]).toMatchObject([{ ...NOTHING, same: people.length }, []]);
    };
    const people = fc
      .uniqueArray(resident, { selector: ({ reference }) => reference, maxLength: 4 })
      .filter((people) => {
        const ids = people.flatMap(({ deviceIds }) => deviceIds);
        return new Set(ids).size === ids.length;
      });
    await fc.assert(fc.asyncProperty(people, fc.constantFrom('en', 'zh'), run), { numRuns: 40 });
    await store.close();
  });

  it('opens in a spreadsheet: marked as UTF-8, and no cell is a formula', async () => {
    const { ann } = await startAlone();
    for (const name of ['=cmd()|x', '+1', '-1', '@x']) {
      const person = { ...WANG, name, reference: name, deviceIds: [] };
      await ann.post('/api/residents', { version: null, resident: person });
    }
    const text = await ann.text('/api/residents/export', { language: 'zh' });
    expect(text.startsWith('\ufeff档案号,住户编号,姓名,')).toBe(true);
    for (const cell of text.split(/[,\r\n]/)) expect(cell).not.toMatch(/^"?[=+@-]/);
    const { looks } = (await ann.get('/api/looks')).body;
    expect(looks).toMatchObject([{ by: 'Ann', residentId: 0, name: null }]);
  });
});

describe('a cell', () => {
  it('comes through a file as it is', async () => {
    const cells = fc.array(
      fc.string().filter((cell) => !/[\r\ufffd]/.test(cell)),
      { minLength: 2 },
    );
    await fc.assert(
      fc.asyncProperty(cells, async (written) => {
        fc.pre(written.some((cell) => cell.trim() !== ''));
        const bytes = Buffer.from(csvLine(['a', 'b']) + csvLine(written));
        const lines = await all(linesOf(bytes));
        expect(lines[1]?.cells.map(plainField)).toEqual(written);
      }),
    );
  });
});

describe('an imported list', () => {
  const excel = (text: string) => {
    // 王秀英, 独居, 姓名, 住户编号, 居住情况, 出生日期 as Excel in China writes them.
    const gb: Record<string, string> = {
      姓名: 'd0d5c3fb',
      住户编号: 'd7a1bba7b1e0bac5',
      王秀英: 'cdf5d0e3d3a2',
      居住情况: 'bed3d7a1c7e9bff6',
      独居: 'b6c0bed3',
      出生日期: 'b3f6c9fac8d5c6da',
    };
    const words = new RegExp(Object.keys(gb).join('|'), 'g');
    const parts = text.split(/([\u4e00-\u9fff]+)/);
    return Buffer.concat(
      parts.map((part) =>
        words.test(part) || gb[part] ? Buffer.from(gb[part] ?? '', 'hex') : Buffer.from(part),
      ),
    );
  };

  it('is read as Excel in China writes it, as UTF-8 with and without its mark, and with semicolons', async () => {
    const rows = '住户编号,姓名,居住情况,出生日期\r\n4711,王秀英,独居,1938/4/5\r\n';
    const files = [
      excel(rows),
      Buffer.from(rows),
      Buffer.from(`\ufeff${rows}`),
      Buffer.from(`sep=;\r\n${rows.replaceAll(',', ';')}`),
      Buffer.from(`\ufeff${rows}`, 'utf16le'),
    ];
    for (const file of files) {
      const { store, residents, imports } = await open();
      expect(await imports.apply(file, 'Ann')).toEqual({
        fresh: 1,
        changed: 0,
        same: 0,
        refused: 0,
      });
      const { resident } = await residents.resident(1);
      expect(resident).toMatchObject({
        reference: '4711',
        name: '王秀英',
        situations: ['alone'],
        birthDate: '1938-04-05',
      });
      await store.close();
    }
  });

  it('changes what it tells and nothing else: an empty cell leaves what is there', async () => {
    const { store, residents, imports, save } = await open();
    await save(WANG);
    const list = 'reference,name,health,contact 1 telephone\n4711,,糖尿病,139 9\n4712,李建国,,\n';
    expect(await imports.preview(Buffer.from(list))).toMatchObject({
      fresh: 1,
      changed: 1,
      rows: [
        { line: 2, isNew: false, name: WANG.name, fields: ['health', 'contacts'] },
        { line: 3, isNew: true, name: '李建国' },
      ],
    });
    // A preview writes nothing.
    expect((await residents.resident(1)).resident.health).toBe(WANG.health);
    await imports.apply(Buffer.from(list), 'Kay');
    const { resident } = await residents.resident(1);
    const [li, zhao] = WANG.contacts;
    expect(resident).toEqual({
      ...WANG,
      health: '糖尿病',
      contacts: [{ ...li, telephone: '139 9' }, zhao],
    });
    expect((await residents.changesOf(1))[0]).toMatchObject({ by: 'Kay' });
    expect(await imports.apply(Buffer.from(list), 'Kay')).toMatchObject({ ...NOTHING, same: 2 });
    await store.close();
  });

  it('tells each wrong row with its field, and takes the others', async () => {
    const { store, imports, save } = await open();
    await save(WANG);
    await save({ ...NO_RESIDENT, name: '双', telephone: '1' });
    await save({ ...NO_RESIDENT, name: '双', telephone: '1' });
    const head = 'id,reference,name,telephone,birth date,buttons,living situation\n';
    const rows: [string, string, string][] = [
      [',,,,,,独居', 'name', 'no_name'],
      [',1,A,,1938-13-01,,', 'birthDate', 'wrong'],
      [',2,A,,,,漂泊', 'situations.0', 'wrong'],
      [',3,A,,,CB-0001,', 'deviceIds', 'device_elsewhere'],
      [',,双,1,,,', 'name', 'ambiguous'],
      ['99,,A,,,,', 'id', 'unknown_id'],
      ['x,,A,,,,', 'id', 'unknown_id'],
      ['2,4711,A,,,,', 'reference', 'reference_taken'],
      [',4,A,,,,,,more', '', 'cells'],
      [',5,A\u202eB,,,,', 'name', 'wrong'],
      [',3.2E+17,A,,,,', 'reference', 'wrong'],
      [',7,A,,,,', '', ''],
      [',7,B,,,,', 'reference', 'twice'],
    ];
    const list = Buffer.from(head + rows.map(([row]) => `${row}\n`).join(''));
    const { errors } = await imports.preview(list);
    const expected = rows.map(([, field, fault], index) => ({ line: index + 2, field, fault }));
    expect(errors).toEqual(expected.filter(({ fault }) => fault !== ''));
    expect(await imports.apply(list, 'Ann')).toEqual({
      fresh: 1,
      changed: 0,
      same: 0,
      refused: 12,
    });
    await store.close();
  });

  it('that was being written when the desk ended is written at the next start', async () => {
    const { store, residents, imports } = await open();
    const rows = Array.from({ length: 60 }, (_, n) => `${n},N${n}`).join('\n');
    const applied = imports.apply(Buffer.from(`reference,name\n${rows}\n`), 'Ann');
    const query = { text: '', subdistrict: '', community: '', list: 'all' as const, page: 0 };
    await expect.poll(async () => (await residents.search(query)).total).toBeGreaterThan(0);
    await imports.stop();
    await applied;
    expect((await residents.search(query)).total).toBeLessThan(60);
    const next = new Imports(store.db, systemClock, SILENT);
    next.start();
    await expect.poll(async () => (await residents.search(query)).total).toBe(60);
    await next.stop();
    expect(await store.db.selectFrom('resident_import').selectAll().execute()).toEqual([]);
    await store.close();
  });

  it('that is no list is refused as a whole, with what to do', async () => {
    const { ann, login } = await startAlone();
    const bo = await login('Bo', 'officer');
    const ask = (officer: typeof ann, list: string | Buffer) =>
      officer.upload('/api/residents/import/preview', Buffer.from(list));
    for (const list of [
      '',
      '\n\n',
      'a,b\n1,2\n',
      'name,姓名\nx,y\n',
      'PK\u0003\u0004zip',
      'name\n"open\n',
    ]) {
      expect((await ask(ann, list)).body.code).toBe('DESK_LIST_WRONG');
    }
    expect((await ask(bo, 'name\nx\n')).body.code).toBe('DESK_FORBIDDEN');
    expect((await ask(ann, Buffer.alloc((8 << 20) + 1, 'x'))).status).toBe(413);
    const large = `name,health\n${'名,'.concat('药'.repeat(900), '\n').repeat(100)}`;
    expect((await ask(ann, large)).body).toMatchObject({ fresh: 100 });
  });

  it('is not even read of somebody who may not import it', async () => {
    const { desk } = await startAlone();
    const socket = connect(desk.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    // The list itself never comes: an answer that waits for it never comes either.
    socket.write(
      'POST /api/residents/import HTTP/1.1\r\nhost: desk\r\nx-call-button: desk\r\ncontent-length: 8000000\r\n\r\n',
    );
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('DESK_LOGIN_NEEDED');
  });
});
