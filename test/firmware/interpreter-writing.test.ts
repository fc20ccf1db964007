// A board is written and asked on every build of the interpreter. Skipped by name where one isn't there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runToEnd } from '#simulator/board/board.ts';
import { board, provision, RunningBoard } from '#test/support/board.ts';
import { interpreters } from '#test/support/interpreter.ts';
import { until } from '#test/support/until.ts';

/** More variables than an ESP32-C3 has, and gives them back. */
const TAKES_ALL =
  'var taken=[];while(process.memory().total<5000)for(var i=0;i<50;i++)taken.push("taken");';

const LIMIT_MS = 60_000;

describe.each(interpreters)('on $name', ({ path }) => {
  test.skipIf(!path)('a board is written, written again, and tells how much is free', async () => {
    const folder = await board(null, 0, { interpreter: path as string });
    await provision(folder, null, 0, { interpreter: path as string });
    const running = new RunningBoard(folder, path);
    await running.says('no settings');
    const free = await running.freeVariables();
    expect(free).toBeGreaterThan(1_000);
    expect(free).toBeLessThan(4_000);
    expect(await running.hadRoom()).toBe(true);
  });

  test.skipIf(!path)('what was written already is left as it is', async () => {
    const folder = await board(null, 0, { interpreter: path as string });
    const used =
      'print("used",require("Storage").getStats().fileBytes,require("Storage").getStats().trashBytes)';
    const before = await runToEnd(path as string, folder, used, LIMIT_MS);
    await provision(folder, null, 0, { interpreter: path as string });
    const after = await runToEnd(path as string, folder, used, LIMIT_MS);
    expect(/used (\d+) (\d+)/.exec(after)?.[0]).toBe(/used (\d+) (\d+)/.exec(before)?.[0]);
  });

  test.skipIf(!path)(
    'a script ends when it has no timer left, and one that never ends is ended',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'call-button-script-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const script = 'setTimeout(print,10,"to the","end")';
      expect(await runToEnd(path as string, folder, script, LIMIT_MS)).toContain('to the end');
      const endless = runToEnd(path as string, folder, 'setInterval(print,100,"on")', 1_500);
      await expect(endless).rejects.toThrow('within 1500 ms');
    },
  );

  test.skipIf(!path)('a board whose memory ran out says so, and its hand goes on', async () => {
    const folder = await board(null, 0, { interpreter: path as string });
    const running = new RunningBoard(folder, path);
    await running.says('no settings');
    expect(await running.hadRoom()).toBe(true);
    running.run(`${TAKES_ALL}print("taken","all")`);
    await until(() => running.ranOut || running.output.includes('taken all'));
    running.run('taken=0;print("taken","back")');
    await running.says('taken back');
    expect(await running.hadRoom()).toBe(false);
  });
});
