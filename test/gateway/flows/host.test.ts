// The host of the flows: rests after failures in a row, is up when a flow listens, and needs no editor.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { FlowDestination } from '#gateway/flows/destination.ts';
import { ownCertificate } from '#gateway/system/own-certificate.ts';
import { caseOf, deliveryOf } from '#test/contract/deliveries.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';
import { EditorClient } from './editor.ts';
import { flowOf, flowThrough, makeFlows, PASSWORD, type RunningFlows, runFlows } from './flows.ts';

let flows: RunningFlows;
afterEach(() => flows.close());

const never = new AbortController().signal;
const ACCEPTING = flowThrough(`msg.stage = 'accepted'; return msg;`);
/** Does its harm while it is started: nobody could reach the editor to mend it. */
const DEADLY = flowOf(
  { id: 'event', type: 'call-button event' },
  {
    id: 'function',
    type: 'function',
    func: 'return msg;',
    outputs: 1,
    libs: [],
    initialize: `Buffer.constructor('return process')().exit(0);`,
  },
);

async function destination(): Promise<FlowDestination> {
  const flowDestination = new FlowDestination('site', flows.host, '/g/1');
  await flowDestination.start();
  return flowDestination;
}

describe('a flow that ends its process at every start', () => {
  it('rests after some failures, so that the editor can be opened, and goes on when somebody deploys', async () => {
    const restarts = { pausesMs: [1], safeAfter: 2, safeMs: 3_600_000 };
    flows = await runFlows(DEADLY, { editor: { host: '127.0.0.1', port: 0 }, restarts });
    const { host, log } = flows;
    const isSafe = () =>
      log.entries.find(({ fields }) => fields.safe === true && 'editor' in fields);
    for (let seen = 0; isSafe() === undefined; seen++) await log.when('flows ready', seen);
    const ends = log.entries.filter(({ message }) => message === 'flows ended');
    expect(ends.map(({ fields }) => fields.code)).toEqual(['FLOW_CRASHED', 'FLOW_CRASHED']);
    expect(host.link).toMatchObject({ isUp: false });
    expect(host.problem).toContain('FLOW_CRASHED');
    expect(await (await destination()).deliver(deliveryOf(1), never)).toMatchObject({
      kind: 'failed',
      code: 'FLOW_DOWN',
    });
    const { client } = await EditorClient.login(host.editorPort, 'ann', PASSWORD);
    await client.post('/flows', ACCEPTING);
    await flows.up();
    expect(await (await destination()).deliver(deliveryOf(1), never)).toEqual({ kind: 'accepted' });
    expect(host.link?.reason).toBeUndefined();
  });

  it('is tried again when it has rested', async () => {
    const restarts = { pausesMs: [1], safeAfter: 1, safeMs: 1 };
    flows = await runFlows(DEADLY, { restarts });
    const { log } = flows;
    const codes = () => log.entries.filter(({ message }) => message === 'flows ended');
    for (let seen = 0; codes().length < 2; seen++) await log.when('flows ended', seen);
    expect(codes()).toHaveLength(2);
  });
});

describe('an event', () => {
  it('fails at once, and never rejects, whoever is not there to take it', async () => {
    const failing = async (code: string, flowDestination: FlowDestination) =>
      expect(await flowDestination.deliver(deliveryOf(1), never)).toMatchObject({
        kind: 'failed',
        code,
      });
    // The process.
    flows = await runFlows(flowOf({ id: 'comment', type: 'comment' }), {
      editor: { host: '127.0.0.1', port: 0 },
    });
    const flowDestination = await destination();
    await failing('FLOW_DOWN', flowDestination);
    // A node.
    await flows.log.when('flows ready');
    expect(flows.host.link?.reason).toContain('no call-button event node is deployed');
    await failing('FLOW_DOWN', flowDestination);
    // A node that wants it.
    const { client } = await EditorClient.login(flows.host.editorPort, 'ann', PASSWORD);
    await client.post('/flows', flowOf({ id: 'event', type: 'call-button event', what: 'green' }));
    await flows.up();
    await failing('BROKEN', flowDestination);
    // The destination, and the flows of the configuration.
    await flowDestination.stop();
    await failing('FLOW_DOWN', flowDestination);
    const none = new FlowDestination('site', undefined, '/g/1');
    await none.start();
    await failing('FLOW_DOWN', none);
    await none.stop();
  });
});

