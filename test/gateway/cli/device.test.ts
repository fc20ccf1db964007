// `call-button device` as an operator meets it: processes, their output and exit codes, against a gateway that runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deviceProgram } from '#gateway/cli/device.ts';
import { OUTCOME_FAILED } from '#protocol/messages.ts';
import { TestBench } from '#test/support/test-gateway.ts';
import { ObedientDevice } from '../device-commands/device.ts';

const BIN = fileURLToPath(new URL('../../../gateway/cli/bin.ts', import.meta.url));
const ID = 'CB-0001';
const SESSION = { bootId: 1, connectNo: 1 };

async function start() {
  const bench = await TestBench.start([ID, 'CB-0002']);
  onTestFinished(() => bench.close());
  const config = join(bench.folder, 'gateway.yaml');
  await writeFile(config, `data: ${bench.folder}\n`);
  const device = (...args: string[]) => run('C.UTF-8', 'device', ...args, '--config', config);
  const chinese = (...args: string[]) => run('zh_CN.UTF-8', 'device', ...args, '--config', config);
  return { bench, device, chinese, config };
}

async function run(language: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), BIN, ...args], {
    env: { ...process.env, LC_ALL: language },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ran = { code: null as number | null, out: '', err: '' };
  child.stdout.on('data', (bytes) => {
    ran.out += bytes;
  });
  child.stderr.on('data', (bytes) => {
    ran.err += bytes;
  });
  [ran.code] = await once(child, 'close');
  return ran;
}

