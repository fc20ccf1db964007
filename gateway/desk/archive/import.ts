// An imported list: what each row would change, and then writing all good rows, or none when the desk ends before it has them.
import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import { plainField } from '../../system/csv.ts';
import type { Tables } from '../store/schema.ts';
import { changeOf } from './change.ts';
import { type Column, columnOf, type Told } from './columns.ts';
import { linesOf } from './csv.ts';
import { ResidentFields } from './fields.ts';
import { readSheet, writeResident } from './resident-write.ts';
import {
  type Contact,
  type ImportPreview,
  type ImportResult,
  NO_RESIDENT,
  type Resident,
  type RowFault,
} from './shapes.ts';

const MAX_ERRORS = 500;
const MAX_SHOWN = 200;
/** Rows in one transaction: presses come in between. */
const WRITTEN_AT_ONCE = 25;

interface Row {
  line: number;
  /** Undefined: somebody new. */
  id: number | undefined;
  resident: Resident;
  fields: readonly string[];
}

interface Plan {
  ignored: readonly string[];
  /** New and changed. */
  rows: Row[];
  same: number;
  errors: { line: number; field: string; fault: RowFault }[];
}

/** A row that is refused, with its field. */
class RowError extends Error {
  readonly field: string;
  readonly fault: RowFault;

  constructor(field: string, fault: RowFault) {
    super(fault);
    this.field = field;
    this.fault = fault;
  }
}

export class Imports {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #log: Log;
  #isStopped = false;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(db: Kysely<Tables>, clock: Clock, log: Log) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
  }

  /** Writes what a former run had begun. */
  start(): void {
    this.#writing = this.#writeAll().catch(() => {
      this.#log.error({}, 'an imported list can not be written');
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#writing;
  }

  /** Errors: DESK_LIST_WRONG. */
  async preview(bytes: Uint8Array): Promise<ImportPreview> {
    const { ignored, rows, same, errors } = await this.#plan(bytes);
    const fresh = rows.filter(({ id }) => id === undefined).length;
    return {
      ignored,
      fresh,
      changed: rows.length - fresh,
      same,
      refused: errors.length,
      errors: errors.slice(0, MAX_ERRORS),
      rows: rows.slice(0, MAX_SHOWN).map(({ line, id, resident, fields }) => ({
        line,
        isNew: id === undefined,
        name: resident.name || resident.reference,
        fields,
      })),
    };
  }

  /** All good rows are on disk when it resolves; when the desk ends before that, they are after its next start. Errors: DESK_LIST_WRONG. */
  async apply(bytes: Uint8Array, by: string): Promise<ImportResult> {
    const { rows, same, errors } = await this.#plan(bytes);
    const fresh = rows.filter(({ id }) => id === undefined).length;
    if (rows.length > 0) {
      const at = this.#clock.utc();
      const text = JSON.stringify(rows);
      await this.#db
        .insertInto('resident_import')
        .values({ at, by, rows: text, written: 0 })
        .execute();
      const before = this.#writing;
      this.#writing = before.then(() => this.#writeAll());
      await this.#writing;
    }
    return { fresh, changed: rows.length - fresh, same, refused: errors.length };
  }

  async #writeAll(): Promise<void> {
    const lists = await this.#db.selectFrom('resident_import').selectAll().orderBy('id').execute();
    for (const list of lists) {
      const rows = JSON.parse(list.rows) as Row[];
      for (let from = list.written; from < rows.length; from += WRITTEN_AT_ONCE) {
        if (this.#isStopped) return;
        await this.#writePart(list, rows.slice(from, from + WRITTEN_AT_ONCE), from);
        // What came meanwhile over the network has its turn.
        await setImmediate();
      }
      await this.#db.deleteFrom('resident_import').where('id', '=', list.id).execute();
    }
  }

  async #writePart(
    { id, at, by }: Tables['resident_import'] | { id: number; at: number; by: string },
    rows: readonly Row[],
    from: number,
  ): Promise<void> {
    await this.#db.transaction().execute(async (write) => {
      for (const row of rows) {
        const known = row.id === undefined ? undefined : await readSheet(write, row.id);
        // Only what the list changes: somebody may have changed something else meanwhile.
        const changed = Object.fromEntries(
          row.fields.map((field) => [field, row.resident[field as keyof Resident]]),
        );
        const resident = { ...(known?.resident ?? row.resident), ...changed };
        const change = { id: row.id, version: undefined, resident, at, by };
        await writeResident(write, change).catch((error) => {
          // Taken meanwhile: the row is left out, and nothing else with it.
          if (!(error instanceof GatewayError)) throw error;
          this.#log.warn({ code: error.code }, 'a row of an imported list was left out');
        });
      }
      await write
        .updateTable('resident_import')
        .set({ written: from + rows.length })
        .where('id', '=', id as number)
        .execute();
    });
  }

  async #plan(bytes: Uint8Array): Promise<Plan> {
    const plan: Plan = { ignored: [], rows: [], same: 0, errors: [] };
    let columns: (Column | undefined)[] | undefined;
    const seen = new Map<string, number>();
    for await (const { number, cells } of linesOf(bytes)) {
      if (columns === undefined) {
        columns = columnsOf(cells);
        plan.ignored = cells.filter((name, index) => name.trim() !== '' && !columns?.[index]);
        continue;
      }
      try {
        const row = await this.#row(number, cells, columns, seen);
        if (row.id !== undefined && row.fields.length === 0) plan.same += 1;
        else plan.rows.push(row);
      } catch (error) {
        if (!(error instanceof RowError)) throw error;
        plan.errors.push({ line: number, field: error.field, fault: error.fault });
      }
    }
    if (columns === undefined) throw new GatewayError('DESK_LIST_WRONG', '1');
    return plan;
  }

  async #row(
    line: number,
    cells: string[],
    columns: readonly (Column | undefined)[],
    seen: Map<string, number>,
  ): Promise<Row> {
    const told = toldBy(cells, columns);
    const id = await this.#idOf(told);
    const known = id === undefined ? undefined : (await readSheet(this.#db, id))?.resident;
    const { id: _, ...fields } = told;
    const before = known ?? NO_RESIDENT;
    const contacts = withTold(before.contacts, told.contacts);
    const { success, data, error } = ResidentFields.safeParse({ ...before, ...fields, contacts });
    if (!success) {
      const field = error.issues[0]?.path.join('.') ?? '';
      const isNobody = !told.name && !told.reference && known === undefined;
      throw new RowError(field, isNobody ? 'no_name' : 'wrong');
    }
    await this.#mustBeFree(id, data);
    mustBeOnce(line, id, data, seen);
    return { line, id, resident: data, fields: Object.keys(changeOf(known, data)) };
  }

  /** By the number in the archive, else by the reference, else by name and telephone. */
  async #idOf({ id, reference, name, telephone }: Told): Promise<number | undefined> {
    const residents = this.#db.selectFrom('resident').select('id');
    if (id !== undefined) {
      const found = Number.isInteger(id)
        ? await residents.where('id', '=', id).executeTakeFirst()
        : undefined;
      if (found === undefined) throw new RowError('id', 'unknown_id');
      return found.id;
    }
    if (typeof reference === 'string') {
      return (await residents.where('reference', '=', reference.trim()).executeTakeFirst())?.id;
    }
    if (typeof name !== 'string' || typeof telephone !== 'string') return undefined;
    const found = await residents
      .where('name', '=', name.trim())
      .where('telephone', '=', telephone.trim())
      .limit(2)
      .execute();
    if (found.length > 1) throw new RowError('name', 'ambiguous');
    return found[0]?.id;
  }

  async #mustBeFree(id: number | undefined, { reference, deviceIds }: Resident): Promise<void> {
    if (reference !== '') {
      const other = await this.#db
        .selectFrom('resident')
        .select('id')
        .where('reference', '=', reference)
        .executeTakeFirst();
      if (other && other.id !== id) throw new RowError('reference', 'reference_taken');
    }
    if (deviceIds.length === 0) return;
    const others = await this.#db
      .selectFrom('resident_device')
      .select('resident_id')
      .where('device_id', 'in', deviceIds)
      .execute();
    if (others.some(({ resident_id }) => resident_id !== id)) {
      throw new RowError('deviceIds', 'device_elsewhere');
    }
  }
}

