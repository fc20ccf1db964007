// The editor: who gets in and as what, what is switched off, what a flow can not reach, and its two languages.
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../destinations/server.ts';
import { EditorClient } from './editor.ts';
import { flowOf, PASSWORD, type RunningFlows, runFlows } from './flows.ts';

let flows: RunningFlows;
let admin: EditorClient;
let operator: EditorClient;

beforeAll(async () => {
  process.env.CALL_BUTTON_TEST_SECRET = 'whsec_nobody_may_see_this';
  flows = await runFlows(undefined, { editor: { host: '127.0.0.1', port: 0 } });
  await flows.up();
  admin = (await EditorClient.login(flows.host.editorPort, 'ann', PASSWORD)).client;
  operator = (await EditorClient.login(flows.host.editorPort, 'bob', PASSWORD)).client;
});

afterAll(async () => {
  delete process.env.CALL_BUTTON_TEST_SECRET;
  await flows.close();
});

const deployed = async () =>
  JSON.parse(await readFile(join(flows.data, 'flows/flows.json'), 'utf8'));

describe('the login', () => {
  for (const [name, password] of [
    ['ann', 'wrong'],
    ['zoe', PASSWORD],
    ['ann', ''],
  ] as const) {
    it(`refuses ${name} with ${password === PASSWORD ? 'a password of others' : `"${password}"`}`, async () => {
      const { status } = await EditorClient.login(flows.host.editorPort, name, password);
      expect(status).toBeGreaterThanOrEqual(400);
    });
  }

  it('is asked of everybody: without it nothing is told', async () => {
    const nobody = new EditorClient(flows.host.editorPort);
    const forged = new EditorClient(flows.host.editorPort, 'A'.repeat(172));
    for (const path of [
      '/flows',
      '/settings',
      '/nodes',
      '/context/global',
      '/library/local/flows',
    ]) {
      expect((await nobody.get(path)).status).toBe(401);
      expect((await forged.get(path)).status).toBe(401);
    }
    expect((await nobody.post('/flows', [])).status).toBe(401);
  });

  it('does not let the page into the frame of another', async () => {
    const { headers } = await new EditorClient(flows.host.editorPort).get('/');
    expect(headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('an operator', () => {
  it('sees the flows', async () => {
    expect(await operator.json('/flows')).toEqual(await admin.json('/flows'));
  });

  it('can not deploy, which is refused and not only ignored', async () => {
    const before = await deployed();
    expect((await operator.post('/flows', [])).status).toBe(401);
    expect(await deployed()).toEqual(before);
  });
});

describe('the first start', () => {
  it('deploys a route that is explained, and takes calls', async () => {
    const nodes = await admin.json<{ type: string }[]>('/flows');
    expect(nodes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['comment', 'call-button event', 'call-button progress']),
    );
    expect(flows.host.link).toMatchObject({ isUp: true });
  });

  it('makes a secret for the credentials of flows that only its user can read', async () => {
    const file = join(flows.data, 'flows.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).length).toBeGreaterThanOrEqual(43);
    expect((await stat(join(flows.data, 'flows'))).mode & 0o077).toBe(0);
  });
});

describe('the palette', () => {
  interface Set {
    module: string;
    types: string[];
  }
  const sets = () => admin.json<Set[]>('/nodes', { accept: 'application/json' });

  it('has our nodes', async () => {
    const ours = (await sets()).filter(({ module }) => module === 'call-button-nodes');
    expect(ours.flatMap(({ types }) => types)).toEqual([
      'call-button event',
      'call-button progress',
      'call-button device',
    ]);
  });

  it('has no node that reaches the machine or opens a port', async () => {
    const types = (await sets()).flatMap((set) => set.types);
    expect(types).toContain('function');
    for (const type of [
      'exec',
      'file',
      'file in',
      'watch',
      'tcp in',
      'tcp out',
      'tcp request',
      'udp in',
      'udp out',
      'http in',
      'http response',
      'websocket in',
      'websocket out',
      'websocket-listener',
    ]) {
      expect(types).not.toContain(type);
    }
  });

  it('takes no other modules', async () => {
    expect((await admin.post('/nodes', { module: 'node-red-node-random' })).status).toBe(404);
    expect((await admin.json<{ externalModules: object }>('/settings')).externalModules).toEqual({
      autoInstall: false,
      modules: { allowInstall: false },
      palette: { allowInstall: false, allowUpload: false, allowUpdate: false },
    });
  });

  for (const [language, label, help] of [
    ['en-US', 'call-button progress', 'how far a call is'],
    ['zh-CN', '呼叫按钮 进展', '进行到哪一步'],
  ] as const) {
    it(`is labelled and explained in ${language}`, async () => {
      for (const node of ['event', 'progress', 'device']) {
        const path = `/locales/call-button-nodes/${node}?lng=${language}`;
        const catalog = await admin.json<Record<string, { label: string }>>(path);
        expect(catalog[node]?.label).toBeTruthy();
        if (node === 'progress') expect(catalog.progress?.label).toBe(label);
      }
      const headers = { accept: 'text/html', 'accept-language': language };
      const html = await (await admin.get('/nodes', headers)).text();
      expect(html).toContain(help);
    });
  }

  it('has the same words in both languages', async () => {
    for (const node of ['event', 'progress', 'device']) {
      const [english, chinese] = await Promise.all(
        ['en-US', 'zh-CN'].map(async (language) =>
          pathsOf(await admin.json(`/locales/call-button-nodes/${node}?lng=${language}`)),
        ),
      );
      expect(chinese).toEqual(english);
    }
  });

  it('offers examples in both languages, and all of them can be deployed', async () => {
    const before = await admin.json('/flows');
    for (const language of ['English', '中文']) {
      const folder = `/library/examples/flows/call-button-nodes/${encodeURIComponent(language)}`;
      const names = await admin.json<{ fn: string }[]>(`${folder}/`);
      expect(names.length).toBe(4);
      for (const { fn } of names) {
        const flow = await admin.json(`${folder}/${encodeURIComponent(fn)}`);
        const log = flows.log.entries.length;
        expect((await admin.post('/flows', flow)).status).toBe(204);
        await flows.up(log);
      }
    }
    const log = flows.log.entries.length;
    await admin.post('/flows', before);
    await flows.up(log);
  });
});

function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, one]) => pathsOf(one, `${path}.${key}`));
}

describe('what is switched off', () => {
  it('is told by the settings', async () => {
    expect(await admin.json('/settings')).toMatchObject({
      functionExternalModules: false,
      telemetryEnabled: false,
      flowEncryptionType: 'user',
      diagnostics: { enabled: false },
      context: { stores: ['default'] },
      editorTheme: { projects: { enabled: false }, tours: false },
    });
    expect((await admin.get('/diagnostics')).status).toBe(403);
  });
});

/** All that a node can try, also one that has left its sandbox. */
const BREAK_OUT = (socket: string, secretFile: string) => `
const process = Buffer.constructor('return process')();
const require = process.mainModule.require;
const tried = (work) => { try { return String(work() ?? 'done'); } catch (error) { return 'refused: ' + (error.code ?? error.message); } };
msg.payload = {
  environment: Object.keys(process.env),
  env: env.get('CALL_BUTTON_TEST_SECRET') ?? null,
  args: process.argv.join(' '),
  file: tried(() => require('fs').readFileSync(${JSON.stringify(secretFile)}, 'utf8')),
  write: tried(() => require('fs').writeFileSync(${JSON.stringify(`${secretFile}.2`)}, 'x')),
  child: tried(() => require('child_process').execSync('id')),
  worker: tried(() => new (require('worker_threads').Worker)('1', { eval: true })),
  socket: tried(() => require('net').connect(${JSON.stringify(socket)})),
  request: tried(() => require('http').get({ socketPath: ${JSON.stringify(socket)} })),
};
return msg;
`;

describe('a flow, even one that has left its sandbox,', () => {
  it('reaches no secret of the gateway: neither environment, files, processes nor sockets of the machine', async () => {
    const server = await new TestServer().start();
    const secretFile = join(flows.data, 'devices.yaml');
    await writeFile(secretFile, 'key: 00112233');
    const path = join(flows.data, 'control.sock');
    const control = createServer((_request, response) => response.end('control'));
    await once(control.listen(path), 'listening');
    const log = flows.log.entries.length;
    await admin.post(
      '/flows',
      flowOf(
        { id: 'event', type: 'call-button event' },
        { id: 'start', type: 'inject', once: true, props: [], wires: [['function']] },
        {
          id: 'function',
          type: 'function',
          func: BREAK_OUT(path, secretFile),
          outputs: 1,
          libs: [],
          wires: [['tell']],
        },
        {
          id: 'tell',
          type: 'http request',
          method: 'POST',
          url: server.origin,
          ret: 'txt',
          paytoqs: 'ignore',
          headers: [],
        },
      ),
    );
    await flows.up(log);
    await server.whenReceived(1);
    const told = JSON.parse(server.received[0]?.body as string);
    await server.stop();
    await new Promise((resolve) => control.close(resolve));
    const memory = ['MALLOC_ARENA_MAX', 'MALLOC_MMAP_THRESHOLD_'];
    for (const name of told.environment) {
      expect(['TZ', 'LANG', 'LC_ALL', 'NODE_EXTRA_CA_CERTS', ...memory]).toContain(name);
    }
    expect(told.env ?? '').toBe('');
    expect(told.args).not.toContain('whsec');
    expect(told).toMatchObject({
      file: 'refused: ERR_ACCESS_DENIED',
      write: 'refused: ERR_ACCESS_DENIED',
      child: 'refused: ERR_ACCESS_DENIED',
      worker: 'refused: ERR_ACCESS_DENIED',
      socket: 'refused: a flow may not use sockets of this machine',
      request: 'refused: a flow may not use sockets of this machine',
    });
  });
});
