// The commands that look after the journal: export, check, backup, restore. Each does its one thing and ends.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GatewayError } from '../domain/errors.ts';
import { causeOf, codeOf, firstLineOf, reasonOf } from '../domain/reason.ts';
import { hasDatabase } from '../journal/level-folder.ts';
import { newestRecordIn } from '../journal/newest-record.ts';
import type { Level } from '../journal/recovering-level.ts';
import { prepareFolder, writeBackup, writeRows } from '../journal/tools/backup.ts';
import { checkJournal } from '../journal/tools/check.ts';
import { spanOf } from '../journal/tools/dates.ts';
import { type Exported, exportLines, type Format } from '../journal/tools/export.ts';
import type { Findings } from '../journal/tools/findings.ts';
import { checkLevelFiles } from '../journal/tools/level-files.ts';
import { countedLogsOf, missingLog } from '../journal/tools/manifest.ts';
import { openError, openJournal } from '../journal/tools/open.ts';
import { repairJournal } from '../journal/tools/repair.ts';
import { restoreBackup } from '../journal/tools/restore.ts';
import { decodeRows, rowsOf } from '../journal/tools/rows.ts';
import { isGatewayRunning, requestBackup } from '../management/socket-client.ts';
import { controlPath, REGISTRY_BACKUP } from '../management/socket-server.ts';
import { checkRegistry, openRegistry, registryPath } from '../registry/check.ts';
import type { MasterKeyPlace } from '../registry/master-key.ts';
import { writeDurably } from '../system/durable.ts';
import { refuseForeignRoot } from '../system/owner.ts';
import { backUpDeskBeside, restoreDeskBeside } from './desk-upkeep.ts';
import * as texts from './journal-text.ts';

export interface JournalOptions {
  /** A file, or `-` for the standard output. */
  export?: string;
  format?: Format;
  from?: string;
  to?: string;
  checkJournal?: true;
  repairJournal?: true;
  /** A folder. */
  backup?: string;
  restore?: string;
}

/** Where a gateway keeps its journal, its control socket and its devices. */
export interface JournalPlace {
  data: string;
  devices?: string | undefined;
  registry?: { master_key?: MasterKeyPlace };
}

/** Where the derived keys lay before there was a registry. */
export function keysPath({ data }: JournalPlace): string {
  return join(data, 'keys.json');
}

function flowsPath({ data }: JournalPlace): string {
  return join(data, 'flows');
}

/** From the root, for the messages: a folder that is written without lies where the command was given. */
export function journalPath({ data }: JournalPlace): string {
  return resolve(data, 'journal');
}

/** Before anything there is opened or made. Errors: ROOT_REFUSED. */
function refuseRoot(place: JournalPlace): Promise<void> {
  return refuseForeignRoot(journalPath(place), place.data);
}

export function isJournalCommand(options: JournalOptions): boolean {
  const { export: file, checkJournal, repairJournal: repair, backup, restore } = options;
  return [file, checkJournal, repair, backup, restore].some((option) => option !== undefined);
}

/** Returns the exit code: 1 when the journal has faults. Rejects with a GatewayError when it could not be done. */
export async function runJournalCommand(
  options: JournalOptions,
  place: JournalPlace,
): Promise<number> {
  if (options.export !== undefined) return runExport(options.export, options, place);
  if (options.backup !== undefined) return runBackup(options.backup, place);
  await refuseRoot(place);
  if (options.restore !== undefined) return runRestore(options.restore, place);
  return options.repairJournal ? runRepair(place) : runCheck(place);
}

async function runCheck(place: JournalPlace): Promise<number> {
  const folder = journalPath(place);
  if (!(await hasDatabase(folder))) throw new GatewayError('JOURNAL_MISSING', folder);
  // Before its files are looked at, which a gateway changes.
  if (await isGatewayRunning(controlPath(place))) {
    throw new GatewayError('JOURNAL_LOCKED', `${folder}: a gateway runs on it`);
  }
  const files = await checkLevelFiles(folder);
  const missing = missingLog(await countedLogsOf(folder));
  if (missing !== undefined) files.faults.push(missing);
  const found = files.faults.length > 0 ? texts.NOT_OPENED : await openAndCheck(folder);
  process.stdout.write(texts.checkText(folder, files, found));
  const isRegistrySound = await runRegistryCheck(place);
  return typeof found !== 'string' && found.isSound && isRegistrySound ? 0 : 1;
}

/** True when it is sound, or there is none. */
async function runRegistryCheck(place: JournalPlace): Promise<boolean> {
  const folder = registryPath(place);
  if (!(await hasDatabase(folder))) return true;
  const { faults } = await checkLevelFiles(folder);
  if (faults.length > 0) {
    process.stdout.write(texts.registryFilesText(folder, faults));
    return false;
  }
  const level = await openRegistry(place);
  try {
    const found = level && (await checkRegistry(level, place));
    if (found) process.stdout.write(texts.registryText(folder, found));
    return found === undefined || found.damaged.length === 0;
  } finally {
    await level?.close();
  }
}

