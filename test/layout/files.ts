// The project's files, and pure rules about their names and their text.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Files that git knows or would add, as paths from `root`. */
export function filesOf(root: string): string[] {
  const git = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const list = execFileSync('git', git, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  return list.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

/** Dotfiles may be there too. */
const TOP_LEVEL = new Set([
  'docs',
  'protocol',
  'firmware',
  'gateway',
  'simulator',
  'test',
  'package.json',
  'tsconfig.json',
  'README.md',
  'package-lock.json',
  'LICENSE',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.zh-CN.md',
]);

/** What lies at the top level and doesn't belong there. */
export function strangersAtTop(files: readonly string[]): string[] {
  const top = new Set(files.map((file) => file.split('/')[0] as string));
  return [...top].filter((name) => !name.startsWith('.') && !TOP_LEVEL.has(name));
}

/** Written by people: generated code has its own rules. */
export function isSource(file: string): boolean {
  return /\.(tsx?|js|mjs|cjs)$/.test(file) && !/^protocol\/generated\/callbutton\./.test(file);
}

/** More would have more than one job; the measure is the reader, and this only the alarm. */
export const MAX_LINES = 500;

/** What is wrong with the text of a source file, or nothing. */
export function faultsOf(file: string, text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const first = lines[0]?.startsWith('#!') ? lines[1] : lines[0];
  const faults: string[] = [];
  if (!/^\/\/ \S/.test(first ?? '')) faults.push(`${file}: the first line does not tell its job`);
  if (lines.length > MAX_LINES) faults.push(`${file}: ${lines.length} lines`);
  return faults;
}
