// `npm pack`: what it gives runs somewhere else, compiled, with the runtime dependencies and nothing else.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '#simulator/gateway-process.ts';
import { until } from '#test/support/until.ts';
import { specifiersIn } from '../layout/imports.ts';
import { Image } from './image.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'call-button-package-'));
const unpacked = join(folder, 'package');
/** To pack is to compile: a busy machine takes minutes. */
const COMPILES_MS = 300_000;
let dependencies: string[];

beforeAll(async () => {
  // A configuration of the user's must not change what is packed.
  const npm = ['pack', '--silent', '--pack-destination', folder];
  const name = execFileSync('npm', npm, { cwd: ROOT, encoding: 'utf8' }).trim().split('\n').at(-1);
  execFileSync('tar', ['-xzf', join(folder, name as string), '-C', folder]);
  dependencies = Object.keys(packageJson().dependencies);
  for (const one of [...dependencies, ...Object.keys(packageJson().optionalDependencies)]) {
    const link = join(unpacked, 'node_modules', one);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, 'node_modules', one), link);
  }
}, COMPILES_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inFlows = (file: string) => `dist/gateway/flows/${file}`;

function packageJson() {
  return JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
}

function files(): string[] {
  const all = readdirSync(unpacked, { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(unpacked, join(entry.parentPath, entry.name)));
}

function start(...args: string[]): ChildProcess {
  const bin = join(unpacked, packageJson().bin['call-button']);
  const env = { ...process.env, NODE_OPTIONS: '', LANG: 'C', LC_ALL: '' };
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function run(...args: string[]): Promise<{ code: number; output: string }> {
  const child = start(...args);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes) => {
      output += bytes;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('the package', () => {
  it('holds compiled code, what an operator needs, and no source, test or secret', () => {
    const packed = files();
    for (const file of [
      'dist/gateway/cli/bin.js',
      'dist/protocol/generated/callbutton.js',
      'LICENSE',
      'README.md',
      'gateway/gateway.example.yaml',
      'gateway/call-button.service',
      'gateway/Dockerfile',
      'protocol/README.md',
      'protocol/callbutton.proto',
      'docs/guides/operate.md',
      'docs/reference/error-codes.zh-CN.md',
      ...['child/main.cjs', 'nodes/package.json', 'nodes/event.cjs', 'nodes/event.html'].map(
        inFlows,
      ),
      ...['en-US', 'zh-CN'].map((language) => inFlows(`nodes/locales/${language}/event.json`)),
    ]) {
      expect(packed).toContain(file);
    }
    expect(
      packed.filter((file) => /\.ts$|^test\/|vitest|devices.*yaml|\.secret$/.test(file)),
    ).toEqual([]);
  });

  it('holds every page that its pages lead to', () => {
    const packed = files();
    const pages = packed.filter((file) => file.endsWith('.md'));
    expect(pages).toContain('docs/guides/connect-a-platform.md');
    for (const page of pages) {
      const text = readFileSync(join(unpacked, page), 'utf8');
      for (const [, path] of text.matchAll(/\]\(([^):#]+\.md)[^)]*\)/g)) {
        expect([page, packed]).toEqual([
          page,
          expect.arrayContaining([join(dirname(page), path as string)]),
        ]);
      }
    }
  });

  it('imports runtime dependencies, Node and its own files, and nothing of the tools', () => {
    const code = files().filter((file) => file.endsWith('.js'));
    expect(code.length).toBeGreaterThan(50);
    const known = new Set([...dependencies, ...builtinModules, ...builtinModules.map(nodeOf)]);
    const strangers = code.flatMap((file) =>
      specifiersIn(readFileSync(join(unpacked, file), 'utf8'))
        .map(({ specifier }) => specifier)
        .filter((specifier) => !/^[.#]/.test(specifier) && !known.has(nameOf(specifier)))
        .map((specifier) => `${file}: ${specifier}`),
    );
    expect(strangers).toEqual([]);
  });

  it('has a command that can be run as it is', () => {
    const bin = join(unpacked, 'dist/gateway/cli/bin.js');
    expect(readFileSync(bin, 'utf8')).toMatch(
      /^#!\/usr\/bin\/env -S UV_THREADPOOL_SIZE=16 MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=1048576 node --max-semi-space-size=64\n/,
    );
    expect(statSync(bin).mode & 0o111).not.toBe(0);
  });
});

const nodeOf = (name: string) => `node:${name}`;
const nameOf = (specifier: string) =>
  specifier.startsWith('node:')
    ? specifier
    : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** A gateway with any ports, and this besides, until it says so. */
async function runUntil(message: string, yaml: string) {
  const config = join(folder, 'gateway.yaml');
  await writeFile(config, `mqtt: { port: 0 }\nhttp: { port: 0 }\ndesk: off\n${yaml}`);
  const child = start('gateway', '--config', config);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  for await (const line of lines) {
    const entry = JSON.parse(line);
    if (entry.msg === message) return { child, entry };
  }
  throw new Error('the gateway ended');
}

function stopped(child: ChildProcess): Promise<unknown[]> {
  const closed = once(child, 'close');
  child.stdout?.resume();
  child.kill('SIGTERM');
  return closed;
}

describe('its command', () => {
  it('says its version', async () => {
    expect(await run('--version')).toEqual({ code: 0, output: `${packageJson().version}\n` });
  });

  it('lists what the package can do, and not the tools of a clone', async () => {
    const { output } = await run('--help');
    expect(output).toMatch(/Usage: call-button [\s\S]* gateway [\s\S]* simulate /);
    expect(output).not.toMatch(/^ {2}(bench|torture|year) /m);
    expect(await run('bench')).toMatchObject({ code: 2, output: expect.stringContaining('clone') });
  });

  it('names commands as they are typed where it is installed', async () => {
    const { output } = await run('gateway', '--new-device', 'CB-TEST-1');
    expect(output).toContain('Start with: call-button gateway --devices devices.yaml\n');
    expect(output).not.toContain('npm');
  });

  it('checks a configuration', async () => {
    const { code, output } = await run('gateway', '--check-config');
    expect(output).toContain('127.0.0.1:1883');
    expect(code).toBe(0);
  });

  it('runs a gateway that serves, and stops cleanly', async () => {
    const { child, entry } = await runUntil('gateway ready', '');
    const response = await fetch(`http://${entry.http}/healthz`);
    expect(await response.json()).toMatchObject({ connected: 0 });
    expect(await stopped(child)).toEqual([0, null]);
  });

  it('runs flows that take calls, in a process that ends with it', async () => {
    const yaml = `data: ${folder}/with-flows\nflows: { port: 0 }\ndestinations: { flow: { type: flow } }\n`;
    const { child } = await runUntil('flows take calls', yaml);
    expect(await stopped(child)).toEqual([0, null]);
  });

  it('shows the demo, with the real firmware in the homes', async () => {
    const { code, output } = await run('demo', '--presses', '1', '--homes', '1', '--json');
    expect(output).toMatch(/^\{.*\}$/m);
    expect(code).toBe(0);
  });
});

/** Root may, where its container lets it. */
const canChroot = spawnSync('chroot', ['/', 'true']).status === 0;

describe.skipIf(!canChroot)('as the image runs it', () => {
  const output = (child: ChildProcess) => {
    const said = { text: '' };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes) => {
        said.text += bytes;
      });
    }
    onTestFinished(() => void child.kill('SIGKILL'));
    return said;
  };

  it('it is healthy where its configuration has HTTP, without root, and stops cleanly', async () => {
    const port = await freePort();
    const configuration = `data: /var/lib/call-button\nmqtts: { port: 0 }\nhttp: { host: 0.0.0.0, port: ${port} }\n`;
    const image = await Image.build(join(folder, 'image'), unpacked, configuration);
    const health = async () => {
      const asking = image.askHealth();
      const said = output(asking);
      const [code] = await once(asking, 'close');
      return { code, text: said.text };
    };
    expect(await health()).toMatchObject({ code: 1, text: expect.stringContaining(`:${port}/`) });
    const gateway = image.run();
    const said = output(gateway);
    const ended = once(gateway, 'close');
    await until(() => said.text.includes('gateway ready') || gateway.exitCode !== null);
    expect(said.text).toContain('gateway ready');
    expect(await health()).toMatchObject({ code: 0 });
    const { uid } = statSync(join(folder, 'image/var/lib/call-button/journal'));
    expect(uid).toBe(10_001);
    gateway.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