// Each step is a process, and the machine may be busy.
describe('call-button device', { timeout: 120_000 }, () => {
  it('locates a device and waits for its answer', async () => {
    const { bench, device } = await start();
    const obedientDevice = await ObedientDevice.join(bench, ID, SESSION);
    const running = device('locate', ID, '--seconds', '20', '--wait');
    const heard = await obedientDevice.hears();
    expect(heard.action).toEqual({ kind: 'locate', seconds: 20 });
    await obedientDevice.answers(heard.commandId);
    const { code, out } = await running;
    expect(code).toBe(0);
    expect(out).toContain(`${ID}: locate is stored as command ${heard.commandId}`);
    expect(out).toMatch(/locate +done/);
  });

  it('says that a device is not connected, and ends with 1 when the device failed', async () => {
    const { bench, device, chinese } = await start();
    const queued = await device('reboot', ID);
    expect(queued.code).toBe(0);
    expect(queued.out).toContain('not connected: queued; sent when it connects');
    const [, id = ''] = /command (\d+)/.exec(queued.out) ?? [];
    const cancelled = await chinese('cancel', ID, id);
    expect(cancelled.out).toContain(`命令 ${id} 已取消`);
    const running = device('self-test', ID, '--wait', '--json');
    const obedientDevice = await ObedientDevice.join(bench, ID, SESSION);
    await obedientDevice.answers(
      (await obedientDevice.hears()).commandId,
      OUTCOME_FAILED,
      'no battery',
    );
    const { code, out } = await running;
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ state: 'failed', detail: 'no battery' });
    const results = await device('results', ID);
    expect(results.out).toMatch(/self-test +failed, no battery\n.*reboot +cancelled/);
  });

  it('configures one device, a group and all, and shows what is pending', async () => {
    const { bench, device, chinese } = await start();
    const times = ['--heartbeat', '5m', '--unreached-after', '80s'];
    expect((await device('configure', ID, ...times)).code).toBe(0);
    const unsure = await device('configure', '--group', 'g', '--heartbeat', '6m');
    expect(unsure.code).toBe(2);
    expect(unsure.err).toContain('every device of the group g');
    const sure = await device('configure', '--group', 'g', '--heartbeat', '6m', '--yes');
    expect(sure.out).toContain('2 devices get it');
    const main = ['--main', 'tls://gateway.example:8883'];
    expect((await device('configure', ID, ...main)).err).toContain('over the cable');
    expect((await device('configure', ID, ...main, '--yes')).code).toBe(0);
    expect(bench.gateway.administration.configurationOf(ID).wanted).toEqual({
      heartbeatS: 300,
      unreachedAfterS: 80,
      mainGateway: { host: 'gateway.example', port: 8883, tls: true },
    });
    const shown = await device('show', ID);
    expect(shown.out).toMatch(/pending since .*\n {2}heartbeat: 300 s\n/);
    expect(shown.out).toContain('main gateway: gateway.example:8883 (TLS)');
    expect((await chinese('show', 'CB-0002')).out).toContain('心跳间隔: 360 秒');
    const list = await device('list', '--json');
    expect(JSON.parse(list.out).devices).toMatchObject([
      { device_id: ID, connected: false, pending_configuration: true, key_version: 1 },
      { device_id: 'CB-0002', group: 'g' },
    ]);
    const text = (await device('list')).out.trimEnd().split('\n');
    expect(text).toHaveLength(4);
    expect(text.at(-1)).toBe('2 devices');
  });

  it('ends with 2, a code and what to do, when it can not be done', async () => {
    const { bench, device } = await start();
    const wrong: [args: string[], text: string][] = [
      [['show', 'CB-9999'], 'NO_SUCH_DEVICE'],
      [['reboot', '--all'], '--yes'],
      [['configure', ID, '--heartbeat', 'soon'], 'Expected a time'],
    ];
    for (const [args, text] of wrong) {
      const { code, err } = await device(...args);
      expect({ args, code, err }).toMatchObject({ code: 2, err: expect.stringContaining(text) });
      expect(err).not.toMatch(/^ {4}at /m);
    }
    await bench.down();
    const { code, err } = await device('list');
    expect(code).toBe(2);
    expect(err).toContain('GATEWAY_NOT_RUNNING');
  });

  it('offers many devices where the gateway takes many, and not where it refuses', () => {
    const help = (name: string) =>
      deviceProgram()
        .commands.find((command) => command.name() === name)
        ?.helpInformation() ?? '';
    for (const name of ['configure', 'locate', 'reboot', 'rotate-key']) {
      expect(help(name)).toMatch(/\[device_id\][\s\S]+--group[\s\S]+--all/);
    }
    expect(help('self-test')).toMatch(/<device_id>[\s\S]+--wait/);
    expect(help('self-test')).not.toMatch(/--group|--all|--yes/);
  });

  const refused: [args: string[], code: string][] = [
    [['locate', '--group', 'no', '--yes'], 'NO_SUCH_GROUP'],
    [['reboot', ID, '--all'], 'ARGUMENT_INVALID'],
    [['reboot'], 'ARGUMENT_INVALID'],
    [['reboot', '--all', '--yes', '--wait'], 'ARGUMENT_INVALID'],
    [['configure', ID], 'ARGUMENT_INVALID'],
    [['configure', ID, '--heartbeat', '5s'], 'SETTING_INVALID'],
    [['configure', ID, '--heartbeat', '10500ms'], 'SETTING_INVALID'],
    [['locate', ID, '--seconds', '601'], 'SETTING_INVALID'],
    [['cancel', ID, '7'], 'NO_SUCH_COMMAND'],
    [['results', 'x'], 'NO_SUCH_DEVICE'],
  ];
  it('tells apart why something is refused', async () => {
    const { config } = await start();
    for (const [args, code] of refused) {
      const asked = deviceProgram().parseAsync([...args, '--config', config], { from: 'user' });
      await expect(asked, args.join(' ')).rejects.toMatchObject({ code });
    }
  });

  const mistyped: [args: string[], text: string][] = [
    [['configure', ID, '--main', 'nowhere'], 'Expected host:port'],
    [['configure', ID, '--main', 'a:b'], 'Expected host:port'],
    [['cancel', ID, 'x'], 'whole number'],
    [['self-test', '--all'], "unknown option '--all'"],
    [['self-test', '--group', 'north'], "unknown option '--group'"],
    [['self-test'], "missing required argument 'device_id'"],
    [['locate', ID, '--seconds', '-1'], 'whole number'],
    [['show'], 'missing required argument'],
    [['dance', ID], 'unknown command'],
  ];
  for (const [args, text] of mistyped) {
    it(`says what was expected instead of ${args.join(' ')}`, async () => {
      const program = deviceProgram();
      const said: string[] = [];
      for (const command of [program, ...program.commands]) {
        command.exitOverride().configureOutput({ writeErr: (words) => void said.push(words) });
      }
      await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow();
      expect(said.join('')).toContain(text);
    });
  }
});
