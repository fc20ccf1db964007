// The command line as an operator meets it: a child process, its output, its exit code.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { awaited, until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TSX = import.meta.resolve('tsx');

class Command {
  readonly child: ChildProcess;
  output = '';

  constructor(...args: string[]) {
    const bin = join(ROOT, 'gateway/cli/bin.ts');
    this.child = spawn(process.execPath, ['--import', TSX, bin, ...args], { cwd: folder });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (bytes) => {
        this.output += bytes;
      });
    }
    onTestFinished(() => void this.child.kill('SIGKILL'));
  }

  /** The exit code; what was printed is in `output`. */
  async end(): Promise<number | null> {
    const [code] = await once(this.child, 'close');
    return code;
  }

  /** Resolves with the log line that says this; rejects when the process ends before. */
  async says(message: string): Promise<Record<string, unknown>> {
    const ended = once(this.child, 'close').then(() => {
      throw new Error(`ended before "${message}":\n${this.output}`);
    });
    for (;;) {
      const lines = this.output.split('\n').slice(0, -1);
      const line = lines.find((text) => text.startsWith('{') && JSON.parse(text).msg === message);
      if (line) {
        ended.catch(() => {});
        return JSON.parse(line);
      }
      const more = once(this.child.stdout as NodeJS.ReadableStream, 'data');
      await awaited(Promise.race([more, ended]), () => `"${message}" in:\n${this.output}`);
    }
  }
}

let folder: string;
let devices: string;

beforeEach(async () => {
  folder = await tempFolder();
  devices = join(folder, 'devices.yaml');
});

async function configFile(text: string): Promise<string> {
  const file = join(folder, 'config.yaml');
  await writeFile(file, text);
  return file;
}

const ANY_PORTS = 'mqtt: { port: 0 }\nhttp: { port: 0 }\nadmin: off\ndesk: off\n';

describe('--new-device', () => {
  it('makes a devices file for its own user only, and says how to go on', async () => {
    const command = new Command('gateway', '--devices', devices, '--new-device', 'CB-1');
    expect(await command.end()).toBe(0);
    expect(command.output).toContain(`CB-1 is in ${devices} now`);
    expect((await stat(devices)).mode & 0o777).toBe(0o600);
    const [, key = ''] = /key: "?([0-9a-f]{64})/.exec(await readFile(devices, 'utf8')) ?? [];
    expect(key).not.toBe('');
    expect(command.output).not.toContain(key);
  });

  it('keeps comments, and refuses a second device of the same name with code and exit 2', async () => {
    const before = `# north\ndevices:\n  - device_id: CB-1 # flat 3\n    key: ${'ab'.repeat(32)}\n`;
    await writeFile(devices, before);
    const second = new Command('gateway', '--devices', devices, '--new-device', 'CB-1');
    expect(await second.end()).toBe(2);
    expect(second.output).toContain('CB-1 is there already');
    expect(second.output).toContain('DEVICE_EXISTS');
    expect(await readFile(devices, 'utf8')).toBe(before);
    const other = new Command('gateway', '--devices', devices, '--new-device', 'CB-2');
    expect(await other.end()).toBe(0);
    const after = await readFile(devices, 'utf8');
    for (const text of ['# north', '# flat 3', 'CB-2']) expect(after).toContain(text);
  });
});

describe('a mistake of the operator ends with exit 2 and no stack', () => {
  const endsWith = async (command: Command, ...texts: string[]) => {
    expect(await command.end()).toBe(2);
    for (const text of texts) expect(command.output).toContain(text);
    expect(command.output).not.toMatch(/^ {4}at /m);
  };

  it('in the configuration: it names the path and what was expected', async () => {
    const config = await configFile('mqtt: { port: 70000 }\n');
    const texts = ['mqtt.port', '1 to 65535', 'CONFIG_INVALID'];
    await endsWith(new Command('gateway', '--config', config), ...texts);
  });

  it('in the path of the configuration', async () => {
    await endsWith(new Command('gateway', '--config', 'no.yaml'), 'no.yaml', 'CONFIG_UNREADABLE');
  });

  it('in the devices file', async () => {
    await writeFile(devices, 'devices: [{ device_id: CB-1 }]');
    const command = new Command('gateway', '--devices', devices);
    await endsWith(command, 'devices[0].key', 'DEVICES_INVALID');
  });

  for (const listener of ['mqtt', 'http']) {
    it(`in the port of ${listener}, which is taken: nothing keeps running`, async () => {
      const server = createServer();
      onTestFinished(() => void server.close());
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as { port: number };
      const other = listener === 'mqtt' ? 'http' : 'mqtt';
      const yaml = `${listener}: { port: ${port} }\n${other}: { port: 0 }\ndesk: off\n`;
      const command = new Command('gateway', '--config', await configFile(yaml));
      await endsWith(command, `127.0.0.1:${port}`, 'ADDRESS_UNAVAILABLE');
    });
  }

  it('in a secret that is not there', async () => {
    const yaml = `destinations:\n  p: { type: webhook, url: "http://x.test", secret: { env: NO } }\n`;
    const command = new Command('gateway', '--config', await configFile(yaml));
    await endsWith(command, 'destinations.p.secret', 'SECRET_MISSING');
  });
});

describe('a gateway', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`starts on free ports, is healthy, and stops cleanly on ${signal}`, async () => {
      const command = new Command('gateway', '--config', await configFile(ANY_PORTS));
      const { http, mqtt } = await command.says('gateway ready');
      expect(mqtt).toMatch(/^127\.0\.0\.1:\d+$/);
      const response = await fetch(`http://${http}/healthz`);
      expect(await response.json()).toMatchObject({ connected: 0, devices: 0 });
      command.child.kill(signal);
      expect(await command.end()).toBe(0);
      expect(command.output).toContain('gateway stopped');
    });
  }

  it('says how to make a device and a route when it has none', async () => {
    const command = new Command('gateway', '--config', await configFile(ANY_PORTS));
    await command.says('gateway ready');
    command.child.kill('SIGTERM');
    await command.end();
    expect(command.output).toContain('--new-device');
    expect(command.output).toContain('routes: { red: platform, green: platform }');
  });

  it('says that nobody can connect also at a later start, while the registry is still empty', async () => {
    const config = await configFile(ANY_PORTS);
    for (const start of [1, 2]) {
      const command = new Command('gateway', '--config', config);
      await until(() => command.output.includes('nobody can connect'));
      command.child.kill('SIGTERM');
      await command.end();
      expect(command.output, `start ${start}`).toContain('npm run call-button -- provision');
      expect(command.output).toContain('npm start -- --new-device CB-TEST-1');
    }
  });

  it('refuses a journal that another gateway has open, with its code', async () => {
    const config = await configFile(ANY_PORTS);
    const first = new Command('gateway', '--config', config);
    await first.says('gateway ready');
    const second = new Command('gateway', '--config', config);
    expect(await second.end()).toBe(2);
    expect(second.output).toContain('JOURNAL_LOCKED');
  });
});

describe('the command line', () => {
  it('explains itself with --help', async () => {
    const command = new Command('--help');
    expect(await command.end()).toBe(0);
    expect(command.output).toContain('run the gateway');
  });

  it('refuses options and numbers that make no sense, without a stack', async () => {
    for (const args of [['gateway', '--prot', '1'], ['demo', '--homes', 'x'], ['nonsense']]) {
      const command = new Command(...args);
      expect(await command.end()).toBe(2);
      expect(command.output).toMatch(/^error: /);
      expect(command.output).not.toMatch(/^ {4}at /m);
    }
  });
});
