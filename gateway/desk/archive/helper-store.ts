// Helpers in the desk's database, with every change, and the links that they get.
import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Tables } from '../store/schema.ts';
import { changeOf } from './change.ts';
import type { Saved } from './resident-write.ts';
import type { Change, Helper, KeptHelper } from './shapes.ts';

const CHANGES_SHOWN = 50;
/** A link ends with its call, or after this. */
const LINK_LASTS_MS = 12 * 3_600_000;
const TOKEN_BYTES = 24;

/** What a link is for. */
export interface HelperLink {
  callId: string;
  helperId: number;
  until: number;
  isRevoked: boolean;
}

export class HelperStore {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(db: Kysely<Tables>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** All of them, those who can be sent first, then by their names. */
  async all(): Promise<KeptHelper[]> {
    const rows = await this.#db
      .selectFrom('helper')
      .select(['id', 'version', 'helper'])
      .select(({ selectFrom }) =>
        selectFrom('pair')
          .whereRef('pair.helper_id', '=', 'helper.id')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as('pairs'),
      )
      .execute();
    const helpers = rows.map(({ id, version, helper, pairs }) => ({
      ...(JSON.parse(helper) as Helper),
      id,
      version,
      pairs: pairs ?? 0,
    }));
    const byName = new Intl.Collator('zh-CN').compare;
    return helpers.sort(
      (a, b) => Number(b.isActive) - Number(a.isActive) || byName(a.name, b.name) || a.id - b.id,
    );
  }

  /** Errors: NO_SUCH_HELPER. */
  async helper(id: number): Promise<{ id: number; version: number; helper: Helper }> {
    const row = await this.#db
      .selectFrom('helper')
      .select(['version', 'helper'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new GatewayError('NO_SUCH_HELPER', `${id}`);
    return { id, version: row.version, helper: JSON.parse(row.helper) as Helper };
  }

  /** On disk when it resolves. `id` undefined: somebody new. Errors: NO_SUCH_HELPER, DESK_CHANGED_MEANWHILE. */
  async save(
    id: number | undefined,
    helper: Helper,
    version: number | undefined,
    by: string,
  ): Promise<Saved> {
    const at = this.#clock.utc();
    return await this.#db.transaction().execute(async (write) => {
      const row =
        id === undefined
          ? undefined
          : await write.selectFrom('helper').selectAll().where('id', '=', id).executeTakeFirst();
      if (id !== undefined && row === undefined) throw new GatewayError('NO_SUCH_HELPER', `${id}`);
      if (row && version !== undefined && row.version !== version) {
        throw new GatewayError('DESK_CHANGED_MEANWHILE', `${id}`);
      }
      const fields = changeOf(row && (JSON.parse(row.helper) as Helper), helper);
      if (row && Object.keys(fields).length === 0) return { id: row.id, version: row.version };
      const values = { helper: JSON.stringify(helper), is_active: helper.isActive ? 1 : 0 };
      const kept =
        row ??
        (await write
          .insertInto('helper')
          .values({ ...values, version: 0 })
          .returning('id')
          .executeTakeFirstOrThrow());
      const { number } = await write
        .insertInto('helper_change')
        .values({ helper_id: kept.id, at, by, fields: JSON.stringify(fields) })
        .returning('number')
        .executeTakeFirstOrThrow();
      await write
        .updateTable('helper')
        .set({ ...values, version: number })
        .where('id', '=', kept.id)
        .execute();
      return { id: kept.id, version: number };
    });
  }

  /** Newest first. */
  async changesOf(id: number): Promise<Change[]> {
    const rows = await this.#db
      .selectFrom('helper_change')
      .select(['number', 'at', 'by', 'fields'])
      .where('helper_id', '=', id)
      .orderBy('number', 'desc')
      .limit(CHANGES_SHOWN)
      .execute();
    return rows.map((row) => ({ ...row, fields: JSON.parse(row.fields) }));
  }

  /** A new link of this helper for this call; former ones of the two are over with it. */
  async makeLink(callId: string, helperId: number): Promise<{ token: string; until: number }> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const now = this.#clock.utc();
    const until = now + LINK_LASTS_MS;
    const link = { hash: hashOf(token), call_id: callId, helper_id: helperId, until };
    await this.#db.transaction().execute(async (write) => {
      await write
        .updateTable('helper_link')
        .set({ revoked_at: now })
        .where('call_id', '=', callId)
        .where('helper_id', '=', helperId)
        .where('revoked_at', 'is', null)
        .execute();
      await write
        .insertInto('helper_link')
        .values({ ...link, revoked_at: null })
        .execute();
    });
    return { token, until };
  }

  /** Whatever links this helper has for this call are over. */
  async revokeLinks(callId: string, helperId: number): Promise<void> {
    await this.#db
      .updateTable('helper_link')
      .set({ revoked_at: this.#clock.utc() })
      .where('call_id', '=', callId)
      .where('helper_id', '=', helperId)
      .where('revoked_at', 'is', null)
      .execute();
  }

  /** Undefined: there never was such a link. */
  async link(token: string): Promise<HelperLink | undefined> {
    const row = await this.#db
      .selectFrom('helper_link')
      .selectAll()
      .where('hash', '=', hashOf(token))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { call_id, helper_id, until, revoked_at } = row;
    return { callId: call_id, helperId: helper_id, until, isRevoked: revoked_at !== null };
  }
}

/** A token has as much chance in it that no slow hash is needed. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
