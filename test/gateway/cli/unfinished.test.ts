// A command of several steps that is cut off can be repeated until it is done, and a start in between says which one to repeat.
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runJournalCommand } from '#gateway/cli/journal.ts';
import { rekey } from '#gateway/registry/rekey.ts';
import { noteUnfinished, unfinishedIn } from '#gateway/system/unfinished.ts';
import { install, registryIn } from '#test/support/registry.ts';
import { startTestGateway } from '#test/support/test-gateway.ts';
import { filledFolder } from '../journal/tools/journals.ts';
import { printed } from '../printed.ts';
import { tempFolder } from '../temp.ts';

const start = (data: string) =>
  startTestGateway({ folder: data, devices: [], platformUrl: 'http://127.0.0.1:9' });

const repair = (data: string) =>
  printed(() => runJournalCommand({ repairJournal: true }, { data }));

describe('--repair-journal that was cut off between its two names', () => {
  /** The journal has its other name, and the repaired copy has not its own yet. */
  async function between(): Promise<string> {
    const data = await filledFolder('crashed');
    const journal = join(data, 'journal');
    await cp(journal, `${journal}.repairing`, { recursive: true });
    await rename(journal, `${journal}.damaged-1`);
    const command = 'call-button gateway --repair-journal';
    await noteUnfinished(data, { command, done: [`${journal}.damaged-1`], bringsJournal: true });
    return data;
  }

  it('lets no empty journal begin: the start says which command to repeat', async () => {
    const data = await between();
    const error = await start(data).catch((reason) => reason);
    expect(error.code).toBe('COMMAND_UNFINISHED');
    expect(error.message).toContain('--repair-journal');
    expect(await readdir(data)).not.toContain('journal');
  });

  it('goes on where it was, and then the gateway starts with everything', async () => {
    const data = await between();
    expect(await repair(data)).toContain('is repaired');
    expect(await unfinishedIn(data)).toBeUndefined();
    expect((await readdir(data)).sort()).toEqual(['journal', 'journal.damaged-1']);
    const gateway = await start(data);
    await gateway.stop();
    expect(await repair(data)).toContain('nothing to repair');
  });

  it('begins anew when it was cut off before, in the middle of its copy', async () => {
    const data = await filledFolder('crashed');
    const journal = join(data, 'journal');
    await cp(join(journal, 'CURRENT'), join(`${journal}.repairing`, 'CURRENT'));
    await rm(join(journal, 'CURRENT'));
    expect(await repair(data)).toContain('is repaired');
    expect(await unfinishedIn(data)).toBeUndefined();
  });
});

describe('--restore that was cut off', () => {
  async function backedUp() {
    const data = await filledFolder();
    const { registry } = registryIn(data);
    await registry.start();
    await install(registry, 'CB-0001');
    await registry.stop();
    const devices = join(data, 'devices.yaml');
    await writeFile(devices, 'devices: []\n');
    const backup = join(await tempFolder(), 'backup');
    await printed(() => runJournalCommand({ backup }, { data, devices }));
    return { data, backup };
  }

  const restore = (data: string, from: string) =>
    printed(() =>
      runJournalCommand({ restore: from }, { data, devices: join(data, 'devices.yaml') }),
    );

  it('before its journal was there: the start says so, and repeated it is whole', async () => {
    const { data, backup } = await backedUp();
    const to = await tempFolder();
    await restore(to, backup);
    await rm(join(to, 'journal'), { recursive: true });
    await cp(join(data, 'master.key'), join(to, 'master.key'));
    const command = `call-button gateway --restore ${backup}`;
    await noteUnfinished(to, { command, done: ['registry'], bringsJournal: true });
    await expect(start(to)).rejects.toMatchObject({ code: 'COMMAND_UNFINISHED' });
    const said = await restore(to, backup);
    expect(said).toContain('The registry was restored too');
    expect(await unfinishedIn(to)).toBeUndefined();
    const gateway = await start(to);
    await gateway.stop();
  });

  it('after its journal was there: it would not overwrite itself, and ends', async () => {
    const { backup } = await backedUp();
    const to = await tempFolder();
    await restore(to, backup);
    const command = `call-button gateway --restore ${backup}`;
    await noteUnfinished(to, { command, done: ['registry', 'devices.yaml'], bringsJournal: true });
    const said = await restore(to, backup);
    expect(said).toMatch(/Restored to .*: \d+ presses/);
    expect(said).toContain('The devices file was restored too');
    expect(await unfinishedIn(to)).toBeUndefined();
  });

  it('that is done, or another, still overwrites nothing', async () => {
    const { backup } = await backedUp();
    const to = await tempFolder();
    await restore(to, backup);
    const refused = { code: 'RESTORE_WOULD_OVERWRITE' };
    await expect(restore(to, backup)).rejects.toMatchObject(refused);
    await noteUnfinished(to, {
      command: 'call-button gateway --restore /other',
      done: [],
      bringsJournal: true,
    });
    await expect(restore(to, backup)).rejects.toMatchObject(refused);
  });
});

describe('registry rekey that was cut off', () => {
  async function sealedAnew() {
    const data = await tempFolder();
    const { registry } = registryIn(data);
    await registry.start();
    await install(registry, 'CB-0001');
    await registry.stop();
    const newKey = join(await tempFolder(), 'new');
    await writeFile(newKey, 'c5'.repeat(32));
    const old = await readFile(join(data, 'master.key'));
    await rekey({ data }, newKey);
    // As it is after the rows were sealed, and before the key was written.
    await writeFile(join(data, 'master.key'), old);
    const command = `call-button registry rekey --new-key ${newKey}`;
    await noteUnfinished(data, { command, done: [], bringsJournal: false });
    return { data, newKey, command };
  }

  it('is named by the start, and by every command that needs the key', async () => {
    const { data, command } = await sealedAnew();
    for (const tried of [() => start(data), () => registryIn(data).registry.start()]) {
      const error = await tried().catch((reason) => reason);
      expect(error.code).toBe('REGISTRY_LOCKED');
      expect(error.message).toContain(command);
    }
  });

  it('can be repeated until it is done', async () => {
    const { data, newKey } = await sealedAnew();
    for (let time = 0; time < 2; time++) {
      expect(await rekey({ data }, newKey)).toMatchObject({ damaged: 0 });
      expect(await unfinishedIn(data)).toBeUndefined();
    }
    const { registry } = registryIn(data);
    await registry.start();
    expect(registry.device('CB-0001')).toBeDefined();
    await registry.stop();
  });
});
