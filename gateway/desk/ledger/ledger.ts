// Finds services in the ledger: by time, place, person and content, newest first, a page at a time.
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { NEEDS } from '../call-record.ts';
import type { Tables } from '../store/schema.ts';
import { ledgerRows, readRow, searchable } from './projection.ts';
import type { LedgerFilter, LedgerPage } from './shapes.ts';

/** Of one page, unless another number is asked for. */
export const PAGE_ROWS = 50;
/** A text that fits more homes than this is found faster by walking through the calls. */
const MANY_PLACES = 1_000;

type Filtered = SelectQueryBuilder<Tables, 'ledger', object>;

export class Ledger {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** `after` is the `next` of the page before. */
  async find(
    filter: LedgerFilter,
    after: string | undefined = undefined,
    limit = PAGE_ROWS,
  ): Promise<LedgerPage> {
    const found = await this.#numbers(filter, after, limit);
    const numbers = found.map(({ number }) => number);
    if (numbers.length === 0) return { rows: [] };
    const rows = await ledgerRows(this.#db)
      .where('number', 'in', numbers)
      .orderBy('opened_at', 'desc')
      .orderBy('number', 'desc')
      .execute();
    const last = found.at(-1);
    const isFull = found.length === limit && last !== undefined;
    return {
      rows: rows.map(readRow),
      next: isFull ? `${last.opened_at}.${last.number}` : undefined,
    };
  }

  /** What a list can be narrowed by. */
  async choices(): Promise<{ communities: string[]; officers: string[] }> {
    return {
      communities: await this.#different('community'),
      officers: await this.#different('officer'),
    };
  }

  /** Answered from indexes alone, which have what can be filtered by. */
  async #numbers(filter: LedgerFilter, after: string | undefined, limit: number) {
    const places = filter.text ? await this.#placesLike(filter.text) : undefined;
    if (places?.length === 0) return [];
    let query = filtered(this.#db.selectFrom('ledger'), filter);
    if (places && places.length <= MANY_PLACES) {
      query = query.where('place', 'in', places);
    } else if (places) {
      // The sign keeps the index of places out: matches are everywhere, so the newest are near.
      const like = this.#likePlaces(filter.text as string);
      query = query.where(sql<boolean>`+place in (${like})`);
    }
    if (after !== undefined) {
      const [at = 0, number = 0] = after.split('.').map(Number);
      query = query
        .where('opened_at', '<=', at)
        .where((where) => where.or([where('opened_at', '<', at), where('number', '<', number)]));
    }
    return await query
      .select(['number', 'opened_at'])
      .orderBy('opened_at', 'desc')
      .orderBy('number', 'desc')
      .limit(limit)
      .execute();
  }

  async #placesLike(text: string): Promise<number[]> {
    const found = await this.#likePlaces(text)
      .limit(MANY_PLACES + 1)
      .execute();
    return found.map(({ id }) => id);
  }

  /** Each word stands somewhere in it. */
  #likePlaces(text: string) {
    let query = this.#db.selectFrom('ledger_place').select('id');
    for (const word of searchable(text).trim().split(/\s+/)) {
      query = query.where(sql<boolean>`search like ${`%${escaped(word)}%`} escape '\\'`);
    }
    return query;
  }

  /** Every different value, jumping from one to the next in the index: a million rows have a few hundred. */
  async #different(column: 'community' | 'officer'): Promise<string[]> {
    const name = sql.ref(column);
    const { rows } = await sql<{ value: string }>`
      with recursive found(value) as (
        select min(${name}) from ledger
        union all
        select (select min(${name}) from ledger where ${name} > found.value)
        from found where found.value is not null
      )
      select value from found where value is not null and value <> ''`.execute(this.#db);
    return rows.map(({ value }) => value);
  }
}

function filtered(query: Filtered, filter: LedgerFilter): Filtered {
  const { from, to, key, need, outcome, community, officer, isTest } = filter;
  let narrowed = query;
  if (from !== undefined) narrowed = narrowed.where('opened_at', '>=', from);
  if (to !== undefined) narrowed = narrowed.where('opened_at', '<', to);
  if (key !== undefined) narrowed = narrowed.where('key', '=', key);
  if (isTest !== undefined) narrowed = narrowed.where('is_test', '=', Number(isTest));
  if (community !== undefined) narrowed = narrowed.where('community', '=', community);
  if (officer !== undefined) narrowed = narrowed.where('officer', '=', officer);
  if (outcome !== undefined) {
    narrowed = narrowed.where('outcome', '=', outcome === 'open' ? '' : outcome);
  }
  if (need !== undefined) {
    narrowed = narrowed.where(sql<boolean>`needs & ${1 << NEEDS.indexOf(need)} <> 0`);
  }
  return narrowed;
}

/** The signs that mean something to LIKE. */
function escaped(word: string): string {
  return word.replaceAll(/[\\%_]/g, '\\$&');
}
