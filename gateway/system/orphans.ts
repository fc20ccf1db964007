// A child that spins hears nothing, so its process would outlive its gateway with a core and its port: it is ended.
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { codeOf } from '../domain/reason.ts';

/** Reads until the gateway has closed the other end, as its death does; then the process of this number is killed. */
const WATCH = 'read -r _; kill -9 "$1"';

/**
 * Has a shell kill the process when the gateway ends without having ended it. A thread of that process would do, but may
 * not be: Node's permissions don't hold in threads. Without a shell nobody watches. Returns how to end that, which
 * must be called as soon as the process is over, because its number can become another's.
 */
export function watchFor(pid: number): () => void {
  const shell = spawn('/bin/sh', ['-c', WATCH, 'sh', String(pid)], {
    // In a group of its own: what ends the gateway's group is what it is there for.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => {});
  // Absent when no file can be opened any more: then there is no shell either.
  const line = shell.stdin as Socket | undefined;
  line?.on('error', () => {});
  // It holds nothing up that wants to end.
  line?.unref();
  shell.unref();
  return () => shell.kill('SIGKILL');
}

/**
 * Kills what a former gateway left: processes that are recognised by the end of their program's path, for a former
 * version may lie elsewhere, and by a word of their command line that names their folder. Only while no other gateway
 * runs on that folder, and only where /proc tells what runs.
 */
export async function endOrphans(entry: string, ofFolder: string): Promise<void> {
  const names = await readdir('/proc').catch(() => []);
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    const words = line.split('\0');
    if (!words.some((word) => word.endsWith(entry)) || !words.includes(ofFolder)) continue;
    try {
      process.kill(Number(name), 'SIGKILL');
    } catch (error) {
      // ESRCH: it has ended meanwhile. EPERM: another user's, whose gateway it is.
      if (codeOf(error) !== 'ESRCH' && codeOf(error) !== 'EPERM') throw error;
    }
  }
}
