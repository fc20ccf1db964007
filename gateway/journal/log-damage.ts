// Looks at the logs of a LevelDB before it is opened, because opening drops what it can't read, and tells nobody.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from '#protocol/messages.ts';
import type { KeyName } from '../domain/press.ts';
import { FILE_DAMAGE } from '../messages/journal.ts';
import { makeFolder, writeDurably } from '../system/durable.ts';
import { type FileFault, logFaults } from './tools/level-files.ts';
import { currentManifest, missingLogOf } from './tools/manifest.ts';

/** A press whose text stands in a damaged log, whether LevelDB finds it or not. */
export interface SeenPress extends Identity {
  deviceId: string;
  key: KeyName;
}

export interface LogDamage {
  faults: FileFault[];
  /** As far as their text is whole. */
  presses: SeenPress[];
  /** Where the damaged files were copied to; undefined: there was no room. */
  keptIn: string | undefined;
}

const LOG = /^\d+\.log$/;

/** As `JSON.stringify` writes the beginning of a press, which the log holds as text. */
const PRESS =
  /"press":\{"deviceId":"([^"\\]{1,64})","bootId":(\d{1,10}),"seq":(\d{1,10}),"key":"(red|green)"/g;

/** Undefined: all is whole, but perhaps for the last write, which nobody was told of. `now`: UTC milliseconds. */
export async function findLogDamage(folder: string, now: number): Promise<LogDamage | undefined> {
  // What is in older logs is in tables: they were about to be deleted.
  const { logNumber = 0 } = (await currentManifest(folder)) ?? {};
  const isCounted = (name: string) => LOG.test(name) && Number.parseInt(name, 10) >= logNumber;
  const names = (await readdir(folder)).filter(isCounted).sort();
  const faults: FileFault[] = [];
  const damaged = new Map<string, Buffer>();
  for (const name of names) {
    const bytes = await readFile(join(folder, name));
    const { damagedAt, tornAt } = logFaults(bytes);
    const found = damagedAt.map((at) => ({ file: name, at, what: FILE_DAMAGE.recordSum.en }));
    if (tornAt !== undefined && name !== names.at(-1)) {
      found.push({ file: name, at: tornAt, what: FILE_DAMAGE.cutOff.en });
    }
    if (found.length > 0) damaged.set(name, bytes);
    faults.push(...found);
  }
  const missing = await missingLogOf(folder);
  if (missing !== undefined) {
    faults.push({ file: missing, at: 0, what: FILE_DAMAGE.logMissing.en });
  }
  if (faults.length === 0) return undefined;
  const presses = [...damaged.values()].flatMap(pressesIn);
  return { faults, presses, keptIn: await keep(folder, damaged, now) };
}

function pressesIn(bytes: Buffer): SeenPress[] {
  return [...bytes.toString('latin1').matchAll(PRESS)].map(([, deviceId, bootId, seq, key]) => ({
    deviceId: deviceId as string,
    bootId: Number(bootId),
    seq: Number(seq),
    key: key as KeyName,
  }));
}

/** What opening will drop stays for whoever can read more of it. Without room for it the gateway starts all the same. */
async function keep(
  folder: string,
  damaged: ReadonlyMap<string, Buffer>,
  now: number,
): Promise<string | undefined> {
  if (damaged.size === 0) return undefined;
  const to = `${folder}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    await makeFolder(to);
    for (const [name, bytes] of damaged) await writeDurably(join(to, name), bytes);
    return to;
  } catch {
    return undefined;
  }
}
