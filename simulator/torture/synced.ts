// Notes, after each sync of the journal, how long LevelDB's log is: what a power cut may not take.
import { openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface SyncedLength {
  /** The file's name in the journal's folder. */
  log: string;
  /** Bytes. */
  length: number;
}

/** Longer than any note, so that a shorter one leaves nothing of the last. */
const NOTE_BYTES = 80;

/** Returns what to call after each sync. The note outlives SIGKILL: it is in the system's cache then. */
export function noteSynced(journal: string, file: string): () => void {
  const handle = openSync(file, 'w');
  return () => {
    const logs = readdirSync(journal).filter((name) => name.endsWith('.log'));
    const log = logs.sort().at(-1);
    if (log === undefined) return;
    const note: SyncedLength = { log, length: statSync(join(journal, log)).size };
    writeSync(handle, JSON.stringify(note).padEnd(NOTE_BYTES), 0);
  };
}
