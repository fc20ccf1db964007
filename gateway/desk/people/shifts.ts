// Who is on duty when: dated shifts, the times that nobody has, and who should be there and is not.
import type { Kysely } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import type { Tables } from '../store/schema.ts';
import type { Gap, Shift } from './shapes.ts';

/** Of a plan that is looked at: more is no office's. */
const MAX_LISTED = 2_000;

export class Shifts {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Those that have a part of this time, UTC milliseconds; the earliest first. */
  async between(from: number, to: number): Promise<Shift[]> {
    const rows = await this.#db
      .selectFrom('shift')
      .select(['number', 'officer', 'from_at', 'to_at'])
      .where('to_at', '>', from)
      .where('from_at', '<', to)
      .orderBy('from_at')
      .orderBy('officer')
      .limit(MAX_LISTED)
      .execute();
    return rows.map(({ number, officer, from_at, to_at }) => ({
      number,
      officer,
      from: from_at,
      to: to_at,
    }));
  }

  async add(shifts: readonly Omit<Shift, 'number'>[], by: string): Promise<void> {
    await this.#db.transaction().execute(async (write) => {
      for (const { officer, from, to } of shifts) {
        await write
          .insertInto('shift')
          .values({ officer, from_at: from, to_at: to, made_by: by })
          .execute();
      }
    });
  }

  /** Errors: DESK_NO_SUCH_SHIFT. */
  async remove(number: number): Promise<void> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('shift')
      .where('number', '=', number)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new GatewayError('DESK_NO_SUCH_SHIFT', String(number));
  }
}

/** The parts of this time that no shift has. */
export function gapsOf(shifts: readonly Omit<Shift, 'number'>[], from: number, to: number): Gap[] {
  const gaps: Gap[] = [];
  let covered = from;
  for (const shift of shifts.toSorted((a, b) => a.from - b.from)) {
    const until = Math.min(shift.from, to);
    if (until > covered) gaps.push({ from: covered, to: until });
    covered = Math.max(covered, shift.to);
  }
  if (covered < to) gaps.push({ from: covered, to });
  return gaps;
}

/** Who has a shift now and no page on duty; each once, in the order of their names. */
export function missingOf(
  shifts: readonly Omit<Shift, 'number'>[],
  onDuty: readonly string[],
  now: number,
): string[] {
  const due = shifts.filter(({ from, to }) => from <= now && now < to);
  const names = new Set(due.map(({ officer }) => officer));
  for (const name of onDuty) names.delete(name);
  return [...names].sort();
}
