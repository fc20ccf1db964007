// Asking afterwards: follow-ups that officers wanted, and ten residents drawn at random, as the quality rules ask for.
import { randomInt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import type { Tables } from '../store/schema.ts';
import { findRow, ledgerRows, projectSurvey, readRow, surveyOf } from './projection.ts';
import type { LedgerRow, Sample, Survey } from './shapes.ts';

const DRAWN = 10;
const READ_AT_ONCE_MS = 3 * 86_400_000;
/** Whose outcome is one of these has nothing to tell about the service. */
const NOT_SERVED = ['', 'by_mistake'] as const;
const MAX_LISTED = 200;
const MAX_SAMPLES = 200;

export interface SampledResident {
  row: LedgerRow;
  /** What was said, in the order in which it was asked. */
  surveys: readonly Survey[];
}

export class Surveys {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Closed calls whose officer wanted somebody to ask again, and nobody has yet; the oldest first. */
  async followUps(): Promise<LedgerRow[]> {
    // In the index alone; only what is shown is read whole.
    const waiting = this.#db
      .selectFrom('ledger')
      .select('number')
      .where('follow_up', '=', 1)
      .where('closed_at', 'is not', null)
      .where((where) =>
        where.or([
          where('followed_at', 'is', null),
          where('followed_at', '<', where.ref('closed_at')),
        ]),
      )
      .orderBy('closed_at')
      .limit(MAX_LISTED);
    const rows = await ledgerRows(this.#db)
      .where(
        'number',
        'in',
        (await waiting.execute()).map(({ number }) => number),
      )
      .orderBy('closed_at')
      .execute();
    return rows.map(readRow);
  }

  /** Kept before it resolves. Errors: NO_SUCH_CALL. */
  async add(survey: Omit<Survey, 'number'>): Promise<LedgerRow> {
    return await this.#db.transaction().execute(async (write) => {
      if ((await findRow(write, survey.callId)) === undefined) {
        throw new GatewayError('NO_SUCH_CALL', survey.callId);
      }
      const { callId, ...fields } = survey;
      const { number } = await write
        .insertInto('survey')
        .values({ ...fields, call_id: callId })
        .returning('number')
        .executeTakeFirstOrThrow();
      await projectSurvey(write, { ...survey, number });
      return (await findRow(write, callId)) as LedgerRow;
    });
  }

  async surveysOf(callId: string): Promise<Survey[]> {
    const rows = await this.#db
      .selectFrom('survey')
      .selectAll()
      .where('call_id', '=', callId)
      .orderBy('number')
      .execute();
    return rows.map(surveyOf);
  }

  /** Draws ten of the homes that were served in this time, each as likely as any other. Resolves with the draw's number. */
  async draw(from: number, to: number, by: string, at: number): Promise<number> {
    const served = [...(await this.#placesServed(from, to))];
    return await this.#db.transaction().execute(async (write) => {
      const { number } = await write
        .insertInto('sample')
        .values({ at, by, from_at: from, to_at: to })
        .returning('number')
        .executeTakeFirstOrThrow();
      const drawn = new Set<string>();
      // A home whose address was corrected meanwhile is there twice, and is asked once.
      while (drawn.size < DRAWN && served.length > 0) {
        const [place] = served.splice(randomInt(served.length), 1) as [number];
        const call = await this.#lastCall(write, place, from, to);
        if (call === undefined || drawn.has(call.device_id)) continue;
        drawn.add(call.device_id);
        await write
          .insertInto('sample_call')
          .values({ sample: number, call_id: call.call_id })
          .execute();
      }
      return number;
    });
  }

  /** The newest draws. */
  async samples(): Promise<Sample[]> {
    const rows = await this.#db
      .selectFrom('sample')
      .selectAll()
      .orderBy('number', 'desc')
      .limit(MAX_SAMPLES)
      .execute();
    return await Promise.all(
      rows.map(async ({ from_at, to_at, ...sample }) => ({
        ...sample,
        from: from_at,
        to: to_at,
        ...(await this.#progressOf(sample.number)),
      })),
    );
  }

  /** Errors: NO_SUCH_SAMPLE. */
  async sampled(number: number): Promise<SampledResident[]> {
    const found = await this.#db
      .selectFrom('sample_call')
      .select('call_id')
      .where('sample', '=', number)
      .execute();
    const isThere = await this.#db
      .selectFrom('sample')
      .select('number')
      .where('number', '=', number)
      .executeTakeFirst();
    if (isThere === undefined) throw new GatewayError('NO_SUCH_SAMPLE', String(number));
    const residents: SampledResident[] = [];
    for (const { call_id } of found) {
      const row = await findRow(this.#db, call_id);
      if (row === undefined) continue;
      const surveys = await this.surveysOf(call_id);
      residents.push({ row, surveys: surveys.filter(({ sample }) => sample === number) });
    }
    return residents;
  }

  async isDrawn(sample: number, callId: string): Promise<boolean> {
    const found = await this.#db
      .selectFrom('sample_call')
      .select('call_id')
      .where('sample', '=', sample)
      .where('call_id', '=', callId)
      .executeTakeFirst();
    return found !== undefined;
  }

  async #progressOf(number: number): Promise<{ drawn: number; asked: number }> {
    const { rows } = await sql<{ drawn: number; asked: number }>`
      select count(*) as drawn, coalesce(sum(exists (
        select 1 from survey
        where survey.call_id = sample_call.call_id and survey.sample = sample_call.sample
      )), 0) as asked
      from sample_call where sample = ${number}`.execute(this.#db);
    return rows[0] ?? { drawn: 0, asked: 0 };
  }

  /** A little at a time: the calls of others go on meanwhile. */
  async #placesServed(from: number, to: number): Promise<Set<number>> {
    const places = new Set<number>();
    for (let at = from; at < to; at += READ_AT_ONCE_MS) {
      const rows = await this.#db
        .selectFrom('ledger')
        .select('place')
        .where('opened_at', '>=', at)
        .where('opened_at', '<', Math.min(to, at + READ_AT_ONCE_MS))
        .where('is_test', '=', 0)
        .where('outcome', 'not in', [...NOT_SERVED])
        .execute();
      for (const { place } of rows) places.add(place);
      await setImmediate();
    }
    return places;
  }

  async #lastCall(db: Kysely<Tables>, place: number, from: number, to: number) {
    return await ledgerRows(db)
      .where('place', '=', place)
      .where('opened_at', '>=', from)
      .where('opened_at', '<', to)
      .where('is_test', '=', 0)
      .where('outcome', 'not in', [...NOT_SERVED])
      .orderBy('opened_at', 'desc')
      .limit(1)
      .executeTakeFirst();
  }
}
