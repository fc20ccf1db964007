// A new master key opens the desk's database as it opens the registry, and the old one opens nothing any more.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { registryProgram } from '#gateway/cli/registry.ts';
import { rekeyDesk } from '#gateway/desk/store/rekey.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { NODE_ARGS, programPath } from '#gateway/system/program.ts';
import { registryIn } from '#test/support/registry.ts';
import { printed } from '../printed.ts';
import { tempFolder } from '../temp.ts';
import { SUBJECT } from './subject.ts';

const run = promisify(execFile);
const PROGRAM = programPath('./fill-database.ts', import.meta.url);
const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);

async function filled(folder: string, masterKey: Uint8Array): Promise<void> {
  const key = Buffer.from(masterKey).toString('hex');
  await run(process.execPath, [...NODE_ARGS, PROGRAM, folder, key]);
}

async function callsIn(folder: string, masterKey: Uint8Array): Promise<string[]> {
  const store = await DeskStore.open({ folder, masterKey });
  const records = await store.openRecords();
  await store.close();
  return records.map(({ callId }) => callId);
}

it('is encrypted under the new key, also when that is repeated; without a database nothing is done', async () => {
  const folder = await tempFolder();
  expect(await rekeyDesk(folder, OLD, NEW)).toBe(false);
  await filled(folder, OLD);
  expect(await rekeyDesk(folder, OLD, NEW)).toBe(true);
  expect(await rekeyDesk(folder, OLD, NEW)).toBe(true);
  expect(await callsIn(folder, NEW)).toEqual([SUBJECT.callId]);
  await expect(DeskStore.open({ folder, masterKey: OLD })).rejects.toMatchObject({
    code: 'DESK_LOCKED',
  });
});

it('stays as it is when neither key opens it, and that is told', async () => {
  const folder = await tempFolder();
  await filled(folder, Buffer.alloc(32, 3));
  await expect(rekeyDesk(folder, OLD, NEW)).rejects.toMatchObject({ code: 'DESK_LOCKED' });
  expect(await callsIn(folder, Buffer.alloc(32, 3))).toEqual([SUBJECT.callId]);
});

it('goes with the registry: `registry rekey` leaves nothing behind under the old key', async () => {
  const data = await tempFolder();
  const { registry } = registryIn(data);
  await registry.start();
  await registry.stop();
  const old = Buffer.from((await readFile(join(data, 'master.key'), 'utf8')).trim(), 'hex');
  await filled(join(data, 'desk'), old);
  const config = join(data, 'gateway.yaml');
  const key = join(data, 'new.key');
  await writeFile(config, `{ data: "${data}" }`);
  await writeFile(key, NEW.toString('hex'));
  const args = ['rekey', '--new-key', key, '--config', config];
  await printed(() => registryProgram().parseAsync(args, { from: 'user' }));
  expect((await readFile(join(data, 'master.key'), 'utf8')).trim()).toBe(NEW.toString('hex'));
  expect(await callsIn(join(data, 'desk'), NEW)).toEqual([SUBJECT.callId]);
});
