// Files: what the system says of one, in words for a person, and how one is written whole.

import { open, rename } from 'node:fs/promises';
import { codeOf, reasonOf } from '../domain/reason.ts';

export const NO_SUCH_FILE = 'no such file';

const PROBLEMS: Record<string, string> = {
  ENOENT: NO_SUCH_FILE,
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'lies in something that is not a folder',
  EACCES: 'this user may not read or write it',
  ENOSPC: 'the disk is full',
};

/** The reason of a failed read or write. */
export function fileProblem(error: unknown): string {
  return PROBLEMS[codeOf(error) ?? ''] ?? reasonOf(error);
}

/** All of it or nothing, also when the power fails. Rejects with the system's error. */
export async function writeSynced(path: string, text: string, mode: number): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
