// Files: what the system says of one, in words for a person.
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
