// Residents in the desk's database: lists and search, sheets, yearly checks, and who has looked at whom.
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Tables } from '../store/schema.ts';
import { pairWarnings } from './pairing.ts';
import { type ResidentChange, readSheet, type Saved, writeResident } from './resident-write.ts';
import {
  type Change,
  type Helper,
  MAX_COUNTED,
  type PairView,
  type Resident,
  type ResidentList,
  type ResidentPage,
  ROWS_A_PAGE,
} from './shapes.ts';

/** An office looks after each sheet once a year. */
export const CHECK_EVERY_MS = 365 * 86_400_000;
/** Another look within this, by the same person at the same sheet, is the same look. */
const SAME_LOOK_MS = 10 * 60_000;
/** Shorter words are not in the index of words: lists are narrow enough to be read through for them. */
const INDEXED_CHARACTERS = 3;
const CHANGES_SHOWN = 50;
const CHECKS_SHOWN = 10;

export interface ResidentQuery {
  /** Words, each of which has to stand somewhere: in name, reference, telephone, place, address or button. */
  text: string;
  /** Empty: all. */
  subdistrict: string;
  community: string;
  list: ResidentList;
  /** From 0. */
  page: number;
}

export interface Look {
  number: number;
  at: number;
  by: string;
  /** 0: the whole archive, when it was exported. */
  residentId: number;
  /** Null: of the whole archive. */
  name: string | null;
}

/** Stands for every resident where looks are written down. */
export const EVERYBODY = 0;

type Rows = SelectQueryBuilder<Tables, 'resident', object>;

export class ResidentStore {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(db: Kysely<Tables>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async search(query: ResidentQuery): Promise<ResidentPage> {
    const found = this.#found(query);
    const counted = query.text === '' ? found : found.limit(MAX_COUNTED);
    const rows = await found
      .select(['id', 'reference', 'name', 'telephone', 'subdistrict', 'community', 'building'])
      .select(['is_missing', 'checked_at'])
      .orderBy('name')
      .orderBy('id')
      .limit(ROWS_A_PAGE)
      .offset(query.page * ROWS_A_PAGE)
      .execute();
    const { total } = await this.#db
      .selectFrom(counted.select('id').as('found'))
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return {
      total,
      rows: rows.map(({ is_missing, checked_at, reference, ...row }) => ({
        ...row,
        reference: reference ?? '',
        isMissing: is_missing === 1,
        checkedAt: checked_at,
      })),
    };
  }

  #found({ text, subdistrict, community, list }: ResidentQuery): Rows {
    let found: Rows = this.#db
      .selectFrom('resident')
      .where('is_former', '=', list === 'former' ? 1 : 0);
    if (subdistrict !== '') found = found.where('subdistrict', '=', subdistrict);
    if (community !== '') found = found.where('community', '=', community);
    if (list === 'missing') found = found.where('is_missing', '=', 1);
    if (list === 'without_button') found = found.where('reached', '=', 0);
    if (list === 'not_in_service') found = found.where('reached', 'in', [1, 2]);
    if (list === 'due') {
      const before = this.#clock.utc() - CHECK_EVERY_MS;
      found = found.where(({ or, eb }) =>
        or([eb('checked_at', 'is', null), eb('checked_at', '<', before)]),
      );
    }
    for (const word of text.normalize('NFC').split(/\s+/).filter(Boolean)) {
      found =
        [...word].length < INDEXED_CHARACTERS ? withShort(found, word) : withWord(found, word);
    }
    return found;
  }

  /** Every subdistrict with its communities, for filters. */
  async places(): Promise<{ subdistrict: string; community: string }[]> {
    return await this.#db
      .selectFrom('resident')
      .select(['subdistrict', 'community'])
      .distinct()
      .orderBy('subdistrict')
      .orderBy('community')
      .execute();
  }

  /** On disk when it resolves. Errors: those of `writeResident`. */
  async save(change: Omit<ResidentChange, 'at'>): Promise<Saved> {
    const at = this.#clock.utc();
    return await this.#db.transaction().execute((write) => writeResident(write, { ...change, at }));
  }

