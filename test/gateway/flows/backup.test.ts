// The flows in a backup: what somebody drew comes back and works, and neither key nor login leaves the data folder.
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runJournalCommand } from '#gateway/cli/journal.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { copyFlows } from '#gateway/journal/tools/flows.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { until } from '#test/support/until.ts';
import { printed } from '../printed.ts';
import { tempFolder } from '../temp.ts';
import { EditorClient } from './editor.ts';
import { flowOf, PASSWORD, runFlows } from './flows.ts';

const TOKEN = 'a-token-of-the-platform';

/** A data folder with a journal that was closed, and these files among its flows. */
async function dataWith(files: Record<string, string>): Promise<string> {
  const data = await tempFolder();
  const clock = new MovingClock();
  const journal = new LevelJournal({ folder: join(data, 'journal'), clock });
  await journal.start();
  await journal.stop();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(data, path, '..'), { recursive: true });
    await writeFile(join(data, path), text);
  }
  return data;
}

async function filesUnder(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const backUp = (data: string, backup: string) =>
  printed(() => runJournalCommand({ backup }, { data }));
const restore = (backup: string, data: string) =>
  printed(() => runJournalCommand({ restore: backup }, { data }));

const DRAWN = {
  'flows/flows.json': '[{"id":"tab"}]',
  'flows/flows_cred.json': '{"$":"00"}',
  'flows/lib/flows/night/duty.json': '[]',
  'flows/lib/functions/f.js': 'return msg;',
};
const REST = {
  'flows.key': 'secret',
  'flows/.sessions.json': '{"token":1}',
  'flows/.config.users.json': '{}',
  'flows/.flows.json.backup': '[]',
  'flows/lib/functions/f.js.$$$': 'ret',
};

describe('a backup', () => {
  it('holds flows, their encrypted credentials and the library, for its user only, and no key and no login', async () => {
    const data = await dataWith({ ...DRAWN, ...REST });
    const backup = join(await tempFolder(), 'backup');
    const said = await backUp(data, backup);
    expect(said).toContain('flows.key is not');
    const copied = (await filesUnder(backup)).filter((path) => path.startsWith('flows'));
    expect(copied).toEqual(Object.keys(DRAWN).sort());
    for (const path of copied) {
      expect((await stat(join(backup, path))).mode & 0o777).toBe(0o600);
    }

    const fresh = join(await tempFolder(), 'data');
    expect(await restore(backup, fresh)).toContain('Put flows.key back to the data folder');
    expect((await filesUnder(fresh)).filter((path) => path.startsWith('flows'))).toEqual(copied);
    for (const [path, text] of Object.entries(DRAWN)) {
      expect(await readFile(join(fresh, path), 'utf8')).toBe(text);
    }
  });

  it('of a gateway without flows says nothing of them, and brings none', async () => {
    const backup = join(await tempFolder(), 'backup');
    expect(await backUp(await dataWith({}), backup)).not.toContain('flows');
    const fresh = join(await tempFolder(), 'data');
    expect(await restore(backup, fresh)).not.toContain('flows');
    expect(await readdir(fresh)).toEqual(['journal']);
  });

  it('that was made before flows were in it can be restored', async () => {
    const backup = join(await tempFolder(), 'backup');
    await backUp(await dataWith({}), backup);
    const { flows, ...older } = JSON.parse(await readFile(join(backup, 'manifest.json'), 'utf8'));
    expect(flows).toBeNull();
    await writeFile(join(backup, 'manifest.json'), JSON.stringify(older));
    await restore(backup, join(await tempFolder(), 'data'));
  });

  it('does not overwrite flows that are there: they are newer', async () => {
    const backup = join(await tempFolder(), 'backup');
    const data = await dataWith(DRAWN);
    await backUp(data, backup);
    await rm(join(data, 'journal'), { recursive: true });
    await writeFile(join(data, 'flows/flows.json'), '["newer"]');
    expect(await restore(backup, data)).toContain('The flows stayed as they were');
    expect(await readFile(join(data, 'flows/flows.json'), 'utf8')).toBe('["newer"]');
  });

  const damages: [string, (flows: string) => Promise<unknown>][] = [
    ['are changed', (flows) => writeFile(join(flows, 'flows.json'), '[{"id":"tob"}]')],
    ['lack a file', (flows) => rm(join(flows, 'lib/functions/f.js'))],
    ['have one more', (flows) => writeFile(join(flows, 'lib/x.js'), 'x')],
    ['are missing', (flows) => rm(flows, { recursive: true })],
  ];
  for (const [what, damage] of damages) {
    it(`whose flows ${what} is damaged, and nothing of it is restored`, async () => {
      const backup = join(await tempFolder(), 'backup');
      await backUp(await dataWith(DRAWN), backup);
      await damage(join(backup, 'flows'));
      const fresh = join(await tempFolder(), 'data');
      const restoring = runJournalCommand({ restore: backup }, { data: fresh });
      await expect(restoring).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
      await expect(readdir(fresh)).rejects.toMatchObject({ code: 'ENOENT' });
    });
  }

  it('does not follow a link out of the library', async () => {
    const data = await dataWith({ ...DRAWN, 'master.key': 'secret' });
    await symlink(join(data, 'master.key'), join(data, 'flows/lib/functions/k.js'));
    const to = join(await tempFolder(), 'flows');
    await copyFlows(join(data, 'flows'), to);
    expect(await filesUnder(to)).not.toContain('lib/functions/k.js');
  });

  it('of a library that can not be read is none: nobody takes half of it for all', async () => {
    const data = await dataWith({ 'flows/flows.json': '[]' });
    // As a folder of another user: it is there, and what is in it is not to be had.
    await symlink('lib', join(data, 'flows/lib'));
    const backup = join(await tempFolder(), 'backup');
    await expect(backUp(data, backup)).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
    expect(await readdir(backup)).toEqual([]);
  });

  it('holds all that the editor has kept of what somebody drew, and credentials only encrypted', async () => {
    const login = { user: 'gateway', password: TOKEN };
    const node = { id: 'ask', type: 'http request', authType: 'basic', credentials: login };
    const flows = await runFlows(flowOf({ id: 'comment', type: 'comment' }), {
      editor: { host: '127.0.0.1', port: 0 },
    });
    onTestFinished(() => flows.close());
    await flows.log.when('flows ready');
    const { client } = await EditorClient.login(flows.host.editorPort, 'ann', PASSWORD);
    expect((await client.post('/flows', flowOf(node))).ok).toBe(true);
    expect((await client.post('/library/local/flows/night/duty', [])).ok).toBe(true);
    // Node-RED answers before it has written it.
    await until(async () =>
      (await filesUnder(flows.data)).some((path) => path.endsWith('/duty.json')),
    );
    const to = join(await tempFolder(), 'flows');
    await copyFlows(join(flows.data, 'flows'), to);
    const kept = await filesUnder(join(flows.data, 'flows'));
    const copied = await filesUnder(to);
    expect(copied).toEqual(['flows.json', 'flows_cred.json', 'lib/flows/night/duty.json']);
    // What is left out is of Node-RED's own, and none of it is somebody's work.
    const left = kept.filter((path) => !copied.includes(path));
    for (const path of left)
      expect(path).toMatch(/^(package|\.config\.\w+|\.sessions)\.json|^\..*\.backup$/);
    for (const path of copied) expect(await readFile(join(to, path), 'utf8')).not.toContain(TOKEN);
  });
});