describe('a node whose type is not installed', () => {
  const OTHER_TAB = [
    { id: 'other', type: 'tab', label: '夜班', disabled: false, info: '' },
    { id: 'lamp', type: 'hue lamp', z: 'other', x: 100, y: 100, wires: [] },
  ];

  it('stops all flows, also from another tab, and is named with its tab until it is gone', async () => {
    flows = await makeFlows([...ACCEPTING, ...OTHER_TAB], {
      editor: { host: '127.0.0.1', port: 0 },
    });
    await flows.host.start();
    await flows.log.when('flows ready');
    await until(() => flows.host.link?.reason?.includes('hue lamp (tab “夜班”)'));
    expect(flows.host.link?.isUp).toBe(false);
    const { client } = await EditorClient.login(flows.host.editorPort, 'ann', PASSWORD);
    await client.post('/flows', ACCEPTING);
    await flows.up();
    expect(await (await destination()).deliver(deliveryOf(1), never)).toEqual({ kind: 'accepted' });
    const before = flows.log.entries.length;
    await client.post('/flows', [...ACCEPTING, ...OTHER_TAB, { id: 'bulb', type: 'hue bridge' }]);
    await until(() => flows.host.link?.reason?.includes('hue lamp (tab “夜班”), hue bridge.'));
    await client.post('/flows', []);
    await until(() => flows.host.link?.reason === 'no call-button event node is deployed');
    expect(flows.log.entries.slice(before).some(({ fields }) => fields.code === 'FLOW_DOWN')).toBe(
      true,
    );
  });
});

describe('an event that is with a flow', () => {
  it('fails as soon as another flow is deployed: the next attempt goes there', async () => {
    const silent = flowOf({ id: 'event', type: 'call-button event', what: 'all', tests: 'all' });
    flows = await runFlows(silent, { editor: { host: '127.0.0.1', port: 0 } });
    await flows.up();
    // It takes calls before its editor is open.
    await flows.log.when('flows ready');
    const flowDestination = await destination();
    const outcome = flowDestination.deliver(deliveryOf(1), never);
    const { client } = await EditorClient.login(flows.host.editorPort, 'ann', PASSWORD);
    const before = flows.log.entries.length;
    await client.post('/flows', ACCEPTING);
    expect(await outcome).toMatchObject({ kind: 'failed', code: 'FLOW_DOWN' });
    if (flows.host.link?.isUp !== true) await flows.up(before);
    expect(await flowDestination.deliver(deliveryOf(1), never)).toEqual({ kind: 'accepted' });
  });

  it('fails as soon as the process ends, and says why', async () => {
    flows = await runFlows(
      flowThrough('msg.stage = "answered"; msg.event_id = "other"; return msg;'),
    );
    await flows.up();
    const flowDestination = await destination();
    const outcome = flowDestination.deliver(caseOf(), never);
    process.kill(flows.host.pid as number, 'SIGKILL');
    const failed = await outcome;
    expect(failed).toMatchObject({ kind: 'failed', code: 'BROKEN' });
    expect(failed).toMatchObject({ detail: expect.stringContaining('FLOW_CRASHED') });
  });
});

describe('an editor whose port is taken', () => {
  it('is told, and the flows take calls without it', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    flows = await runFlows(ACCEPTING, { editor: { host: '127.0.0.1', port } });
    await flows.up();
    expect(await flows.log.when('flows run without their editor')).toMatchObject({
      code: 'ADDRESS_UNAVAILABLE',
      reason: 'EADDRINUSE',
    });
    expect(flows.host.problem).toContain('EADDRINUSE');
    expect(await (await destination()).deliver(deliveryOf(1), never)).toEqual({ kind: 'accepted' });
  });
});

describe('an editor with a certificate', () => {
  it('speaks TLS and nothing else', async () => {
    const folder = await tempFolder();
    const { cert, key } = await ownCertificate({ folder, names: ['localhost'], now: Date.now() });
    flows = await runFlows(ACCEPTING, { editor: { host: '127.0.0.1', port: 0, cert, key } });
    await flows.log.when('flows ready');
    const port = flows.host.editorPort;
    const request = get({
      host: '127.0.0.1',
      port,
      path: '/settings',
      ca: cert,
      servername: 'localhost',
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(401);
    await expect(new EditorClient(port).get('/')).rejects.toThrow();
  });
});
