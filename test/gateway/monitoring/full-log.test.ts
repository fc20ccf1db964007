// A log on a full disk costs its lines, and nothing else; elsewhere none is missing, also at the end of its process.
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

it('a process that ends at once has written every line, in its order', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, '500']);
  let out = '';
  child.stdout.on('data', (bytes) => {
    out += bytes;
  });
  await once(child, 'close');
  const lines = out.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).line)).toEqual(
    Array.from({ length: 500 }, (_, index) => index + 1),
  );
});