  /** Errors: NO_SUCH_RESIDENT. */
  async resident(id: number): Promise<{ version: number; resident: Resident }> {
    const found = await readSheet(this.#db, id);
    if (found === undefined) throw new GatewayError('NO_SUCH_RESIDENT', `${id}`);
    return found;
  }

  /** Newest first. */
  async changesOf(id: number): Promise<Change[]> {
    const rows = await this.#db
      .selectFrom('resident_change')
      .select(['number', 'at', 'by', 'fields'])
      .where('resident_id', '=', id)
      .orderBy('number', 'desc')
      .limit(CHANGES_SHOWN)
      .execute();
    return rows.map((row) => ({ ...row, fields: JSON.parse(row.fields) }));
  }

  async checksOf(id: number): Promise<{ at: number; by: string }[]> {
    return await this.#db
      .selectFrom('resident_check')
      .select(['at', 'by'])
      .where('resident_id', '=', id)
      .orderBy('number', 'desc')
      .limit(CHECKS_SHOWN)
      .execute();
  }

  /** Somebody confirms that all of it is right. Errors: NO_SUCH_RESIDENT. */
  async check(id: number, by: string): Promise<void> {
    const at = this.#clock.utc();
    await this.#db.transaction().execute(async (write) => {
      const { numUpdatedRows } = await write
        .updateTable('resident')
        .set({ checked_at: at })
        .where('id', '=', id)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new GatewayError('NO_SUCH_RESIDENT', `${id}`);
      await write.insertInto('resident_check').values({ resident_id: id, at, by }).execute();
    });
  }

  /** Written down before anything is shown. */
  async look(id: number, by: string): Promise<void> {
    const at = this.#clock.utc();
    await this.#db.transaction().execute(async (write) => {
      const same = await write
        .selectFrom('look')
        .select('number')
        .where('resident_id', '=', id)
        .where('by', '=', by)
        .where('at', '>', at - SAME_LOOK_MS)
        .where('at', '<=', at)
        .executeTakeFirst();
      if (same) return;
      await write.insertInto('look').values({ resident_id: id, at, by }).execute();
    });
  }

  /** Newest first, those before `before`; undefined: from the newest on. */
  async looks(before: number | undefined): Promise<Look[]> {
    return await this.#db
      .selectFrom('look')
      .leftJoin('resident', 'resident.id', 'look.resident_id')
      .select(['look.number', 'look.at', 'look.by', 'look.resident_id as residentId'])
      .select('resident.name')
      .where('look.number', '<', before ?? Number.MAX_SAFE_INTEGER)
      .orderBy('look.number', 'desc')
      .limit(ROWS_A_PAGE)
      .execute();
  }

  /** Whose home has this reference, or else this button; undefined: nobody's. */
  async find(reference: string | undefined, deviceId: string): Promise<number | undefined> {
    if (reference !== undefined && reference !== '') {
      const found = await this.#db
        .selectFrom('resident')
        .select('id')
        .where('reference', '=', reference)
        .executeTakeFirst();
      if (found) return found.id;
    }
    const found = await this.#db
      .selectFrom('resident_device')
      .select('resident_id')
      .where('device_id', '=', deviceId)
      .executeTakeFirst();
    return found?.resident_id;
  }

  /** The helpers of a resident, with what their pairs are too much for. */
  async pairsOf(id: number): Promise<PairView[]> {
    const rows = await this.#db
      .selectFrom('pair')
      .innerJoin('helper', 'helper.id', 'pair.helper_id')
      .select(['helper.id', 'helper.helper', 'helper.is_active'])
      .where('pair.resident_id', '=', id)
      .orderBy('helper.id')
      .execute();
    return await Promise.all(
      rows.map(async (row) => {
        const { kind, name, telephone } = JSON.parse(row.helper) as Helper;
        const residents = await this.#situationsOf(row.id);
        return {
          helperId: row.id,
          kind,
          name,
          telephone,
          isActive: row.is_active === 1,
          warnings: pairWarnings({ kind, residents }),
        };
      }),
    );
  }

  async #situationsOf(helperId: number): Promise<Resident['situations'][]> {
    const rows = await this.#db
      .selectFrom('pair')
      .innerJoin('resident', 'resident.id', 'pair.resident_id')
      .innerJoin('resident_sheet', 'resident_sheet.resident_id', 'pair.resident_id')
      .select('resident_sheet.sheet')
      .where('pair.helper_id', '=', helperId)
      .where('resident.is_former', '=', 0)
      .execute();
    return rows.map(({ sheet }) => (JSON.parse(sheet) as Resident).situations);
  }
}

/** A phrase of three characters or more, as the index of words finds it. */
function withWord(found: Rows, word: string): Rows {
  const phrase = `"${word.replaceAll('"', '""')}"`;
  // The plus keeps the list from being read row by row in the order of the index of words.
  return found.where(
    sql<boolean>`+id in (select rowid from resident_words where resident_words match ${phrase})`,
  );
}

/** One or two characters, as many names have them, are looked for in what lists show. */
function withShort(found: Rows, word: string): Rows {
  const pattern = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return found.where(({ or }) =>
    or(
      (['name', 'reference', 'community', 'building'] as const).map(
        (column) => sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`,
      ),
    ),
  );
}
