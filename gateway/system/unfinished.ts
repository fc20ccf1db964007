// A command of several steps leaves a note in the data folder until it is done: so it can be repeated, and a start knows.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../domain/reason.ts';
import { makeFolder, removeDurably, writeDurably } from './durable.ts';

export interface Unfinished {
  /** What to repeat, as a person types it, without the configuration. */
  command: string;
  /** What it has put in its place so far. */
  done: string[];
  /** It puts a journal in its place: as long as there is none, none may be begun. */
  bringsJournal: boolean;
}

const NAME = 'unfinished.json';

export function unfinishedPath(data: string): string {
  return join(data, NAME);
}

/** What was cut off in this data folder; undefined: nothing. A note that can't be read names no command. */
export async function unfinishedIn(data: string): Promise<Unfinished | undefined> {
  try {
    const text = await readFile(unfinishedPath(data), 'utf8');
    const { command = '', done = [], bringsJournal = true } = JSON.parse(text);
    return { command: String(command), done: [...done].map(String), bringsJournal };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return { command: '', done: [], bringsJournal: true };
  }
}

/** Before the first step, and after each: on disk when it resolves. */
export async function noteUnfinished(data: string, unfinished: Unfinished): Promise<void> {
  await makeFolder(data);
  await writeDurably(unfinishedPath(data), `${JSON.stringify(unfinished)}\n`);
}

/** After the last step, or when nothing was changed. */
export async function finish(data: string): Promise<void> {
  await removeDurably(unfinishedPath(data)).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}
