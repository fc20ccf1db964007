// A power cut takes what was not synced, at most, and what was synced never.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { expect, it, onTestFinished } from 'vitest';
import { cutPower } from '#simulator/torture/power-cut.ts';
import { noteSynced } from '#simulator/torture/synced.ts';

async function cut(
  random: () => number,
): Promise<{ cut: number; synced: boolean; other: boolean }> {
  const folder = await mkdtemp(join(tmpdir(), 'call-button-cut-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const journal = join(folder, 'journal');
  const note = join(folder, 'synced');
  const level = new ClassicLevel<string, string>(journal);
  await level.open();
  const afterSync = noteSynced(journal, note);
  await level.put('synced', 'x'.repeat(500), { sync: true });
  afterSync();
  await level.put('other', 'y'.repeat(500));
  await level.close();
  const bytes = await cutPower(journal, note, random);
  await level.open();
  const synced = await level.get('synced');
  const other = await level.get('other');
  await level.close();
  return { cut: bytes, synced: synced !== undefined, other: other !== undefined };
}

it('keeps what was synced, wherever it cuts', async () => {
  for (const at of [0, 0.01, 0.5, 0.99]) {
    const after = await cut(() => at);
    expect(after.synced).toBe(true);
    expect(after.other).toBe(false);
    expect(after.cut).toBeGreaterThan(0);
  }
});

it('cuts nothing when nobody has noted a sync', async () => {
  expect(await cutPower('nowhere', 'nowhere', () => 0)).toBe(0);
});
