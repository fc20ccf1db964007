// What the system says of a file, in words for a person.

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
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return PROBLEMS[code] ?? (error instanceof Error ? error.message : String(error));
}