/** What was found, or why it can't be read. */
async function openAndCheck(folder: string): Promise<Findings | string> {
  let level: Level | undefined;
  try {
    level = await openJournal(folder);
    return await checkJournal(level, await newestRecordIn(folder));
  } catch (error) {
    const isExpected = error instanceof GatewayError;
    if (isExpected && error.code !== 'JOURNAL_UNREADABLE') throw error;
    return texts.unreadableText(firstLineOf(error));
  } finally {
    await level?.close();
  }
}

const STDOUT = '-';

async function runExport(
  to: string,
  { format = 'jsonl', from, to: until }: JournalOptions,
  place: JournalPlace,
): Promise<number> {
  const span = spanOf(from, until);
  const exported: Exported = { presses: 0, events: 0, notices: 0, unreadable: 0 };
  const write = async (level: Level) => {
    const lines = exportLines(level, format, span, exported);
    if (to !== STDOUT) await writeDurably(to, lines);
    else await pipeline(Readable.from(lines), process.stdout, { end: false });
  };
  try {
    await withJournal(place, to === STDOUT ? tmpdir() : dirname(to), write);
  } catch (error) {
    // Whoever reads it has what was wanted, as `head` has.
    if (to === STDOUT && isReaderGone(error)) return 0;
    throw exportError(error, place);
  }
  // What was exported has the standard output to itself.
  const out = to === STDOUT ? process.stderr : process.stdout;
  out.write(texts.exportText(to, exported));
  return exported.unreadable > 0 ? 1 : 0;
}

/** Each failure has the advice of its cause: a damaged journal needs no room on the disk. */
function exportError(error: unknown, place: JournalPlace): GatewayError {
  if (error instanceof GatewayError) return error;
  const isOfLevel = codeOf(causeOf(error))?.startsWith('LEVEL_') ?? false;
  if (isOfLevel) return openError(error, journalPath(place));
  return new GatewayError('EXPORT_FAILED', reasonOf(error));
}

function isReaderGone(error: unknown): boolean {
  return ['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(codeOf(error) ?? '');
}

/** The journal, open: its own when no gateway runs on it, else a copy that is made in `near` for as long as it takes. */
async function withJournal(
  place: JournalPlace,
  near: string,
  use: (level: Level) => Promise<void>,
): Promise<void> {
  const running = await requestBackup(controlPath(place));
  const scratch = running && (await mkdtemp(join(near, '.call-button-export-')));
  let level: Level | undefined;
  try {
    if (scratch) await writeRows(decodeRows(running), journalPath({ data: scratch }));
    // To open a database is to write into its folder.
    else await refuseRoot(place);
    level = await openJournal(journalPath({ data: scratch ?? place.data }));
    await use(level);
  } finally {
    await level?.close();
    if (scratch) await rm(scratch, { recursive: true, force: true });
  }
}

async function runBackup(folder: string, place: JournalPlace): Promise<number> {
  // Before anything is made. A gateway that runs hands its rows over, and nothing in its folder changes.
  if (!(await isGatewayRunning(controlPath(place)))) {
    await refuseRoot(place);
  }
  await prepareFolder(folder);
  const running = await requestBackup(controlPath(place)).catch((error) => {
    throw new GatewayError('BACKUP_FAILED', reasonOf(error));
  });
  const level = running ? undefined : await openJournal(journalPath(place));
  const registry = running ? undefined : await openRegistry(place);
  try {
    const rows = running ? decodeRows(running) : rowsOf(level as Level);
    const beside = {
      devices: place.devices,
      keys: keysPath(place),
      flows: flowsPath(place),
      registry: running ? await registryRows(place) : registry && rowsOf(registry),
    };
    const backup = await writeBackup(rows, folder, beside, Date.now());
    process.stdout.write(texts.backupText(folder, backup));
    await backUpDeskBeside(place.data, folder);
    return backup.findings.isSound ? 0 : 1;
  } finally {
    await level?.close();
    await registry?.close();
  }
}

/** Of the gateway that runs; undefined when it has none. */
async function registryRows(place: JournalPlace) {
  const running = await requestBackup(controlPath(place), REGISTRY_BACKUP).catch((error) => {
    throw new GatewayError('BACKUP_FAILED', reasonOf(error));
  });
  return running && decodeRows(running);
}

async function runRestore(from: string, place: JournalPlace): Promise<number> {
  const journal = journalPath(place);
  const { devices } = place;
  const places = {
    devices,
    keys: keysPath(place),
    registry: registryPath(place),
    flows: flowsPath(place),
  };
  const restored = await restoreBackup(from, journal, places);
  process.stdout.write(texts.restoreText(journal, restored));
  await restoreDeskBeside(from, place.data);
  return restored.findings.isSound ? 0 : 1;
}

async function runRepair(place: JournalPlace): Promise<number> {
  const folder = journalPath(place);
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const repaired = await repairJournal(folder, stamp);
  process.stdout.write(texts.repairText(folder, repaired));
  return repaired.outcome === 'refused' ? 1 : 0;
}
