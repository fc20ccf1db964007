// Fills a desk's database with years of calls, as their records would have left it, fast: for measurements.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { NEEDS, OUTCOMES } from '#gateway/desk/call-record.ts';
import type { DeskStore } from '#gateway/desk/store/store.ts';

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [...'秀英桂兰玉珍建国志强淑芳德福文华春梅永明海燕'];
const STREETS = ['东风路', '人民路', '解放街', '和平里', '建设巷'];
const COMMUNITIES = 200;
const OFFICERS = 25;
const DAY_MS = 86_400_000;
const AT_ONCE = 400;

export interface Filling {
  residents: number;
  calls: number;
  /** The newest call, UTC milliseconds. */
  until: number;
  days: number;
}

/** The same rows each time. Every call has the records of its press and its end. Rejects when the desk has calls already. */
export async function fillLedger(
  store: DeskStore,
  { residents, calls, until, days }: Filling,
): Promise<void> {
  const db = store.db;
  const random = randomFrom(17);
  await sql`pragma synchronous = off`.execute(db);
  await sql`pragma cache_size = -200000`.execute(db);
  // Made once at the end: row by row they would take most of the time.
  const { rows: indexes } = await sql<{ name: string; sql: string }>`
    select name, sql from sqlite_master
    where type = 'index' and tbl_name in ('ledger', 'record') and sql is not null`.execute(db);
  for (const { name } of indexes) await db.schema.dropIndex(name).execute();
  await db.transaction().execute(async (write) => {
    for (let from = 0; from < residents; from += AT_ONCE) {
      const count = Math.min(AT_ONCE, residents - from);
      const places = Array.from({ length: count }, (_, index) => placeOf(from + index));
      await write.insertInto('ledger_place').values(places).execute();
    }
  });
  for (let first = 0; first < calls; first += AT_ONCE * 50) {
    await db.transaction().execute(async (write) => {
      const last = Math.min(calls, first + AT_ONCE * 50);
      for (let from = first; from < last; from += AT_ONCE) {
        const count = Math.min(AT_ONCE, last - from);
        const rows = Array.from({ length: count }, (_, index) => {
          const number = from + index + 1;
          const openedAt = Math.round(until - days * DAY_MS * (1 - number / calls));
          return rowOf(number, openedAt, Math.floor(random() * residents), random);
        });
        await write.insertInto('ledger').values(rows).execute();
        await write.insertInto('record').values(rows.flatMap(recordsOf)).execute();
      }
    });
  }
  for (const { sql: statement } of indexes) await sql.raw(statement).execute(db);
  await sql`pragma synchronous = full`.execute(db);
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}

function communityOf(resident: number): number {
  return resident % COMMUNITIES;
}

function placeOf(resident: number) {
  const surname = SURNAMES[resident % SURNAMES.length];
  const first = GIVEN[Math.floor(resident / 20) % GIVEN.length];
  const name = `${surname}${first}${GIVEN[Math.floor(resident / 400) % GIVEN.length]}`;
  const address = `${STREETS[resident % STREETS.length]}${resident % 300}号${1 + (resident % 9)}单元${resident % 7}02室`;
  const reference = `R${100_000 + resident}`;
  const deviceId = `CB-${200_000 + resident}`;
  return {
    id: resident + 1,
    hash: createHash('sha256').update(String(resident)).digest('base64'),
    device_id: deviceId,
    reference,
    name,
    address,
    search: [deviceId, reference, name, address, `第${communityOf(resident)}社区`]
      .join('\n')
      .toLowerCase(),
  };
}

function rowOf(number: number, openedAt: number, resident: number, random: () => number) {
  const after = (atMost: number) => openedAt + Math.floor(random() * atMost * 1_000);
  const isRed = random() < 0.3;
  const isSent = random() < 0.4;
  const outcome = OUTCOMES[Math.floor(random() ** 2 * OUTCOMES.length)] as string;
  return {
    number,
    call_id: `CB-${200_000 + resident}.${number}`,
    source: '/gateways/bench',
    key: isRed ? 'red' : 'green',
    is_test: outcome === 'test' ? 1 : 0,
    place: resident + 1,
    subdistrict: `第${communityOf(resident) % 20}街道`,
    community: `第${communityOf(resident)}社区`,
    opened_at: openedAt,
    shown_at: after(5),
    taken_at: after(20),
    reached_at: random() < 0.9 ? after(200) : null,
    sent_at: isSent ? after(400) : null,
    arrived_at: isSent ? after(1_500) : null,
    closed_at: after(3_600),
    outcome,
    officer: `officer-${Math.floor(random() * OFFICERS)}`,
    helper: isSent ? `helper-${Math.floor(random() * 500)}` : '',
    needs: 1 << Math.floor(random() ** 3 * NEEDS.length),
    need_text: '',
    presses: 1,
    notes: 0,
    follow_up: random() < 0.02 ? 1 : 0,
    followed_at: null,
    satisfaction: random() < 0.1 ? 1 + Math.floor(random() * 5) : null,
    erased: 0,
  };
}

function recordsOf(row: ReturnType<typeof rowOf>) {
  const { call_id, opened_at, closed_at, officer, outcome } = row;
  return [
    { call_id, at: opened_at, by: '', step: 'pressed', fields: '{}' },
    {
      call_id,
      at: closed_at,
      by: officer,
      step: 'closed',
      fields: JSON.stringify({ outcome, followUp: false }),
    },
  ];
}

/** Mulberry32: small, fast, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
