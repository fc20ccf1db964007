// A terminal that somebody holds up, as Ctrl-S does, costs lines of the log and nothing else.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasSocat, ptyPair } from '#test/support/pty.ts';

const CHILD = fileURLToPath(new URL('./log-child.ts', import.meta.url));
/** More than wait in memory, in a pseudo-terminal and in socat. */
const LINES = 5_000;

/** Its log goes to a terminal of which nobody reads yet. */
async function logging(): Promise<{ child: ChildProcess; screen: string }> {
  const { device, pc } = await ptyPair();
  const terminal = openSync(device, 'r+');
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, `${LINES}`, 'when told'], {
    stdio: ['pipe', terminal, 'pipe'],
  });
  closeSync(terminal);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(child.stderr as NodeJS.ReadableStream, 'data');
  expect(String(said)).toBe('did its work');
  return { child, screen: pc };
}

describe.skipIf(!hasSocat)('socat: a terminal that takes nothing', () => {
  it('holds up no work, and the process ends when it is told to', async () => {
    const { child } = await logging();
    child.stdin?.write('end\n');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
  });

  it('shows readable lines once it takes them again, and how many were dropped', async () => {
    const { child, screen } = await logging();
    let shown = '';
    const reader = createReadStream(screen, 'utf8');
    onTestFinished(() => void reader.destroy());
    for await (const text of reader) {
      shown += stripVTControlCharacters(text);
      if (/were dropped[\s\S]*lines: .*\d/.test(shown.slice(-300))) break;
    }
    expect(shown).toMatch(/INFO.*a line/);
    expect(shown).not.toContain('{"level"');
    const dropped = Number(
      /lines: \D*?(\d+)\D*$/m.exec(shown.split('were dropped')[1] as string)?.[1],
    );
    expect(dropped).toBeGreaterThan(0);
    expect(shown.split('a line').length - 1 + dropped).toBeGreaterThanOrEqual(LINES);
    child.stdin?.write('end\n');
    await once(child, 'close');
  });
});
