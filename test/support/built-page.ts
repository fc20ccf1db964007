// Before any test: the desk's pages are built, unless they are as new as their sources.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = new URL('../../', import.meta.url).pathname;
const PAGE = join(ROOT, 'gateway/desk/page');
const BUILT = join(PAGE, 'dist');

function newest(folder: string, leaveOut: string): number {
  let at = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (path === leaveOut) continue;
    const changedAt = entry.isDirectory() ? newest(path, leaveOut) : statSync(path).mtimeMs;
    at = Math.max(at, changedAt);
  }
  return at;
}

function isBuilt(): boolean {
  try {
    return statSync(join(BUILT, 'index.html')).mtimeMs > newest(PAGE, BUILT);
  } catch {
    return false;
  }
}

export default function setup(): void {
  if (isBuilt()) return;
  const build = ['--import', 'tsx', 'gateway/build/page.ts', '--quiet'];
  execFileSync(process.execPath, build, { cwd: ROOT, stdio: 'inherit' });
}
