// The registry's LevelDB: opened with the master key, read as a whole, written one change at a time, each with its record.

import { join } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Asker, AuditRecord } from '../domain/ports/registry.ts';
import { causeOf, codeOf, firstLineOf } from '../domain/reason.ts';
import { hasDatabase, openFailureOf } from '../journal/level-folder.ts';
import { pagesOf } from '../journal/pages.ts';
import { type Level, type Operation, RecoveringLevel } from '../journal/recovering-level.ts';
import { FILES } from '../messages/files.ts';
import { makeFolder } from '../system/durable.ts';
import {
  type MasterKeyPlace,
  makeMasterKey,
  otherMasterKey,
  ownMasterKey,
  readMasterKey,
} from './master-key.ts';
import { AUDIT, auditRow, CHECK, endOf, FORMAT, META_CHECK, META_FORMAT } from './rows.ts';
import { StepQueue } from './step-queue.ts';
import { Vault } from './vault.ts';

export interface StoreDeps {
  /** The data folder: the registry lies in `registry`, the master key in `master.key`. */
  data: string;
  masterKey?: MasterKeyPlace;
  clock: Clock;
  log: Log;
}

export type AuditEntry = Pick<AuditRecord, 'what' | 'subject' | 'detail'>;

/** What one change writes; undefined takes the row away. */
export interface Change {
  rows: readonly (readonly [row: string, value: unknown])[];
  audit: readonly AuditEntry[];
  /** When all of it is on disk. */
  apply(): void;
}

const AT_ONCE = 1_000;
/** About 1 ms: no red press waits longer for a turn. */
const SEALED_AT_ONCE = 100;

export class RegistryStore {
  readonly #deps: StoreDeps;
  readonly #level: RecoveringLevel;
  #vault: Vault | undefined;
  #audits = 0;
  readonly #queue = new StepQueue();

  /** `reread`: everything must be read again, because what failed to be written may have turned up. */
  constructor(deps: StoreDeps, reread: (level: Level) => Promise<void>) {
    this.#deps = deps;
    const { clock, log } = deps;
    const folder = join(deps.data, 'registry');
    this.#level = new RecoveringLevel({ folder, name: 'registry', clock, log, reread });
  }

  /** Errors: REGISTRY_LOCKED, REGISTRY_UNREADABLE, REGISTRY_FAILED. */
  async start(): Promise<void> {
    const { data } = this.#deps;
    this.#vault = new Vault(await this.#masterKey());
    const level = await this.#open();
    try {
      const format = level.getSync(META_FORMAT);
      if (format === undefined) await this.#begin();
      else await this.#mustFit(format, level.getSync(META_CHECK));
      const newest = { gte: AUDIT, lt: endOf(AUDIT), limit: 1, reverse: true };
      const [last] = await level.keys(newest).all();
      this.#audits = last === undefined ? 0 : Number.parseInt(last.slice(AUDIT.length), 16);
    } catch (error) {
      await this.#level.stop();
      throw failed(error, data);
    }
  }

