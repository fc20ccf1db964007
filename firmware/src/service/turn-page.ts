// Turns the flash log's page: one in 255 records on 4 KB, and mostly ahead of time, while nobody presses.
import type { FlashLog } from '../core/flash-log.ts';
import { RECORD_BOOT, RECORD_BYTES, RECORD_COMMAND, RECORD_PAGE } from '../core/flash-record.ts';

/** Copies what is alive to the next page that works. False when none does. */
export function turnPage(log: FlashLog): boolean {
  for (let step = 1; step < log.flash.pages; step++) {
    const page = (log.page + step) % log.flash.pages;
    try {
      log.flash.erase(page);
    } catch {
      continue;
    }
    if (fillPage(log, page)) return true;
  }
  // Trying again at every press would take seconds that a red press doesn't have.
  log.broken = true;
  return false;
}

function fillPage(log: FlashLog, page: number): boolean {
  const commands = log.commands;
  const records = log.presses.length + commands.length / 2 + 2;
  if (records * RECORD_BYTES > log.flash.pageBytes) return false;
  let at = RECORD_BYTES;
  if (!log.put(page, at, log.record(RECORD_BOOT, 0, 0, log.bootId, 0))) return false;
  for (const press of log.presses) {
    at += RECORD_BYTES;
    if (!log.put(page, at, log.added(press))) return false;
  }
  for (let i = 0; i < commands.length; i += 2) {
    at += RECORD_BYTES;
    const id = commands[i] as number;
    const record = log.record(RECORD_COMMAND, commands[i + 1] as number, 0, id, 0);
    if (!log.put(page, at, record)) return false;
  }
  const header = log.record(RECORD_PAGE, 0, 0, log.generation + 1, 0);
  if (!log.put(page, 0, header)) return false;
  log.page = page;
  log.generation++;
  log.at = at + RECORD_BYTES;
  return true;
}
