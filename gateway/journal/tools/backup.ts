// A backup: a folder with copies of journal, registry, devices file, flows and former keys, and a manifest by which all are checked.

import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { reasonOf } from '../../domain/reason.ts';
import { isThere, makeFolder, syncFolder, writeDurably } from '../../system/durable.ts';
import { META_SCHEMA } from '../keys.ts';
import type { Level } from '../recovering-level.ts';
import { checkJournal } from './check.ts';
import type { Findings } from './findings.ts';
import { copyFlows, flowsSumOf } from './flows.ts';
import { Checksum, checksumOf, type Row } from './rows.ts';

/** What lies in the folder of a backup. */
export const JOURNAL = 'journal';
export const DEVICES = 'devices.yaml';
/** Of gateways before there was a registry. */
export const KEYS = 'keys.json';
export const REGISTRY = 'registry';
export const FLOWS = 'flows';
export const MANIFEST = 'manifest.json';

export const ManifestShape = z.object({
  format: z.literal('call-button backup 1'),
  /** Of the journal. */
  schema: z.string(),
  made_at: z.iso.datetime(),
  presses: z.int(),
  events: z.int(),
  notices: z.int(),
  newest_press_at: z.iso.datetime().nullable(),
  /** Keys in the journal, and SHA-256 over all keys and values as `Checksum` takes it, hex. */
  rows: z.int(),
  sha256: z.string(),
  /** SHA-256 of the devices file; null: there was none. */
  devices_sha256: z.string().nullable(),
  /** The same of the derived keys; absent in older backups. */
  keys_sha256: z.string().nullable().default(null),
  /** As for the journal; null: there was none. */
  registry: z.object({ rows: z.int(), sha256: z.string() }).nullable().default(null),
  /** Over paths and contents; null: there were none, or the backup is an older one. */
  flows: z.object({ files: z.int(), sha256: z.string() }).nullable().default(null),
});
export type Manifest = z.infer<typeof ManifestShape>;

export interface Backup {
  manifest: Manifest;
  /** Of the copy. A journal with faults is copied all the same. */
  findings: Findings;
}

/** Makes the folder where needed. Errors: BACKUP_FOLDER_NOT_EMPTY, BACKUP_FAILED. */
export async function prepareFolder(folder: string): Promise<void> {
  let names: string[];
  try {
    await makeFolder(folder);
    names = await readdir(folder);
  } catch (error) {
    throw new GatewayError('BACKUP_FAILED', reasonOf(error));
  }
  if (names.length > 0) throw new GatewayError('BACKUP_FOLDER_NOT_EMPTY', folder);
}

/** What is backed up beside the journal. */
export interface Beside {
  devices?: string | undefined;
  keys?: string;
  /** Rows of the registry, sealed as they are. */
  registry?: AsyncIterable<Row[]> | undefined;
  /** The folder of the flows, which need not be there. */
  flows?: string;
}

/**
 * Writes the rows of one moment and what is beside them into `folder`, which is empty; reads the copies back and
 * checks them. When it fails nothing of it stays. Errors: BACKUP_FAILED.
 */
export async function writeBackup(
  chunks: AsyncIterable<Row[]>,
  folder: string,
  { devices, keys, registry, flows }: Beside,
  madeAt: number,
): Promise<Backup> {
  try {
    const journal = join(folder, JOURNAL);
    const { rows, sha256 } = await writeRows(chunks, journal);
    const { schema, findings } = await readBack(journal, sha256);
    await syncFolder(journal);
    const iso = (at: number) => new Date(at).toISOString();
    const { presses, events, notices, newestPressAt } = findings;
    const manifest: Manifest = {
      format: 'call-button backup 1',
      schema,
      made_at: iso(madeAt),
      presses,
      events,
      notices,
      newest_press_at: newestPressAt === undefined ? null : iso(newestPressAt),
      rows,
      sha256,
      devices_sha256: devices === undefined ? null : await copyFile(devices, join(folder, DEVICES)),
      keys_sha256:
        keys !== undefined && (await isThere(keys))
          ? await copyFile(keys, join(folder, KEYS))
          : null,
      registry: registry === undefined ? null : await copyRegistry(registry, folder),
      flows: flows === undefined ? null : await copyFlowsChecked(flows, join(folder, FLOWS)),
    };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeDurably(join(folder, MANIFEST), text);
    return { manifest, findings };
  } catch (error) {
    for (const name of [JOURNAL, DEVICES, KEYS, REGISTRY, FLOWS]) {
      await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
    }
    throw new GatewayError('BACKUP_FAILED', reasonOf(error));
  }
}

async function copyRegistry(
  chunks: AsyncIterable<Row[]>,
  folder: string,
): Promise<Manifest['registry']> {
  const copy = join(folder, REGISTRY);
  const written = await writeRows(chunks, copy);
  const level: Level = new ClassicLevel(copy, { createIfMissing: false });
  await level.open();
  try {
    mustBeCopied((await checksumOf(level)).sha256, written.sha256);
  } finally {
    await level.close();
  }
  await syncFolder(copy);
  return written;
}

async function copyFlowsChecked(from: string, to: string): Promise<Manifest['flows']> {
  const copied = await copyFlows(from, to);
  if (copied === undefined) return null;
  mustBeCopied((await flowsSumOf(to)).sha256, copied.sha256);
  return copied;
}

/** A fresh LevelDB in `folder` of these rows; not synced. */
export async function writeRows(
  chunks: AsyncIterable<Row[]>,
  folder: string,
): Promise<{ rows: number; sha256: string }> {
  await makeFolder(folder);
  const level: Level = new ClassicLevel(folder, { errorIfExists: true });
  await level.open();
  try {
    const checksum = new Checksum();
    for await (const rows of chunks) {
      checksum.add(rows);
      const operations = rows.map(([key, value]) => ({ type: 'put' as const, key, value }));
      const asBytes = { keyEncoding: 'buffer', valueEncoding: 'buffer' } as const;
      await level.batch<Buffer, Buffer>(operations, asBytes);
    }
    return { rows: checksum.rows, sha256: checksum.end() };
  } finally {
    await level.close();
  }
}

async function readBack(
  folder: string,
  expected: string,
): Promise<{ schema: string; findings: Findings }> {
  const level: Level = new ClassicLevel(folder, { createIfMissing: false });
  await level.open();
  try {
    const { sha256 } = await checksumOf(level);
    mustBeCopied(sha256, expected);
    return { schema: level.getSync(META_SCHEMA) ?? '1', findings: await checkJournal(level) };
  } finally {
    await level.close();
  }
}

function mustBeCopied(sha256: string, expected: string): void {
  if (sha256 !== expected) throw new Error('the copy is not what was copied: check the disk');
}

/** Returns the SHA-256 of what was copied, hex. */
export async function copyFile(from: string, to: string): Promise<string> {
  const bytes = await readFile(from);
  await writeDurably(to, bytes);
  return createHash('sha256').update(bytes).digest('hex');
}
