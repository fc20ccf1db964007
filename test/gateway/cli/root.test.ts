// Commands that root gives where the gateway runs as another user: they would leave what that user can't read.
import { chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JournalOptions, runJournalCommand } from '#gateway/cli/journal.ts';
import { registryProgram } from '#gateway/cli/registry.ts';
import type { GatewayError } from '#gateway/domain/errors.ts';
import { refuseForeignRoot } from '#gateway/system/owner.ts';
import { filledFolder } from '../journal/tools/journals.ts';
import { tempFolder } from '../temp.ts';

const IS_ROOT = process.getuid?.() === 0;
/** A user who has no name on this machine. */
const OWNER = 12_345;
const DAEMON = 1;

const COMMANDS: JournalOptions[] = [
  { checkJournal: true },
  { repairJournal: true },
  { export: 'presses.jsonl' },
  { backup: 'backup' },
  { restore: 'backup' },
];

const refusalOf = (work: Promise<unknown>): Promise<GatewayError> =>
  work.then(
    () => {
      throw new Error('it was not refused');
    },
    (error) => error,
  );

describe.skipIf(!IS_ROOT)('a command of root, where the files belong to another user', () => {
  it.each(
    COMMANDS,
  )('is refused, says as whom to run it, and leaves nothing: %o', async (options) => {
    const data = await filledFolder();
    const journal = join(data, 'journal');
    await chown(journal, OWNER, OWNER);
    const before = await readdir(journal);
    const refusal = await refusalOf(runJournalCommand(options, { data }));
    expect(refusal.code).toBe('ROOT_REFUSED');
    expect(refusal.message).toContain(`${journal}: sudo -u '#${OWNER}' …`);
    expect(await readdir(journal)).toEqual(before);
  });

  it('is refused for the registry too', async () => {
    const data = await tempFolder();
    const registry = join(data, 'registry');
    await mkdir(registry);
    await chown(registry, OWNER, OWNER);
    const config = join(data, 'gateway.yaml');
    await writeFile(config, `data: ${data}\n`);
    const args = ['rekey', '--new-key', join(data, 'key'), '--config', config];
    const refusal = await refusalOf(registryProgram().parseAsync(args, { from: 'user' }));
    expect(refusal.code).toBe('ROOT_REFUSED');
    expect(await readdir(registry)).toEqual([]);
  });

  it('names a user who has a name, and the folder of the data where nothing is in it yet', async () => {
    const data = await tempFolder();
    await chown(data, DAEMON, DAEMON);
    const refusal = await refusalOf(refuseForeignRoot(join(data, 'journal'), data));
    expect(refusal.message).toContain(`${data}: sudo -u daemon …`);
  });

  it('is none of this where the gateway runs as root, or nothing is there yet', async () => {
    const data = await tempFolder();
    await chown(data, OWNER, OWNER);
    const journal = join(data, 'journal');
    await mkdir(journal);
    await refuseForeignRoot(journal, data);
    await refuseForeignRoot(join(data, 'registry', 'nowhere'));
  });
});