  /** Made when there is nothing yet that it could open. On disk before anything is sealed with it. */
  async #masterKey(): Promise<Buffer> {
    const { data, masterKey } = this.#deps;
    const own = ownMasterKey(data);
    const master = await readMasterKey(masterKey, own);
    if (master !== undefined) return master;
    if (await hasDatabase(join(data, 'registry'))) {
      throw new GatewayError('REGISTRY_LOCKED', FILES.notThere(own));
    }
    try {
      await makeFolder(data);
      return await makeMasterKey(own);
    } catch (error) {
      throw failed(error, own);
    }
  }

  async #begin(): Promise<void> {
    const rows: [string, string][] = [
      [META_FORMAT, FORMAT],
      [META_CHECK, this.#vaulted.seal(META_CHECK, CHECK)],
    ];
    await this.#level.write(() => rows.map(([key, value]) => ({ type: 'put', key, value })));
  }

  async #open(): Promise<Level> {
    try {
      return await this.#level.start();
    } catch (error) {
      await this.#level.stop();
      const isDamaged =
        codeOf(error) === 'JOURNAL_UNREADABLE' || openFailureOf(error) === 'damaged';
      const detail = `${join(this.#deps.data, 'registry')}: ${firstLineOf(causeOf(error))}`;
      throw new GatewayError(isDamaged ? 'REGISTRY_UNREADABLE' : 'REGISTRY_FAILED', detail);
    }
  }

  async #mustFit(format: string, check: string | undefined): Promise<void> {
    if (format !== FORMAT) {
      const detail = `format ${format}, and this version reads ${FORMAT}: start a newer one`;
      throw new GatewayError('REGISTRY_UNREADABLE', detail);
    }
    if (this.#vaulted.tryOpen(META_CHECK, check ?? '') === CHECK) return;
    throw new GatewayError('REGISTRY_LOCKED', await otherMasterKey(this.#deps.data));
  }

  async stop(): Promise<void> {
    await this.#queue.done();
    await this.#level.stop();
  }

  /** Why nothing can be written at the moment. */
  get problem(): string | undefined {
    return this.#level.problem?.reason;
  }

  /** What of its log could not be read at the start, and was dropped, in words. */
  get damage(): string | undefined {
    const { damage } = this.#level;
    if (damage === undefined) return undefined;
    const { places, kept } = damage;
    return [...places, ...(kept === undefined ? [] : [kept])].join('; ');
  }

  onRecovery(call: () => void): void {
    this.#level.onRecovery(call);
  }

  /** For a backup: everything that was written is in it. Rejects while it can't be read. */
  async level(): Promise<Level> {
    await this.#queue.done();
    return this.#level.ready();
  }

  /**
   * One change at a time: `make` sees all that came before, and may throw or find nothing to do. What it looked at
   * stays so until the change counts. Errors: those of `make` and of who asks, REGISTRY_BUSY, REGISTRY_FAILED.
   */
  write<T extends Change | undefined>(asker: Asker, make: () => T): Promise<T> {
    return this.#queue.take(asker, async () => {
      const change = make();
      if (change === undefined) return change;
      asker.mayChange?.();
      const { name, role } = asker;
      const actor = { name, role };
      const at = this.#deps.clock.utc();
      let number = this.#audits;
      const records = change.audit.map(
        (entry): AuditRecord => ({ number: ++number, at, actor, ...entry }),
      );
      const rows = [
        ...change.rows,
        ...records.map((record) => [auditRow(record.number), record] as const),
      ];
      try {
        // Each sealed once, before it is this change's turn: sealing of thousands holds up no red press.
        const operations = await this.#sealed(rows);
        await this.#level.write(() => operations);
      } catch (error) {
        throw failed(error, 'registry');
      } finally {
        // A number is not given twice, even if the record turns up after all.
        this.#audits = number;
      }
      change.apply();
      return change;
    });
  }

  async #sealed(rows: readonly (readonly [string, unknown])[]): Promise<Operation[]> {
    const operations: Operation[] = [];
    for (const [key, value] of rows) {
      const isTurnOver = operations.length % SEALED_AT_ONCE === SEALED_AT_ONCE - 1;
      if (isTurnOver) await new Promise(setImmediate);
      operations.push(
        value === undefined
          ? { type: 'del', key }
          : { type: 'put', key, value: this.#vaulted.seal(key, value) },
      );
    }
    return operations;
  }

  /** Every row under `prefix`, opened (undefined: damaged), in the order of their keys or the other way round. */
  async *read<T>(
    prefix: string,
    options: { below?: string; reverse?: boolean; atOnce?: number } = {},
  ): AsyncGenerator<[row: string, value: T | undefined][]> {
    const level = await this.#level.ready();
    yield* this.readFrom(level, prefix, options);
  }

  /** The same of a database that is being opened again. */
  async *readFrom<T>(
    level: Level,
    prefix: string,
    options: { below?: string; reverse?: boolean; atOnce?: number } = {},
  ): AsyncGenerator<[row: string, value: T | undefined][]> {
    const { below = endOf(prefix), reverse = false, atOnce = AT_ONCE } = options;
    const open = () => level.iterator({ gte: prefix, lt: below, reverse });
    for await (const page of pagesOf(open, atOnce)) {
      yield page.map(([row, sealed]) => [row, this.#vaulted.tryOpen<T>(row, sealed)]);
    }
  }

  get #vaulted(): Vault {
    if (this.#vault === undefined) throw new GatewayError('REGISTRY_FAILED', 'not started');
    return this.#vault;
  }
}

function failed(error: unknown, what: string): GatewayError {
  return error instanceof GatewayError
    ? error
    : new GatewayError('REGISTRY_FAILED', `${what}: ${firstLineOf(causeOf(error))}`);
}
