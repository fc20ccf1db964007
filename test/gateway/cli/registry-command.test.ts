// `call-button registry` and `call-button token` as an operator meets them: processes, against a gateway that runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runJournalCommand } from '#gateway/cli/journal.ts';
import { registryProgram, tokenProgram } from '#gateway/cli/registry.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { bytesUnder, registryIn } from '#test/support/registry.ts';
import { printed } from '../printed.ts';
import { tempFolder } from '../temp.ts';
import { GatewayCommand, portOf } from './gateway-command.ts';

const BIN = fileURLToPath(new URL('../../../gateway/cli/bin.ts', import.meta.url));
const KEY = Buffer.alloc(32, 7);
const NAME = '王秀英';
const ADDRESS = '幸福路 12 号 3-401';
const TELEPHONE = '+86 10 5555 0199';
const DEVICES = JSON.stringify({
  devices: [1, 2, 3].map((at) => ({
    device_id: `CB-000${at}`,
    key: KEY.toString('hex'),
    group: 'north',
    home: {
      reference: `ref-471${at}`,
      name: NAME,
      address: ADDRESS,
      telephone: TELEPHONE,
      floor: '2',
    },
  })),
});

/** Exit code and output of `call-button …`. */
async function callButton(...args: string[]) {
  const command = ['--import', import.meta.resolve('tsx'), BIN, ...args];
  const child = spawn(process.execPath, command, { env: { ...process.env, LANG: 'C' } });
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes) => (said.out += bytes));
  child.stderr.on('data', (bytes) => (said.err += bytes));
  const [code] = await once(child, 'close');
  return { code, ...said };
}

/** What it prints in this process: a process each would take seconds. */
async function here(program: typeof registryProgram, ...args: string[]): Promise<string> {
  return await printed(() => program().parseAsync(args, { from: 'user' }));
}

/** Too many for one request, with addresses whose characters take three bytes each. */
const MANY = JSON.stringify({
  devices: Array.from({ length: 400 }, (_, at) => ({
    device_id: `CB-M${at}`,
    key: KEY.toString('hex'),
    home: { reference: `many-${at}`, address: '幸福路'.repeat(30) },
  })),
});

async function gatewayWithFile() {
  const folder = await tempFolder();
  const config = join(folder, 'gateway.yaml');
  const devices = join(folder, 'devices.yaml');
  const data = join(folder, 'data');
  await writeFile(devices, DEVICES);
  await writeFile(
    config,
    `{ data: "${data}", devices: "${devices}", log: debug, mqtt: { port: 0 }, http: { port: 0 }, desk: off }`,
  );
  const gateway = new GatewayCommand(config, {});
  const ready = await gateway.says(({ msg }) => msg === 'gateway ready');
  return { folder, config, devices, data, gateway, mqtt: portOf(ready.mqtt) };
}

