// Cases of supervision in the desk's database: what gateways tell of each, and who works on it.
import type { Kysely, Transaction } from 'kysely';
import type { CaseEvent } from '../../destinations/events/schemas.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Tables } from '../store/schema.ts';
import { afterCaseStep, afterRestored, type CaseWork } from './cases.ts';
import type { ButtonCase, CaseState, CaseStep } from './shapes.ts';

const LISTED = 200;

export class CaseStore {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(db: Kysely<Tables>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Newest first; what is done by itself or by somebody is in a list of its own. */
  async list(state: CaseState): Promise<ButtonCase[]> {
    const rows = await this.#db
      .selectFrom('button_case')
      .selectAll()
      .where('state', '=', state)
      .orderBy('opened_at', 'desc')
      .limit(LISTED)
      .execute();
    const steps = await this.#stepsOf(rows.map(({ id }) => id));
    return rows.map((row) => caseOf(row, steps.get(row.id) ?? []));
  }

  /** How many are in each state. */
  async counts(): Promise<Record<CaseState, number>> {
    const rows = await this.#db
      .selectFrom('button_case')
      .select('state')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .groupBy('state')
      .execute();
    const countOf = (state: CaseState) => rows.find((row) => row.state === state)?.count ?? 0;
    return { open: countOf('open'), taken: countOf('taken'), done: countOf('done') };
  }

  /** On disk when it resolves. Errors: NO_SUCH_CASE, CASE_NOT_YOURS. */
  async step(
    id: string,
    step: CaseStep,
    text: string,
    by: string,
    isLeader: boolean,
  ): Promise<ButtonCase> {
    const at = this.#clock.utc();
    await this.#db.transaction().execute(async (write) => {
      const before = await workOf(write, id);
      if (before === undefined) throw new GatewayError('NO_SUCH_CASE', 'id');
      const work = afterCaseStep(before, step, by, isLeader);
      if (work === undefined) throw new GatewayError('CASE_NOT_YOURS', before.taker ?? step);
      await write
        .updateTable('button_case')
        .set({ ...work })
        .where('id', '=', id)
        .execute();
      await write
        .insertInto('button_case_step')
        .values({
          case_id: id,
          at,
          by,
          step,
          text,
        })
        .execute();
    });
    const row = await this.#db
      .selectFrom('button_case')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return caseOf(row, (await this.#stepsOf([id])).get(id) ?? []);
  }

  async #stepsOf(ids: readonly string[]): Promise<Map<string, ButtonCase['steps'][number][]>> {
    const rows = await this.#db
      .selectFrom('button_case_step')
      .selectAll()
      .where('case_id', 'in', ids)
      .orderBy('number')
      .execute();
    const found = new Map<string, ButtonCase['steps'][number][]>();
    for (const { case_id, at, by, step, text } of rows) {
      const steps = found.get(case_id) ?? [];
      steps.push({ at, by, step: step as CaseStep, text });
      found.set(case_id, steps);
    }
    return found;
  }
}

/** In the transaction that keeps the event: an event counts once, and a case misses none. */
export async function takeCaseEvent(
  write: Transaction<Tables>,
  { source, time, data }: CaseEvent,
): Promise<void> {
  const id = `${source} ${data.case_id}`;
  const before = await workOf(write, id);
  const isRestored = data.event === 'restored';
  const work = before ?? ({ state: 'open', taker: null } satisfies CaseWork);
  const row = {
    condition: data.condition,
    opened_at: Date.parse(data.opened_at),
    restored_at: isRestored ? Date.parse(time) : null,
    event: JSON.stringify(data),
    ...(isRestored ? afterRestored(work) : work),
  };
  await write
    .insertInto('button_case')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

async function workOf(read: Transaction<Tables>, id: string): Promise<CaseWork | undefined> {
  const row = await read
    .selectFrom('button_case')
    .select(['state', 'taker'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { state: row.state as CaseState, taker: row.taker };
}

function caseOf(row: Tables['button_case'], steps: ButtonCase['steps']): ButtonCase {
  const { id, condition, opened_at, restored_at, state, taker, event } = row;
  const data = JSON.parse(event) as CaseEvent['data'];
  return {
    id,
    condition,
    deviceIds: data.device_ids,
    places: Object.entries(data.homes).map(([deviceId, home]) => ({
      deviceId,
      reference: home.reference ?? '',
      name: home.name ?? '',
      community: home.community ?? '',
    })),
    openedAt: opened_at,
    restoredAt: restored_at,
    batteryPercent: data.battery_percent ?? null,
    daysLeft: data.days_left ?? null,
    state: state as CaseState,
    taker,
    steps,
  };
}
