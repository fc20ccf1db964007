// A cable for tests: two pseudo-terminals that socat joins.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from '#test/support/until.ts';

export const hasSocat = spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0;

/** Paths of both ends; gone when the test is over. */
export async function ptyPair(): Promise<{ device: string; pc: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-cable-'));
  const device = join(folder, 'device');
  const pc = join(folder, 'pc');
  const ends = [device, pc].map((path) => `pty,raw,echo=0,link=${path}`);
  const socat: ChildProcess = spawn('socat', ends, { stdio: 'ignore' });
  onTestFinished(async () => {
    const ended = once(socat, 'exit');
    socat.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await until(() => existsSync(device) && existsSync(pc));
  return { device, pc };
}
