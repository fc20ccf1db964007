// Looks into a registry that no gateway has open: whether the master key fits, and every row can be read.

import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { GatewayError } from '../domain/errors.ts';
import { causeOf, reasonOf } from '../domain/reason.ts';
import { hasDatabase } from '../journal/level-folder.ts';
import type { Level } from '../journal/recovering-level.ts';
import { rowsOf } from '../journal/tools/rows.ts';
import { FILES } from '../messages/files.ts';
import { told } from '../messages/sentence.ts';
import { type MasterKeyPlace, otherMasterKey, ownMasterKey, readMasterKey } from './master-key.ts';
import { AUDIT, CHECK, DEVICE, HOME, META_CHECK, TOKEN } from './rows.ts';
import { Vault } from './vault.ts';

export interface RegistryFindings {
  devices: number;
  homes: number;
  tokens: number;
  records: number;
  /** Rows that can't be opened. */
  damaged: string[];
}

/** Where a registry lies, and its master key. */
export interface RegistryPlace {
  data: string;
  registry?: { master_key?: MasterKeyPlace };
}

export function registryPath({ data }: RegistryPlace): string {
  return join(data, 'registry');
}

/** The registry, open; undefined: there is none. It is only to be read. Errors: REGISTRY_FAILED. */
export async function openRegistry(place: RegistryPlace): Promise<Level | undefined> {
  const folder = registryPath(place);
  if (!(await hasDatabase(folder))) return undefined;
  const level: Level = new ClassicLevel(folder, { createIfMissing: false });
  try {
    await level.open();
  } catch (error) {
    throw new GatewayError('REGISTRY_FAILED', `${folder}: ${reasonOf(causeOf(error))}`);
  }
  return level;
}

/** What opens its rows. Errors: REGISTRY_LOCKED. */
export async function vaultOf(level: Level, place: RegistryPlace): Promise<Vault> {
  const own = ownMasterKey(place.data);
  const master = await readMasterKey(place.registry?.master_key, own);
  if (master === undefined) throw new GatewayError('REGISTRY_LOCKED', FILES.notThere(own));
  const vault = new Vault(master);
  if (vault.tryOpen(META_CHECK, level.getSync(META_CHECK) ?? '') === CHECK) return vault;
  const detail = told`${registryPath(place)}: ${await otherMasterKey(place.data)}`;
  throw new GatewayError('REGISTRY_LOCKED', detail);
}

/** Errors: REGISTRY_LOCKED. */
export async function checkRegistry(level: Level, place: RegistryPlace): Promise<RegistryFindings> {
  const vault = await vaultOf(level, place);
  const found: RegistryFindings = { devices: 0, homes: 0, tokens: 0, records: 0, damaged: [] };
  const counted = {
    [DEVICE]: 'devices',
    [HOME]: 'homes',
    [TOKEN]: 'tokens',
    [AUDIT]: 'records',
  } as const;
  for await (const rows of rowsOf(level)) {
    for (const [key, value] of rows) {
      const row = key.toString();
      if (row.startsWith('meta!')) continue;
      if (vault.tryOpen(row, value.toString()) === undefined) found.damaged.push(row);
      const what = counted[row.slice(0, row.indexOf('!') + 1) as keyof typeof counted];
      if (what) found[what]++;
    }
  }
  return found;
}
