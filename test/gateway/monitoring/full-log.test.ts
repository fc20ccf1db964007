// A log on a full disk costs its lines, and nothing else: the gateway goes on, and ends when it is told to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const CHILD = fileURLToPath(new URL('./log-child.ts', import.meta.url));

it('a process whose log is on a full disk does its work and ends', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD], {
    stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);
  let said = '';
  child.stderr?.on('data', (bytes) => {
    said += bytes;
  });
  const [code] = await once(child, 'close');
  expect(said).toBe('did its work');
  expect(code).toBe(0);
});
