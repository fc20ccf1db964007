// What looks after the desk's database: check, backup, restore. Each does its one thing and ends.
import { join } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import { DESK } from '../messages/desk.ts';
import { languageOf } from '../messages/language.ts';
import { withDeskLibrary } from '../own-desk/library.ts';
import { ownMasterKey, readMasterKey } from '../registry/master-key.ts';
import { isThere } from '../system/durable.ts';

export interface DeskUpkeepOptions {
  check?: boolean;
  /** A file. */
  backup?: string;
  restore?: string;
}

const copies = () => withDeskLibrary(() => import('../desk/upkeep/copies.ts'));

/** How the desk's database is named in a backup of the gateway. */
const IN_BACKUP = 'desk.db';

export function isDeskUpkeep({ check, backup, restore }: DeskUpkeepOptions): boolean {
  return check === true || backup !== undefined || restore !== undefined;
}

/** Returns the exit code: 1 when something is wrong with the database. Rejects with a GatewayError when it could not be done. */
export async function runDeskUpkeep(data: string, options: DeskUpkeepOptions): Promise<number> {
  const { backup, restore } = options;
  const { backUpDesk, checkDesk, restoreDesk } = await copies();
  const place = await placeOf(data);
  if (place === undefined) throw new GatewayError('DESK_MISSING', ownMasterKey(data));
  if (backup !== undefined) {
    await backUpDesk(place, backup);
    tell(DESK.backedUp(backup));
    return 0;
  }
  if (restore !== undefined) {
    await restoreDesk(place, restore);
    tell(DESK.restored(restore));
    return 0;
  }
  const found = await checkDesk(place);
  tell(DESK.checked(place.folder, found));
  return found.faults.length === 0 && found.different === 0 ? 0 : 1;
}

/**
 * The desk that lives in the gateway's data folder, into the folder of a backup. Call it when the journal is copied: what
 * the journal says the desk has taken is in the copy then, and what it hasn't is handed over again.
 */
export async function backUpDeskBeside(data: string, folder: string): Promise<void> {
  const place = await placeOf(data);
  if (place === undefined || !(await isThere(join(place.folder, 'desk.db')))) return;
  const { backUpDesk } = await copies();
  const file = join(folder, IN_BACKUP);
  await backUpDesk(place, file);
  tell(DESK.backedUp(file));
}

/** Where no desk is; the one that is there is newer, and stays. */
export async function restoreDeskBeside(from: string, data: string): Promise<void> {
  const file = join(from, IN_BACKUP);
  if (!(await isThere(file))) return;
  const place = await placeOf(data);
  if (place === undefined) {
    tell(DESK.keyMissing(file));
    return;
  }
  const there = join(place.folder, 'desk.db');
  if (await isThere(there)) {
    tell(DESK.keptThere(there));
    return;
  }
  const { restoreDesk } = await copies();
  await restoreDesk(place, file);
  tell(DESK.restored(file));
}

/** Undefined: the folder has no key. */
async function placeOf(data: string) {
  const masterKey = await readMasterKey(undefined, ownMasterKey(data));
  return masterKey && { folder: join(data, 'desk'), masterKey };
}

function tell(sentence: { en: string; zh: string }): void {
  process.stdout.write(sentence[languageOf(process.env)]);
}
