// What SQLite says about its disk and its file, as codes that tell somebody what to do.
import type { GatewayErrorCode } from '../../domain/errors.ts';
import { codeOf } from '../../domain/reason.ts';

/** Result codes of SQLite, by how they begin: https://sqlite.org/rescode.html */
const FAULTS: readonly [string, GatewayErrorCode][] = [
  ['SQLITE_FULL', 'DESK_DISK_FULL'],
  ['SQLITE_IOERR_WRITE', 'DESK_DISK_FULL'],
  ['SQLITE_BUSY', 'DESK_BUSY'],
  ['SQLITE_LOCKED', 'DESK_BUSY'],
  ['SQLITE_NOTADB', 'DESK_LOCKED'],
  ['SQLITE_CORRUPT', 'DESK_DAMAGED'],
];

/** Undefined: it is about something else. */
export function faultOf(error: unknown): GatewayErrorCode | undefined {
  const code = codeOf(error) ?? '';
  return FAULTS.find(([beginning]) => code.startsWith(beginning))?.[1];
}
