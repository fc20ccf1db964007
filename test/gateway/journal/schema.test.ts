// The journal says which layout it has, and refuses one that it can't know.
import { ClassicLevel } from 'classic-level';
import { expect, it, onTestFinished } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { tempFolder } from '../temp.ts';

async function withSchema(schema: string | undefined) {
  const folder = await tempFolder();
  const level = new ClassicLevel(folder);
  if (schema !== undefined) await level.put('meta!schema', schema);
  await level.close();
  const journal = new LevelJournal({ folder, clock: new MovingClock() });
  onTestFinished(() => journal.stop());
  return journal;
}

it('a new journal has schema 2', async () => {
  const journal = await withSchema(undefined);
  await journal.start();
  expect((await journal.flush()).getSync('meta!schema')).toBe('2');
});

it('a journal of a newer version is refused, and left as it is', async () => {
  for (const schema of ['3', '10', 'x']) {
    const journal = await withSchema(schema);
    await expect(journal.start()).rejects.toMatchObject({ code: 'JOURNAL_NEWER' });
    await journal.stop();
  }
});
