// A machine on which the desk's database library can't be loaded: it is said in clear words, and the gateway goes on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { freePort } from '#simulator/gateway-process.ts';
import { VirtualHome } from '#simulator/home.ts';
import { StandInPlatform } from '#simulator/platform.ts';
import { SECRET, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const ID = 'CB-0001';
/** The library itself, and what of it is made for one kind of machine. */
const LIBRARY = 'libsql';
const NATIVE = '@libsql';

/** As `npm ci` leaves it on another kind of machine, or when an antivirus program took the file away. */
async function installation(): Promise<string> {
  const root = await tempFolder();
  for (const part of ['gateway', 'protocol', 'package.json', 'tsconfig.json']) {
    await cp(join(ROOT, part), join(root, part), { recursive: true });
  }
  const modules = join(ROOT, 'node_modules');
  await mkdir(join(root, 'node_modules'));
  for (const name of await readdir(modules)) {
    if (name === NATIVE) continue;
    const from = join(modules, name);
    const to = join(root, 'node_modules', name);
    // What is linked finds its neighbours where it really is.
    if (name === LIBRARY) await cp(from, to, { recursive: true });
    else await symlink(from, to);
  }
  return root;
}

describe('without the native library of its database', () => {
  async function run(environment: NodeJS.ProcessEnv, ...args: string[]) {
    const root = await installation();
    const bin = join(root, 'gateway/cli/bin.ts');
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), bin, ...args], {
      env: { ...process.env, ...environment },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const running = { output: '', exit: once(child, 'close') };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes) => {
        running.output += bytes;
      });
    }
    return running;
  }

  it('a gateway goes on: the fallback has the red press, and log and health say what to do', async () => {
    const duty = new StandInPlatform({ secret: SECRET });
    const url = await duty.start();
    onTestFinished(() => duty.stop());
    const data = await tempFolder();
    const mqtt = await freePort();
    const http = await freePort();
    const desk = await freePort();
    const { secret } = testDevice(ID).keys[0]!;
    const key = Buffer.from(secret).toString('hex');
    await writeFile(join(data, 'devices.yaml'), `devices: [{ device_id: ${ID}, key: "${key}" }]\n`);
    const config = {
      data: join(data, 'data'),
      devices: join(data, 'devices.yaml'),
      mqtt: { port: mqtt },
      http: { port: http },
      admin: 'off',
      desk: { port: desk },
      destinations: { duty: { type: 'webhook', url, secret: { env: 'DUTY_SECRET' } } },
      routes: { red: { to: 'desk', fallback: { to: 'duty', after: '300ms' } } },
    };
    await writeFile(join(data, 'gateway.yaml'), JSON.stringify(config));
    const environment = { LC_ALL: 'C', DUTY_SECRET: SECRET };
    const gateway = await run(environment, 'gateway', '--config', join(data, 'gateway.yaml'));
    await until(
      () => gateway.output.includes('"desk down"'),
      () => gateway.output,
    );
    expect(gateway.output).toContain('"code":"DESK_LIBRARY"');
    expect(gateway.output).toContain(NATIVE);

    const main = { host: '127.0.0.1', port: mqtt, tls: false };
    const home = new VirtualHome({ settings: standardSettings(ID, secret, 1, main, null) });
    onTestFinished(() => home.powerOff());
    home.powerOn();
    home.press(KEY_RED);
    await duty.until((received) => received.size === 1);
    await until(() => home.light?.name === 'accepted', 'the light that says help is coming');
    const health = await (await fetch(`http://127.0.0.1:${http}/healthz`)).text();
    expect(health).toContain('DESK_LIBRARY');
    expect(health).toContain('npm ci');
  });

  it.each([
    ['when it starts', { LC_ALL: 'C' }, ['--port', '0'], 'can not be loaded'],
    ['when it is only to be checked', { LC_ALL: 'zh_CN.UTF-8' }, ['--check'], '无法加载'],
  ])('`call-button desk` says so in the language of its user, and ends: %s', async (_when, environment, options, words) => {
    const data = await tempFolder();
    const desk = await run(environment, 'desk', '--data', data, ...options);
    const [code] = await desk.exit;
    expect(desk.output).toContain(words);
    expect(desk.output).toContain('DESK_LIBRARY');
    expect(desk.output).toContain(NATIVE);
    expect(desk.output).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });
});