/** Errors: DESK_LIST_WRONG when no column means anything, or one stands twice. */
function columnsOf(names: readonly string[]): (Column | undefined)[] {
  const columns = names.map(columnOf);
  const known = columns.filter((column) => column !== undefined);
  const twice = known.find((column, index) => known.indexOf(column) !== index);
  if (known.length === 0 || twice) throw new GatewayError('DESK_LIST_WRONG', twice?.field ?? '1');
  return columns;
}

/** An empty cell leaves what is there. */
function toldBy(cells: readonly string[], columns: readonly (Column | undefined)[]): Told {
  if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell !== '')) {
    throw new RowError('', 'cells');
  }
  const told: Told = {};
  for (const [index, column] of columns.entries()) {
    const cell = plainField((cells[index] ?? '').trim());
    // What the encoding of the file could not say.
    if (cell.includes('\ufffd')) throw new RowError(column?.field ?? '', 'wrong');
    if (column && cell !== '') column.take(cell, told);
  }
  return told;
}

/** Each contact with what the row tells of it; a gap in their numbers is none in their order. */
function withTold(known: readonly Contact[], told: unknown): object[] {
  const given = (told ?? []) as (object | undefined)[];
  const count = Math.max(known.length, given.length);
  const contacts = Array.from({ length: count }, (_, index) => ({
    ...known[index],
    ...given[index],
  }));
  return contacts
    .filter((contact) => Object.keys(contact).length > 0)
    .map((contact) => ({ name: '', relation: '', telephone: '', ...contact }));
}

/** No resident, reference or button stands in two rows; the first one counts. */
function mustBeOnce(
  line: number,
  id: number | undefined,
  { reference, deviceIds }: Resident,
  seen: Map<string, number>,
): void {
  const marks: [string, string][] = deviceIds.map((deviceId) => [
    'deviceIds',
    `device ${deviceId}`,
  ]);
  if (reference !== '') marks.push(['reference', `reference ${reference}`]);
  if (id !== undefined) marks.push(['id', `id ${id}`]);
  for (const [field, mark] of marks) if (seen.has(mark)) throw new RowError(field, 'twice');
  for (const [, mark] of marks) seen.set(mark, line);
}
