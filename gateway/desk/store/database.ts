// The file of the desk's database, and how it is opened: encrypted by a key that follows from the master key.
import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import Libsql from 'libsql';
import { DeskDialect } from './dialect.ts';
import type { Tables } from './schema.ts';

export const DATABASE_FILE = 'desk.db';
const KEY_BYTES = 32;
/** Names what the key is for: the master key itself opens other things. */
const KEY_PURPOSE = 'call-button desk database 1';
/** Another process may be in the middle of a write; one that holds it for longer has something wrong with it. */
const BUSY_MS = 3_000;

export function databaseFile(folder: string): string {
  return join(folder, DATABASE_FILE);
}

/** In hex. */
export function databaseKey(masterKey: Uint8Array): string {
  return Buffer.from(hkdfSync('sha256', masterKey, '', KEY_PURPOSE, KEY_BYTES)).toString('hex');
}

interface OpenOptions {
  readonly?: boolean;
}

/** Only the first statement shows whether the key is right. */
export function openFile(
  file: string,
  masterKey: Uint8Array,
  { readonly = false }: OpenOptions = {},
): Libsql.Database {
  return new Libsql(file, {
    readonly,
    encryptionCipher: 'aes256cbc',
    encryptionKey: databaseKey(masterKey),
  } as Libsql.Options);
}

/** A database of the desk, or a copy of one. */
export async function openDatabase(
  file: string,
  masterKey: Uint8Array,
  options: OpenOptions = {},
): Promise<Kysely<Tables>> {
  const dialect = new DeskDialect(openFile(file, masterKey, options));
  const db = new Kysely<Tables>({ dialect });
  await sql`pragma busy_timeout = ${sql.raw(String(BUSY_MS))}`.execute(db);
  return db;
}
