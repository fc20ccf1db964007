// Looks at the logs of a LevelDB before it is opened, because opening drops what it can't read, and tells nobody.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from '#protocol/messages.ts';
import type { KeyName } from '../domain/press.ts';
import { JOURNAL } from '../messages/journal.ts';
import { makeFolder, writeDurably } from '../system/durable.ts';
import { type FileFault, faultsOfLog } from './tools/level-files.ts';
import { countedLogsOf, missingLog } from './tools/manifest.ts';

/** A press whose text stands in a damaged log, whether LevelDB finds it or not. */
export interface SeenPress extends Identity {
  deviceId: string;
  key: KeyName;
}

export interface LogDamage {
  /** Files with places in them and what is wrong there, in words. */
  places: string[];
  /** As far as their text is whole. */
  presses: SeenPress[];
  /** Where the damaged files were copied to, in words; undefined: there was no room. */
  kept: string | undefined;
}

/** As `JSON.stringify` writes the beginning of a press, which the log holds as text. */
const PRESS =
  /"press":\{"deviceId":"([^"\\]{1,64})","bootId":(\d{1,10}),"seq":(\d{1,10}),"key":"(red|green)"/g;

/** Undefined: all is whole, but perhaps for the last write, which nobody was told of. `now`: UTC milliseconds. */
export async function findLogDamage(folder: string, now: number): Promise<LogDamage | undefined> {
  const logs = await countedLogsOf(folder);
  const found: FileFault[] = [];
  const damaged = new Map<string, Buffer>();
  for (const name of logs.names) {
    const bytes = await readFile(join(folder, name));
    const { faults } = faultsOfLog(name, bytes, name === logs.names.at(-1));
    if (faults.length > 0) damaged.set(name, bytes);
    found.push(...faults);
  }
  const missing = missingLog(logs);
  if (missing !== undefined) found.push(missing);
  if (found.length === 0) return undefined;
  const places = found.map(({ file, at, what }) => JOURNAL.place(file, at, what).en);
  const presses = [...damaged.values()].flatMap(pressesIn);
  return { places, presses, kept: await keep(folder, damaged, now) };
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
    return `the damaged files are in ${to}`;
  } catch {
    return undefined;
  }
}