describe('call-button registry', () => {
  it('imports a devices file, shows what there is, and survives a backup that leaked', async () => {
    const { folder, config, devices, data, gateway, mqtt } = await gatewayWithFile();
    const asked = ['--config', config];
    expect(await here(registryProgram, 'list', ...asked)).toContain('0 devices');

    const device = await new RawDevice('CB-0001', KEY, { bootId: 1, connectNo: 1 }).join(mqtt);
    const first = await here(registryProgram, 'import', devices, ...asked);
    expect(first).toContain('3 devices were imported');
    expect(first).toContain('floor');
    const again = await here(registryProgram, 'import', devices, '--lang', 'zh', ...asked);
    expect(again).toContain('已导入 0 台设备');
    expect(again).toContain('CB-0002: 登记库中已有');
    // Nobody was disturbed, and the keys are the same.
    await device.press({ bootId: 1, seq: 1 });
    device.close();
    // Without its file it connects all the same.
    await writeFile(devices, 'devices: []');
    expect(await gateway.reload()).toMatchObject({ msg: 'reloaded' });
    await (await new RawDevice('CB-0001', KEY, { bootId: 2, connectNo: 1 }).join(mqtt)).close();

    const many = join(folder, 'many.json');
    await writeFile(many, MANY);
    expect(await here(registryProgram, 'import', many, ...asked)).toContain('400 devices were');
    expect(await here(registryProgram, 'list', ...asked)).toContain('403 devices');

    const list = await here(registryProgram, 'list', '--group', 'north', ...asked);
    expect(list).toMatch(/CB-0001 +in service +north +ref-4711 +1\n/);
    const shown = await here(registryProgram, 'show', 'CB-0002', '--lang', 'zh', ...asked);
    for (const text of [NAME, ADDRESS, TELEPHONE, '使用中']) expect(shown).toContain(text);
    expect(JSON.parse(await here(registryProgram, 'show', 'CB-0002', '--json', ...asked))).toEqual(
      expect.objectContaining({ device_id: 'CB-0002', reference: 'ref-4712', key_version: 1 }),
    );
    const missing = await callButton('registry', 'show', 'CB-9999', ...asked);
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('(NO_SUCH_DEVICE)') });

    const token = (await here(tokenProgram, 'create', 'li', '--role', 'installer', ...asked)).split(
      '\n',
    )[0]!;
    expect(token).toMatch(/^cb_[A-Za-z0-9_-]{43}$/);
    const until = ['--expires', '30d', ...asked];
    await here(tokenProgram, 'create', 'desk', '--role', 'operator', ...until);
    const tokens = await here(tokenProgram, 'list', ...asked);
    expect(tokens).toMatch(/desk +operator +20\d\d-/);
    expect(tokens).not.toContain(token);
    expect(await here(tokenProgram, 'revoke', 'desk', ...asked)).toContain('desk is revoked');
    await expect(here(tokenProgram, 'revoke', 'desk', ...asked)).rejects.toMatchObject({
      code: 'NO_SUCH_TOKEN',
    });

    // While it runs.
    const backup = join(folder, 'backup');
    const said = await printed(() => runJournalCommand({ backup }, { data }));
    expect(said).toContain('Its master key is not');
    expect(await gateway.stop()).toBe(0);
    const secrets = [KEY, KEY.toString('hex'), NAME, ADDRESS, TELEPHONE, 'ref-471', token];
    for (const [path, bytes] of await bytesUnder(backup)) {
      for (const secret of secrets) expect([path, bytes.includes(secret)]).toEqual([path, false]);
    }
    for (const secret of secrets) expect(gateway.output).not.toContain(secret.toString());

    // It is checked, lost, restored, and is what it was.
    const check = () => printed(() => runJournalCommand({ checkJournal: true }, { data }));
    expect(await check()).toContain('403 devices, 403 homes, 1 tokens');
    const master = await readFile(join(data, 'master.key'));
    await rm(data, { recursive: true });
    const restore = () => runJournalCommand({ restore: backup }, { data });
    expect(await printed(restore)).toContain('The registry was restored too');
    await expect(registryIn(data).registry.start()).rejects.toMatchObject({
      code: 'REGISTRY_LOCKED',
    });
    await writeFile(join(data, 'master.key'), master);
    const { registry } = registryIn(data);
    await registry.start();
    expect(registry.record('CB-0003')).toMatchObject({ keys: [{ secret: KEY }] });
    expect(registry.tokens.verify(token)).toEqual({ name: 'li', role: 'installer' });
    const [newest] = await registry.audit({ limit: 1 });
    expect(newest).toMatchObject({ what: 'token.revoked', actor: { role: 'admin' } });
    await registry.stop();

    // A damaged backup is refused, and nothing of it is taken.
    const damaged = join(folder, 'damaged');
    await cp(backup, damaged, { recursive: true });
    await rm(join(damaged, 'registry'), { recursive: true });
    const other = { data: join(folder, 'other') };
    await expect(runJournalCommand({ restore: damaged }, other)).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
    });
  });

  it('does not start with a registry that it can not open, and says what to do', async () => {
    const data = await tempFolder();
    const { registry } = registryIn(data);
    await registry.start();
    await registry.stop();
    await writeFile(join(data, 'master.key'), '0'.repeat(64));
    const config = join(data, 'gateway.yaml');
    await writeFile(config, `{ data: "${data}", mqtt: { port: 0 }, http: { port: 0 }, desk: off }`);
    const started = await callButton('gateway', '--config', config);
    expect(started).toMatchObject({ code: 2, err: expect.stringContaining('(REGISTRY_LOCKED)') });
    expect(started.err).toContain('put the right one');
    // Nothing was changed: with the right key it would go on.
    expect((await readFile(join(data, 'master.key'))).toString()).toBe('0'.repeat(64));
  });
});
