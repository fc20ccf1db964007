// The journal that a restart is measured with: real, full, and open only where it should be.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { Part } from '#simulator/bench/part.ts';
import { deviceIdOf } from '#simulator/bench/parts/devices.ts';
import type { JournalToFill } from '#simulator/bench/parts/journal-filler.ts';
import { Scope } from '#simulator/bench/scope.ts';

const FILLER = new URL('../../../simulator/bench/parts/journal-filler.ts', import.meta.url);

describe('a filled journal', () => {
  it('knows every press, owes none, and has the last calls open', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'call-button-test-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const scope = new Scope();
    onTestFinished(() => scope.stop());
    const filler = await Part.start(scope, FILLER);
    const toFill: JournalToFill = { folder, devices: 10, presses: 30, open: 3 };
    await filler.call('fill', toFill);
    await filler.stop();

    const journal = new LevelJournal({ folder, clock: systemClock });
    onTestFinished(() => journal.stop());
    await journal.start();
    expect(await journal.openPresses()).toEqual([]);
    const open = (await journal.openCalls()).map(({ callId }) => callId);
    expect(open).toEqual([7, 8, 9].map((index) => `${deviceIdOf(index)}.1.3`));
    const session = { bootId: 1, connectNo: 1 };
    expect(await journal.renewSession(deviceIdOf(0), session)).toBe(false);
    const again = await journal.appendEvent({
      deviceId: deviceIdOf(4),
      bootId: 1,
      seq: 2,
      kind: 'boot',
      receivedAt: 0,
      ageMs: 0,
      frame: '',
    });
    expect(again.outcome).toBe('duplicate');
  });
});
