// The whole archive as a list: what import reads again without a change.
import type { Kysely } from 'kysely';
import { BYTE_ORDER_MARK, csvLine } from '../../system/csv.ts';
import type { Tables } from '../store/schema.ts';
import { COLUMNS, type ListLanguage } from './columns.ts';
import { NO_RESIDENT, type Resident } from './shapes.ts';

const READ_AT_ONCE = 200;
/** Columns of contacts that are there even when nobody has so many. */
const CONTACTS_SHOWN = 3;

/** Part after part, so that it never stands in memory as a whole. */
export async function* exported(
  db: Kysely<Tables>,
  language: ListLanguage,
): AsyncGenerator<string> {
  const contacts = Math.max(CONTACTS_SHOWN, await mostContacts(db));
  const columns = COLUMNS.filter(({ field }) => {
    const [, index] = /^contacts\.(\d+)/.exec(field) ?? [];
    return index === undefined || Number(index) < contacts;
  });
  yield BYTE_ORDER_MARK + csvLine(columns.map(({ names }) => names[language]));
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('resident_sheet')
      .selectAll()
      .where('resident_id', '>', after)
      .orderBy('resident_id')
      .limit(READ_AT_ONCE)
      .execute();
    let part = '';
    for (const { resident_id, sheet } of rows) {
      const resident = { ...NO_RESIDENT, ...JSON.parse(sheet) } as Resident;
      part += csvLine(columns.map((column) => column.cell(resident, language, resident_id)));
      after = resident_id;
    }
    if (part !== '') yield part;
    if (rows.length < READ_AT_ONCE) return;
  }
}

async function mostContacts(db: Kysely<Tables>): Promise<number> {
  const { most } = await db
    .selectFrom('resident_sheet')
    .select(({ fn, val }) =>
      fn.max(fn<number>('json_array_length', ['sheet', val('$.contacts')])).as('most'),
    )
    .executeTakeFirstOrThrow();
  return most ?? 0;
}
