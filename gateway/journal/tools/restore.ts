// Puts a backup where a gateway without a journal will find it. The backup itself is only read.

import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { GatewayError } from '../../domain/errors.ts';
import { firstLineOf, reasonOf } from '../../domain/reason.ts';
import { isThere, renameDurably, syncFolder } from '../../system/durable.ts';
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
 * none are. Errors: RESTORE_WOULD_OVERWRITE, BACKUP_DAMAGED, RESTORE_FAILED.
 */
export async function restoreBackup(
  from: string,
  journal: string,
  { devices, keys, registry, flows }: RestorePlaces,
): Promise<Restored> {
  const beside = `${journal}.restoring`;
  const registryBeside = `${registry}.restoring`;
  const flowsBeside = `${flows}.restoring`;
  try {
    if (!(await canMakeWay(journal))) throw new GatewayError('RESTORE_WOULD_OVERWRITE', journal);
    const manifest = await readManifest(from);
    await rm(beside, { recursive: true, force: true });
    const backup = await copyChecked(from, beside, manifest);
    // Whoever is interrupted here begins anew: the journal comes last.
    const restoredRegistry = await restoreRegistry(from, registry, registryBeside, manifest);
    const restoredFlows = await restoreFlows(from, flows, flowsBeside, manifest);
    // An empty folder makes way; so does one in which a first start was cut off.
    await rm(journal, { recursive: true, force: true });
    await renameDurably(beside, journal);
    return {
      ...backup,
      registry: restoredRegistry,
      flows: restoredFlows,
      devices: await restoreFile(join(from, DEVICES), manifest.devices_sha256, devices),
      // Those that are there are newer than the backup.
      keys: await restoreFile(join(from, KEYS), manifest.keys_sha256, keys),
    };
  } catch (error) {
    for (const one of [beside, registryBeside, flowsBeside]) {
      await rm(one, { recursive: true, force: true }).catch(() => {});
    }
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('RESTORE_FAILED', reasonOf(error));
  }
}

/** Nothing is there, or a LevelDB that was begun and never written to. */
async function canMakeWay(folder: string): Promise<boolean> {
  const names = await namesIn(folder);
  const isLevel = names.some((name) => /^(CURRENT|MANIFEST-\d+)$/.test(name));
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
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFlows(join(from, FLOWS), beside);
  await renameDurably(beside, to);
  return 'copied';
}

async function copyFolder(source: string, to: string): Promise<void> {
  const names = await namesIn(source);
  if (names.length === 0) throw damaged(source, 'nothing is in it');
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await mkdir(to, { mode: 0o700 });
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
