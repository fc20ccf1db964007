// Seals a registry that no gateway has open under another master key: all rows at once, or none.

import { resolve } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import { causeOf, reasonOf } from '../domain/reason.ts';
import type { Level } from '../journal/recovering-level.ts';
import { rowsOf } from '../journal/tools/rows.ts';
import { writeDurably } from '../system/durable.ts';
import { finish, noteUnfinished } from '../system/unfinished.ts';
import { openRegistry, type RegistryPlace, registryPath, vaultOf } from './check.ts';
import { ownMasterKey, readMasterKey } from './master-key.ts';
import { CHECK, META_CHECK } from './rows.ts';
import { Vault } from './vault.ts';

export interface Rekeyed {
  rows: number;
  /** Rows that could not be opened, and stay as they are. */
  damaged: number;
  /** Where the new key was written; undefined: the configuration names a place, and whoever asked puts it there. */
  writtenTo: string | undefined;
}

/** What else the master key opens, encrypted under the new one; done again when the command is repeated. */
export type AlsoSealed = (from: Uint8Array, to: Uint8Array) => Promise<unknown>;

/**
 * `newKey`: a file with 64 hex digits. Cut off at any moment, it can be repeated, and a start says so.
 * Errors: REGISTRY_LOCKED, REGISTRY_FAILED, and those of `also`, when the registry is sealed and the key not yet in place.
 */
export async function rekey(
  place: RegistryPlace,
  newKey: string,
  also: AlsoSealed = async () => {},
): Promise<Rekeyed> {
  const master = (await readMasterKey({ file: newKey }, newKey)) as Buffer;
  const level = await openRegistry(place);
  if (level === undefined) {
    throw new GatewayError('REGISTRY_FAILED', `${registryPath(place)}: no registry is there`);
  }
  try {
    const to = new Vault(master);
    const isSealed = to.tryOpen(META_CHECK, level.getSync(META_CHECK) ?? '') === CHECK;
    const from = isSealed ? to : await vaultOf(level, place);
    const command = `call-button registry rekey --new-key ${resolve(newKey)}`;
    await noteUnfinished(place.data, { command, done: [], bringsJournal: false });
    const sealed = await sealAnew(level, from, to);
    const current = await readMasterKey(place.registry?.master_key, ownMasterKey(place.data));
    await also(current ?? master, master);
    const own = place.registry?.master_key === undefined ? ownMasterKey(place.data) : undefined;
    if (own !== undefined) await writeDurably(own, `${master.toString('hex')}\n`);
    // What was sealed with the old key is still in LevelDB's files until they are written anew.
    await level.compactRange('', '\uffff');
    await finish(place.data);
    return { ...sealed, writtenTo: own };
  } finally {
    await level.close();
  }
}

async function sealAnew(level: Level, from: Vault, to: Vault) {
  const batch = level.batch();
  let rows = 0;
  let damaged = 0;
  for await (const page of rowsOf(level)) {
    for (const [key, value] of page) {
      const row = key.toString();
      const opened = from.tryOpen(row, value.toString());
      if (opened !== undefined) batch.put(row, to.seal(row, opened));
      else if (!row.startsWith('meta!')) damaged++;
      rows++;
    }
  }
  try {
    await batch.write({ sync: true });
  } catch (error) {
    throw new GatewayError('REGISTRY_FAILED', `not changed: ${reasonOf(causeOf(error))}`);
  }
  return { rows, damaged };
}
