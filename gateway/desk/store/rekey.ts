// Encrypts a desk's database that nobody has open under another master key: all of it, or nothing.
import { access } from 'node:fs/promises';
import { GatewayError } from '../../domain/errors.ts';
import { codeOf, reasonOf } from '../../domain/reason.ts';
import { databaseFile, databaseKey, openFile } from './database.ts';

/**
 * False: there is no database. Cut off at any moment, it can be repeated, also after the database had the new key
 * already. Errors: DESK_LOCKED when neither key opens it, DESK_FAILED.
 */
export async function rekeyDesk(
  folder: string,
  from: Uint8Array,
  to: Uint8Array,
): Promise<boolean> {
  const file = databaseFile(folder);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return false;
  try {
    if (isOpenedBy(file, from)) encryptAnew(file, from, to);
    else if (!isOpenedBy(file, to)) throw new GatewayError('DESK_LOCKED', file);
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('DESK_FAILED', `${file}: ${reasonOf(error)}`);
  }
  return true;
}

function isOpenedBy(file: string, masterKey: Uint8Array): boolean {
  const database = openFile(file, masterKey);
  try {
    // A prepared statement would keep the file open behind `close`, until it is collected.
    database.exec('select count(*) from sqlite_master');
    return true;
  } catch (error) {
    if (codeOf(error) === 'SQLITE_NOTADB') return false;
    throw error;
  } finally {
    database.close();
  }
}

/** In one transaction. SQLite does it with a rollback journal only; the next start of the desk takes up its log again. */
function encryptAnew(file: string, from: Uint8Array, to: Uint8Array): void {
  const database = openFile(file, from);
  try {
    database.exec('pragma journal_mode = delete');
    database.exec(`pragma rekey = '${databaseKey(to)}'`);
  } finally {
    database.close();
  }
}
