// Commands that root gives where the gateway runs as another user: they would leave what that user can't read.
import { once } from 'node:events';
import { chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JournalOptions, runJournalCommand } from '#gateway/cli/journal.ts';
import { registryProgram } from '#gateway/cli/registry.ts';
import type { GatewayError } from '#gateway/domain/errors.ts';
import { addTestDevice } from '#gateway/registry/device-file.ts';
import { refuseForeignRoot } from '#gateway/system/owner.ts';
import { filledFolder } from '../journal/tools/journals.ts';
import { tempFolder } from '../temp.ts';
import { GatewayCommand } from './gateway-command.ts';

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

  it('makes a new devices file for the user of its folder, and leaves one that is there to its own', async () => {
    const folder = await tempFolder();
    await chown(folder, OWNER, OWNER);
    const file = join(folder, 'devices.yaml');
    await addTestDevice(file, 'CB-0001');
    expect(await stat(file)).toMatchObject({ uid: OWNER, gid: OWNER });
    await chown(file, DAEMON, DAEMON);
    await addTestDevice(file, 'CB-0002');
    expect(await stat(file)).toMatchObject({ uid: DAEMON, gid: DAEMON });
  });

  it('is told at a start, which goes on, and never again where the journal is of root', async () => {
    const data = await tempFolder();
    await chown(data, OWNER, OWNER);
    const config = join(data, 'gateway.yaml');
    await writeFile(
      config,
      `{ data: "${data}", mqtt: { port: 0 }, http: { port: 0 }, admin: off, desk: off }`,
    );
    const start = async () => {
      const gateway = new GatewayCommand(config, { LANG: 'en_US.UTF-8' });
      await gateway.says(({ msg }) => msg === 'gateway ready');
      gateway.child.kill('SIGTERM');
      await once(gateway.child, 'close');
      return gateway.output;
    };
    expect(await start()).toContain(`${data} belongs to another user`);
    expect(await start()).not.toContain('another user');
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
