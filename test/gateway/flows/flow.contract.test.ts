// The destination of type `flow` keeps the contract of the destination port, with a flow that asks a platform over HTTP.
import type { ServerResponse } from 'node:http';
import { afterAll } from 'vitest';
import { FlowDestination } from '#gateway/flows/destination.ts';
import {
  type DestinationHarness,
  destinationContract,
} from '#test/contract/destination.contract.ts';
import { TestServer } from '../destinations/server.ts';
import { flowOf, type RunningFlows, runFlows } from './flows.ts';

const STATUS = { accepting: 200, 'silent about acceptance': 202, refusing: 400 } as const;

const STAGE_OF_STATUS = `
msg.stage = { 200: 'accepted', 202: 'received' }[msg.statusCode] ?? 'refused';
return msg;
`;

const flowAsking = (url: string) =>
  flowOf(
    { id: 'event', type: 'call-button event', what: 'all', tests: 'all', wires: [['ask']] },
    {
      id: 'ask',
      type: 'http request',
      method: 'POST',
      ret: 'txt',
      url,
      senderr: true,
      paytoqs: 'ignore',
      headers: [],
      wires: [['stage']],
    },
    {
      id: 'stage',
      type: 'function',
      func: STAGE_OF_STATUS,
      outputs: 1,
      libs: [],
      wires: [['progress']],
    },
    { id: 'progress', type: 'call-button progress', stage: 'message' },
  );

/** Node-RED takes a second to start: one for all. */
let shared: Promise<{ server: TestServer; flows: RunningFlows }> | undefined;

async function start() {
  const server = await new TestServer().start();
  const flows = await runFlows(flowAsking(`${server.origin}/events`));
  await flows.up();
  return { server, flows };
}

afterAll(async () => {
  const { server, flows } = (await shared) ?? {};
  await flows?.close();
  await server?.stop();
});

destinationContract('flow', async (): Promise<DestinationHarness> => {
  shared ??= start();
  const { server, flows } = await shared;
  const { host, log } = flows;
  server.received.length = 0;
  const hanging: ServerResponse[] = [];
  return {
    destination: new FlowDestination('flow', host, '/g/1'),
    can: ['accepted', 'unknown', 'ids', 'notices', 'link'],
    async become(behaviour) {
      if (behaviour === 'gone') {
        const before = log.entries.length;
        process.kill(host.pid as number, 'SIGKILL');
        await log.when('flows ended', before);
        return;
      }
      server.answer = (response) => {
        if (behaviour in STATUS) response.writeHead(STATUS[behaviour as 'accepting']).end();
        else hanging.push(response);
      };
      const before = log.entries.length;
      if (!host.link?.isUp) await flows.up(before);
    },
    received: () => server.received.map(({ body }) => JSON.parse(body).id),
    whenReceived: (count) => server.whenReceived(count),
    async close() {
      for (const response of hanging) response.destroy();
      const before = log.entries.length;
      if (!host.link?.isUp) await flows.up(before);
    },
  };
});
