// A journal that can't be opened is told by its cause, with an advice that fits: a damaged one needs no room on the disk.
import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '#gateway/domain/errors.ts';
import { openFailureOf } from '#gateway/journal/level-folder.ts';
import { openError } from '#gateway/journal/tools/open.ts';
import { startTestGateway } from '#test/support/test-gateway.ts';
import { Filled, open } from './tools/journals.ts';

/** The data folder of a gateway that has stopped, with a table in its journal. */
async function stopped(): Promise<string> {
  const filled = await Filled.start();
  await filled.fill();
  await filled.journal.stop();
  const level = await open(filled.data);
  await level.compactRange('a', 'z');
  await level.close();
  return filled.data;
}

const start = (data: string) =>
  startTestGateway({ folder: data, devices: [], platformUrl: 'http://127.0.0.1:9' });

async function named(data: string, end: RegExp): Promise<string> {
  const folder = join(data, 'journal');
  return join(folder, (await readdir(folder)).find((name) => end.test(name)) as string);
}

const DAMAGE: Record<string, (data: string) => Promise<void>> = {
  'an empty CURRENT': (data) => truncate(join(data, 'journal/CURRENT')),
  'a CURRENT of something else': (data) => writeFile(join(data, 'journal/CURRENT'), 'hello\n'),
  'no CURRENT': (data) => rm(join(data, 'journal/CURRENT')),
  'half a MANIFEST': async (data) => truncate(await named(data, /MANIFEST/), 40),
  'no MANIFEST': async (data) => rm(await named(data, /MANIFEST/)),
  'a table that was cut short': async (data) => truncate(await named(data, /\.ldb$/), 10),
  'a table that is gone': async (data) => rm(await named(data, /\.ldb$/)),
};

describe('a start', () => {
  it.each(
    Object.entries(DAMAGE),
  )('on a journal with %s says that it is damaged', async (_, damage) => {
    const data = await stopped();
    await damage(data);
    const error = await start(data).catch((reason) => reason);
    expect(error).toBeInstanceOf(GatewayError);
    expect(error.code).toBe('JOURNAL_UNREADABLE');
    expect(error.message).toContain('--repair-journal');
    expect(error.message).not.toContain('disk space');
  });

  it('beside another gateway says that the journal is in use', async () => {
    const data = await stopped();
    const gateway = await start(data);
    await expect(start(data)).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
    await gateway.stop();
  });
});

describe('the cause', () => {
  const levelError = (code: string, message: string) =>
    Object.assign(new Error('Database failed to open'), {
      cause: Object.assign(new Error(message), { code }),
    });

  it.each([
    ['LEVEL_IO_ERROR', 'IO error: x/000005.log: No space left on device', 'full', 'JOURNAL_FAILED'],
    ['LEVEL_IO_ERROR', 'IO error: x/LOCK: Permission denied', 'other', 'JOURNAL_FAILED'],
    [
      'LEVEL_IO_ERROR',
      'IO error: x/MANIFEST-000004: No such file or directory',
      'damaged',
      'JOURNAL_UNREADABLE',
    ],
    ['LEVEL_CORRUPTION', 'Corruption: checksum mismatch', 'damaged', 'JOURNAL_UNREADABLE'],
    ['LEVEL_LOCKED', 'IO error: lock x/LOCK: already held by process', 'locked', 'JOURNAL_LOCKED'],
  ])('%s, %s: %s', (code, message, failure, told) => {
    const error = levelError(code, message);
    expect(openFailureOf(error)).toBe(failure);
    expect(openError(error, 'journal').code).toBe(told);
  });

  it('of a row that is not ours is damage', () => {
    expect(openFailureOf(new SyntaxError('Unexpected token'))).toBe('damaged');
  });
});
