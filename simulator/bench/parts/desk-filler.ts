// Fills a desk's database as years do: residents through the archive's own code, and a row of the ledger for each call.
import { join } from 'node:path';
import { sql } from 'kysely';
import { writeResident } from '#gateway/desk/archive/resident-write.ts';
import { NO_RESIDENT } from '#gateway/desk/archive/shapes.ts';
import { databaseFile, openFile } from '#gateway/desk/store/database.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { makeMasterKey, ownMasterKey } from '#gateway/registry/master-key.ts';
import { makeFolder } from '#gateway/system/durable.ts';
import { deviceIdOf } from './devices.ts';
import { serve } from './serve.ts';

export interface DeskToFill {
  data: string;
  residents: number;
  /** Rows of the ledger, over the last three years. */
  calls: number;
}

const AT_ONCE = 2_000;
/** What is being filled fits in: a page that has to leave is enciphered, and later deciphered again. */
const CACHE_KIB = 1_000_000;
const DAY_MS = 86_400_000;
const DAYS = 3 * 365;
const SURNAMES = [...'王李张刘陈杨赵黄周吴'];
const GIVEN = ['秀英', '桂兰', '建国', '淑珍', '玉梅', '德福', '凤英', '国强'];
const COMMUNITIES = 50;
const OFFICERS = 12;

const pick = <T>(from: readonly T[], index: number) => from[index % from.length] as T;
const nameOf = (index: number) => pick(SURNAMES, index) + pick(GIVEN, Math.floor(index / 10));
const communityOf = (index: number) => `社区${index % COMMUNITIES}`;
const referenceOf = (index: number) => `R-${index}`;
const addressOf = (index: number) => `和平里 ${index % 90} 号楼 ${index % 4} 单元 ${index % 600}`;

async function fill({ data, residents, calls }: DeskToFill): Promise<void> {
  await makeFolder(data);
  const masterKey = await makeMasterKey(ownMasterKey(data));
  const folder = join(data, 'desk');
  const store = await DeskStore.open({ folder, masterKey });
  await sql`pragma synchronous = off`.execute(store.db);
  await sql`pragma cache_size = ${sql.raw(String(-CACHE_KIB))}`.execute(store.db);
  for (let from = 0; from < residents; from += AT_ONCE) {
    await store.db.transaction().execute(async (write) => {
      for (let index = from; index < Math.min(from + AT_ONCE, residents); index++) {
        const resident = {
          ...NO_RESIDENT,
          reference: referenceOf(index),
          name: nameOf(index),
          telephone: `139${String(index).padStart(8, '0')}`,
          subdistrict: `街道${index % 8}`,
          community: communityOf(index),
          building: `${index % 90} 号楼`,
          address: addressOf(index),
          deviceIds: index % 3 === 0 ? [] : [deviceIdOf(index)],
        };
        const change = { id: undefined, resident, version: undefined, at: Date.now(), by: 'bench' };
        await writeResident(write, change);
      }
    });
  }
  await store.close();
  fillLedger(databaseFile(folder), masterKey, { data, residents, calls });
}

/** As `gateway/desk/ledger/projection.ts` writes it, without the records that it follows from: those nobody lists. */
function fillLedger(file: string, masterKey: Uint8Array, { residents, calls }: DeskToFill): void {
  const database = openFile(file, masterKey);
  database.exec(`pragma synchronous = off; pragma cache_size = ${-CACHE_KIB}`);
  // Made once at the end: row by row they would take most of the time.
  const indexes = database
    .prepare(
      "select name, sql from sqlite_master where type = 'index' and tbl_name = 'ledger' and sql is not null",
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) database.exec(`drop index ${name}`);
  const place = database.prepare(
    'insert into ledger_place (id, hash, device_id, reference, name, address, search) values (?, ?, ?, ?, ?, ?, ?)',
  );
  database.exec('begin');
  for (let index = 0; index < residents; index++) {
    const fields = [deviceIdOf(index), referenceOf(index), nameOf(index), addressOf(index)];
    const search = [...fields, communityOf(index)].join('\n').toLowerCase();
    place.run(index + 1, `bench ${index}`, ...fields, search);
  }
  database.exec('commit');
  const columns =
    'number, call_id, source, key, is_test, place, subdistrict, community, opened_at, shown_at, taken_at, ' +
    'reached_at, sent_at, arrived_at, closed_at, outcome, officer, helper, needs, need_text, presses, notes, ' +
    'follow_up, followed_at, satisfaction, erased';
  const marks = columns
    .split(',')
    .map(() => '?')
    .join(', ');
  const row = database.prepare(`insert into ledger (${columns}) values (${marks})`);
  const first = Date.now() - DAYS * DAY_MS;
  database.exec('begin');
  for (let index = 0; index < calls; index++) {
    const at = Math.floor(first + (index * DAYS * DAY_MS) / calls);
    const home = (index * 7_919) % residents;
    const isRed = index % 5 === 0;
    row.run(
      index + 1,
      `${deviceIdOf(home)}.1.${index}`,
      '/gateways/bench',
      isRed ? 'red' : 'green',
      0,
      home + 1,
      `街道${home % 8}`,
      communityOf(home),
      at,
      at + 2_000,
      at + 9_000,
      at + 20_000 + (index % 90) * 1_000,
      at + 90_000,
      at + 600_000 + (index % 60) * 10_000,
      at + 2_000_000,
      index % 9 === 0 ? 'no_help_needed' : 'helped',
      `officer ${index % OFFICERS}`,
      '邻里联络员',
      2 ** (index % 6),
      '',
      1,
      0,
      0,
      null,
      index % 20 === 0 ? 4 : null,
      0,
    );
  }
  for (const index of indexes) database.exec(index.sql);
  database.exec('commit');
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
}

serve({ fill });
