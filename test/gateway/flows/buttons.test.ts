// What an operator's login can send into flows: the press of a button as it was drawn, and nothing else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '#test/support/until.ts';
import { TestServer } from '../destinations/server.ts';
import { EditorClient } from './editor.ts';
import { flowOf, PASSWORD, type RunningFlows, runFlows } from './flows.ts';

const server = new TestServer();
let flows: RunningFlows;
const clients = {} as Record<'admin' | 'operator', EditorClient>;

beforeAll(async () => {
  await server.start();
  const post = { method: 'POST', ret: 'txt', paytoqs: 'ignore', headers: [], wires: [] };
  flows = await runFlows(
    flowOf(
      { id: 'event', type: 'call-button event', what: 'all', tests: 'all', wires: [[]] },
      {
        id: 'button',
        type: 'inject',
        props: [{ p: 'payload', v: 'as drawn', vt: 'str' }],
        wires: [['platform']],
      },
      { id: 'platform', type: 'http request', url: `${server.origin}/taken`, ...post },
    ),
    { editor: { host: '127.0.0.1', port: 0 } },
  );
  await flows.up();
  const login = async (name: string) =>
    (await EditorClient.login(flows.host.editorPort, name, PASSWORD)).client;
  clients.admin = await login('ann');
  clients.operator = await login('bob');
});

afterAll(async () => {
  await flows.close();
  await server.stop();
});

/** What arrived after the press of the button by an admin, which goes last. */
async function heardUntilLast(): Promise<string[]> {
  await clients.admin.post('/inject/button', own('the last'));
  await until(() => server.received.some(({ body }) => body === 'the last'));
  return server.received.splice(0).map(({ body }) => body);
}

const own = (v: string) => ({ __user_inject_props__: [{ p: 'payload', v, vt: 'str' }] });

describe('an operator', () => {
  it('presses a button as it was drawn, whatever is sent with the press; an admin may send his own', async () => {
    expect((await clients.operator.post('/inject/button', own('forged'))).status).toBe(200);
    await until(() => server.received.length > 0);
    expect(await heardUntilLast()).toEqual(['as drawn', 'the last']);
  });

  it('sends nothing to a node that is no button', async () => {
    const message = { __user_inject_props__: true, payload: 'forged' };
    for (const id of ['platform', 'event', 'plat%66orm', '%E0', 'none']) {
      expect((await clients.operator.post(`/inject/${id}`, message)).status).toBe(403);
    }
    expect((await clients.operator.post('/Inject/platform/', message)).status).toBe(403);
    expect(await heardUntilLast()).toEqual(['the last']);
  });

  it('is somebody who has logged in', async () => {
    const nobody = new EditorClient(flows.host.editorPort);
    expect((await nobody.post('/inject/button', {})).status).toBe(401);
  });
});
