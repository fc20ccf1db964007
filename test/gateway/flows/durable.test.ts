// What is deployed survives a power cut, and flows that have lost their credentials take no calls.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FlowDestination } from '#gateway/flows/destination.ts';
import { keepDeployed, prepareFolder } from '#gateway/flows/store.ts';
import { deliveryOf } from '#test/contract/deliveries.ts';
import { tempFolder } from '../temp.ts';
import { EditorClient } from './editor.ts';
import { flowOf, makeFlows, PASSWORD, type RunningFlows } from './flows.ts';

const EDITOR = { host: '127.0.0.1', port: 0 };
const never = new AbortController().signal;

/** A flow with a credential, as the editor deploys it. */
const WITH_PASSWORD = [
  ...flowOf(
    { id: 'event', type: 'call-button event', what: 'all', tests: 'all', wires: [['request']] },
    {
      id: 'request',
      type: 'http request',
      method: 'GET',
      url: 'http://127.0.0.1:9/',
      authType: 'basic',
    },
  ).map((node) =>
    'id' in node && node.id === 'request'
      ? { ...node, credentials: { user: 'site', password: 'secret' } }
      : node,
  ),
];

let flows: RunningFlows;
afterEach(() => flows?.close());

async function deploy(): Promise<Response> {
  const { client } = await EditorClient.login(flows.host.editorPort, 'ann', PASSWORD);
  return client.post('/flows', WITH_PASSWORD);
}

async function deployed(): Promise<void> {
  flows = await makeFlows(undefined, { editor: EDITOR });
  await flows.host.start();
  await flows.up();
  expect((await deploy()).status).toBe(204);
}

const fileOf = (name: string) => join(flows.data, name);

describe('a deployment', () => {
  it('is answered when all of it is in its place, and nothing is left beside it', async () => {
    await deployed();
    expect(await readFile(fileOf('flows/flows.json'), 'utf8')).toContain('http request');
    expect(JSON.parse(await readFile(fileOf('flows/flows_cred.json'), 'utf8'))).toHaveProperty('$');
    await expect(readFile(fileOf('flows/flows_cred.json.$$$'))).rejects.toThrow('ENOENT');
  });

  it('takes the place of what was there only when it is synced, and rejects when it is not there', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'flows.json'), '[]');
    await expect(keepDeployed(folder, 'flows.json')).rejects.toThrow('ENOENT');
    expect(await readFile(join(folder, 'flows.json'), 'utf8')).toBe('[]');
  });
});

const DAMAGE: Record<string, (data: string) => Promise<void>> = {
  'flows_cred.json is empty': (data) => writeFile(join(data, 'flows/flows_cred.json'), ''),
  'flows_cred.json is half there': (data) =>
    writeFile(join(data, 'flows/flows_cred.json'), '{"$":"a1'),
  'flows.key is empty': (data) => writeFile(join(data, 'flows.key'), ''),
  'flows.key is gone': (data) => rm(join(data, 'flows.key')),
  'flows.key is another': (data) => writeFile(join(data, 'flows.key'), 'x'.repeat(44)),
  'flows.json is empty': (data) => writeFile(join(data, 'flows/flows.json'), ''),
};

describe('the flows take no calls, at every start', () => {
  let template: string;
  beforeAll(async () => {
    await deployed();
    await flows.host.stop();
    template = await mkdtemp(join(tmpdir(), 'call-button-deployed-'));
    await cp(flows.data, template, { recursive: true });
  });
  afterAll(() => rm(template, { recursive: true, force: true }));

  it.each(Object.entries(DAMAGE))('when %s', async (_, damage) => {
    const data = await tempFolder();
    await cp(template, data, { recursive: true });
    expect((await prepareFolder(data, 'en-US')).damaged).toBeUndefined();
    await damage(data);
    for (let start = 0; start < 3; start++) {
      expect((await prepareFolder(data, 'en-US')).damaged).toMatch(/^flows/);
    }
  });

  it('and are well again when the file is put back', async () => {
    const data = await tempFolder();
    await cp(template, data, { recursive: true });
    await writeFile(join(data, 'flows/flows_cred.json'), '');
    expect((await prepareFolder(data, 'en-US')).damaged).toBe('flows_cred.json');
    await cp(join(template, 'flows/flows_cred.json'), join(data, 'flows/flows_cred.json'));
    expect((await prepareFolder(data, 'en-US')).damaged).toBeUndefined();
    expect((await prepareFolder(data, 'en-US')).damaged).toBeUndefined();
  });
});

it('while the credentials are damaged, health says why, and the fallback is offered each call', async () => {
  flows = await makeFlows(undefined, { editor: EDITOR });
  await mkdir(fileOf('flows'));
  await writeFile(fileOf('flows/flows_cred.json'), '');
  await flows.host.start();
  const destination = new FlowDestination('site', flows.host, '/g/1');
  await destination.start();
  for (const seq of [1, 2]) {
    expect(flows.host.problem).toContain('FLOW_DAMAGED');
    expect(await destination.deliver(deliveryOf(seq), never)).toMatchObject({
      kind: 'failed',
      code: 'FLOW_DOWN',
      detail: expect.stringContaining('FLOW_DAMAGED'),
    });
    await flows.log.when('flows ready');
  }
  expect(flows.log.entries.map(({ message }) => message)).not.toContain('flows take calls');
});

it('credentials that are typed in again and deployed are taken, also after the next start', async () => {
  await deployed();
  await flows.host.stop();
  await writeFile(fileOf('flows/flows_cred.json'), '');
  const before = flows.log.entries.length;
  await flows.host.start();
  await flows.log.when('flows ready', before);
  expect((await deploy()).status).toBe(204);
  await flows.up(before);
  expect(flows.host.problem).toBeUndefined();
  await flows.host.stop();
  const again = flows.log.entries.length;
  await flows.host.start();
  await flows.up(again);
});

describe('a first start that was cut off', () => {
  it('has an empty key, and gets a fresh one: nothing was encrypted with it', async () => {
    const data = await tempFolder();
    await mkdir(join(data, 'flows'));
    await writeFile(join(data, 'flows.key'), '');
    const { credentialSecret, damaged } = await prepareFolder(data, 'en-US');
    expect(damaged).toBeUndefined();
    expect(credentialSecret).toHaveLength(44);
    expect(await readFile(join(data, 'flows.key'), 'utf8')).toBe(credentialSecret);
  });
});
