// Puts a backup where a gateway without a journal will find it. The backup itself is only read.

import { createHash } from 'node:crypto';
import { chmod, cp, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { GatewayError } from '../../domain/errors.ts';
import { firstLineOf, reasonOf } from '../../domain/reason.ts';
import { isThere, makeFolder, renameDurably, syncFolder } from '../../system/durable.ts';
import { finish, noteUnfinished, unfinishedIn } from '../../system/unfinished.ts';
import { hasDatabase } from '../level-folder.ts';
import type { Level } from '../recovering-level.ts';
import {
  type Backup,
  copyFile,
  DEVICES,
  FLOWS,
  JOURNAL,
  KEYS,
  MANIFEST,
  type Manifest,
  ManifestShape,
  REGISTRY,
} from './backup.ts';
import { checkJournal } from './check.ts';
import { copyFlows, flowsSumOf } from './flows.ts';
import { LEVEL_FILE } from './level-files.ts';
import { wasEverWritten } from './manifest.ts';
import { openJournal } from './open.ts';
import { checksumOf } from './rows.ts';

/** none in the backup; one is there and stays; the configuration names none; copied; could not be copied. */
export type RestoredFile = 'none' | 'kept' | 'unnamed' | 'copied' | 'failed';

export interface Restored extends Backup {
  devices: RestoredFile;
  keys: RestoredFile;
  registry: RestoredFile;
  flows: RestoredFile;
}

/** Where the gateway looks for what is beside its journal. */
export interface RestorePlaces {
  devices?: string | undefined;
  keys?: string;
  registry?: string;
  flows?: string;
}

/**
 * Copies the backup in `from` beside `journal`, checks the copy, and gives it the place; registry and flows too, where
 * none are. Cut off at any moment, it can be repeated. Errors: RESTORE_WOULD_OVERWRITE, BACKUP_DAMAGED, RESTORE_FAILED.
 */
export async function restoreBackup(
  from: string,
  journal: string,
  { devices, keys, registry, flows }: RestorePlaces,
): Promise<Restored> {
  const data = dirname(journal);
  const command = `call-button gateway --restore ${resolve(from)}`;
  const beside = `${journal}.restoring`;
  const registryBeside = `${registry}.restoring`;
  const flowsBeside = `${flows}.restoring`;
  try {
    const unfinished = await unfinishedIn(data);
    const isRepeated = unfinished?.command === command;
    const isInPlace = isRepeated && (await hasDatabase(journal));
    if (!isInPlace && !(await canMakeWay(journal))) {
      throw new GatewayError('RESTORE_WOULD_OVERWRITE', journal);
    }
    const manifest = await readManifest(from);
    const done = isRepeated ? unfinished.done : [];
    // What a run before this one has copied is no newer than the backup.
    const step = async (name: string, restore: () => Promise<RestoredFile>) => {
      const restored = done.includes(name) ? 'copied' : await restore();
      if (restored === 'copied' && !done.includes(name)) done.push(name);
      await noteUnfinished(data, { command, done, bringsJournal: true });
      return restored;
    };
    if (!isInPlace) await rm(beside, { recursive: true, force: true });
    const backup = isInPlace
      ? await lookInto(journal, manifest)
      : await copyChecked(from, beside, manifest);
    await noteUnfinished(data, { command, done, bringsJournal: true });
    // The journal comes last: without it nobody takes the folder for restored.
    const restored = {
      registry: await step(REGISTRY, () =>
        restoreRegistry(from, registry, registryBeside, manifest),
      ),
      flows: await step(FLOWS, () => restoreFlows(from, flows, flowsBeside, manifest)),
      devices: await step(DEVICES, () =>
        restoreFile(join(from, DEVICES), manifest.devices_sha256, devices),
      ),
      // Those that are there are newer than the backup.
      keys: await step(KEYS, () => restoreFile(join(from, KEYS), manifest.keys_sha256, keys)),
    };
    if (!isInPlace) {
      // An empty folder makes way; so does one in which a first start was cut off.
      await rm(journal, { recursive: true, force: true });
      await renameDurably(beside, journal);
    }
    await finish(data);
    return { ...backup, ...restored };
  } catch (error) {
    for (const path of [beside, registryBeside, flowsBeside]) {
      await rm(path, { recursive: true, force: true }).catch(() => {});
    }
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('RESTORE_FAILED', reasonOf(error));
  }
}

/** A journal that an earlier run has put in its place. */
async function lookInto(journal: string, manifest: Manifest): Promise<Backup> {
  const level = await openJournal(journal);
  try {
    return { manifest, findings: await checkJournal(level) };
  } finally {
    await level.close();
  }
}

/** Nothing is there, or a LevelDB that was begun and never written to. */
async function canMakeWay(folder: string): Promise<boolean> {
  const names = await namesIn(folder);
  const isLevel = names.some((name) => name === 'CURRENT' || LEVEL_FILE.manifest.test(name));
  return names.length === 0 || (isLevel && !(await wasEverWritten(folder)));
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

/** The manifest of a backup of which every file but the journal's is as it was written. */
async function readManifest(from: string): Promise<Manifest> {
  const path = join(from, MANIFEST);
  const text = await readPart(path, 'utf8');
  let manifest: Manifest;
  try {
    manifest = ManifestShape.parse(JSON.parse(String(text)));
  } catch {
    throw damaged(path, 'not the manifest of a backup');
  }
  await checkPart(join(from, DEVICES), manifest.devices_sha256);
  await checkPart(join(from, KEYS), manifest.keys_sha256);
  await checkFlows(join(from, FLOWS), manifest);
  return manifest;
}

async function checkPart(path: string, expected: string | null): Promise<void> {
  if (expected === null) return;
  const sha256 = createHash('sha256')
    .update(await readPart(path))
    .digest('hex');
  if (sha256 !== expected) throw damaged(path, 'not the file that was copied');
}

async function checkFlows(folder: string, { flows }: Manifest): Promise<void> {
  if (flows === null) return;
  const { sha256 } = await flowsSumOf(folder);
  if (sha256 !== flows.sha256) throw damaged(folder, 'not the flows that were copied');
}

async function readPart(path: string, encoding?: 'utf8'): Promise<Buffer | string> {
  return readFile(path, encoding).catch((error) => {
    throw error.code === 'ENOENT' ? damaged(path, 'it is not there') : error;
  });
}

async function copyChecked(from: string, to: string, manifest: Manifest): Promise<Backup> {
  const source = join(from, JOURNAL);
  await copyFolder(source, to);
  const level = await openCopy(source, to);
  try {
    await mustBeWhole(level, source, manifest);
    return { manifest, findings: await checkJournal(level) };
  } finally {
    await level.close();
    await syncFolder(to);
  }
}

/** The one that is there is newer, and stays. */
async function restoreRegistry(
  from: string,
  to: string | undefined,
  beside: string,
  { registry }: Manifest,
): Promise<RestoredFile> {
  if (registry === null) return 'none';
  const source = join(from, REGISTRY);
  if (to === undefined) return 'unnamed';
  if ((await namesIn(to)).length > 0) return 'kept';
  await rm(beside, { recursive: true, force: true });
  await copyFolder(source, beside);
  const level: Level = new ClassicLevel(beside, { createIfMissing: false });
  await level.open().catch((error) => {
    throw damaged(source, reasonOf(error));
  });
  try {
    await mustBeWhole(level, source, registry);
  } finally {
    await level.close();
  }
  await syncFolder(beside);
  await renameDurably(beside, to);
  return 'copied';
}

/** The folder that is there is newer, and stays. */
async function restoreFlows(
  from: string,
  to: string | undefined,
  beside: string,
  { flows }: Manifest,
): Promise<RestoredFile> {
  if (flows === null) return 'none';
  if (to === undefined) return 'unnamed';
  if ((await namesIn(to)).length > 0) return 'kept';
  await rm(beside, { recursive: true, force: true });
  await makeFolder(dirname(to));
  await copyFlows(join(from, FLOWS), beside);
  await renameDurably(beside, to);
  return 'copied';
}

async function copyFolder(source: string, to: string): Promise<void> {
  const names = await namesIn(source);
  if (names.length === 0) throw damaged(source, 'nothing is in it');
  await makeFolder(to);
  for (const name of names) await cp(join(source, name), join(to, name));
  for (const name of names) await chmod(join(to, name), 0o600);
}

async function mustBeWhole(
  level: Level,
  source: string,
  expected: { rows: number; sha256: string },
): Promise<void> {
  const { rows, sha256 } = await checksumOf(level).catch((error) => {
    throw damaged(source, reasonOf(error));
  });
  if (sha256 !== expected.sha256 || rows !== expected.rows) {
    throw damaged(source, 'the sum over its rows is not that of the manifest');
  }
}

async function openCopy(source: string, copy: string): Promise<Level> {
  try {
    return await openJournal(copy);
  } catch (error) {
    const isUnreadable =
      error instanceof GatewayError &&
      ['JOURNAL_UNREADABLE', 'JOURNAL_MISSING'].includes(error.code);
    throw isUnreadable ? damaged(source, firstLineOf(error)) : error;
  }
}

async function restoreFile(
  from: string,
  inBackup: string | null,
  to: string | undefined,
): Promise<RestoredFile> {
  if (inBackup === null) return 'none';
  if (to === undefined) return 'unnamed';
  if (await isThere(to)) return 'kept';
  return copyFile(from, to).then(
    () => 'copied',
    () => 'failed',
  );
}

function damaged(path: string, why: string): GatewayError {
  return new GatewayError('BACKUP_DAMAGED', `${path}: ${why}`);
}
