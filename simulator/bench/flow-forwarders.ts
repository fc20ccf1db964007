// Flows with a platform behind them, for the benchmark `forwarding`: one that posts, and one that never ends.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  type Forwarder,
  mosquitto,
  type Started,
  senderTo,
  webhookForwarder,
} from './forwarders.ts';
import { startMosquitto } from './gateway-baselines.ts';
import { Part } from './part.ts';
import type { NodeRedToStart } from './parts/node-red.ts';
import type { Scope } from './scope.ts';

const NODE_RED = new URL('./parts/node-red.ts', import.meta.url);
const HTTP_SINK = new URL('./parts/http-sink.ts', import.meta.url);

const EVENT = { id: 'event', type: 'call-button event', what: 'all', tests: 'all' };
const PROGRESS = { id: 'progress', type: 'call-button progress', stage: 'message', wires: [] };

function functionNode(id: string, func: string, to: string): object {
  return { id, type: 'function', func, outputs: 1, libs: [], wires: [[to]] };
}

/** Posts the event and accepts with the answer. */
function posting(url: string): object[] {
  const ask = { id: 'ask', type: 'http request', method: 'POST', ret: 'txt', url, senderr: true };
  return [
    { ...EVENT, wires: [['ask']] },
    { ...ask, paytoqs: 'ignore', headers: [], wires: [['answer']] },
    functionNode(
      'answer',
      `if (msg.statusCode === 200) msg.stage = 'accepted'; return msg;`,
      'progress',
    ),
    PROGRESS,
  ];
}

/** Never comes to an end, also after an await. */
const SPINNING: object[] = [
  { ...EVENT, wires: [['spin']] },
  functionNode('spin', 'await new Promise((go) => setTimeout(go, 1)); for (;;) {}', 'progress'),
  PROGRESS,
];

async function startSink(scope: Scope): Promise<{ platform: Part; url: string }> {
  const platform = await Part.start(scope, HTTP_SINK);
  return { platform, url: await platform.call<string>('start') };
}

/** In a data folder of its own, with the flow in place. */
async function startFlow(scope: Scope, flow: (url: string) => object[]): Promise<Started> {
  const { platform, url } = await startSink(scope);
  const data = await scope.folder();
  await mkdir(join(data, 'flows'), { recursive: true });
  const tab = { id: 'tab', type: 'tab', label: 'bench', disabled: false, info: '' };
  const nodes = flow(url).map((node) => ({ z: 'tab', name: '', x: 100, y: 100, ...node }));
  await writeFile(join(data, 'flows/flows.json'), JSON.stringify([tab, ...nodes]));
  const destinations = { platform: { type: 'flow' } };
  return { platform, config: { data, flows: { port: 0 }, destinations }, env: {} };
}

const postingFlow: Forwarder = {
  ...webhookForwarder,
  name: 'flow that posts',
  start: (scope) => startFlow(scope, posting),
};

/** What a site could build without us. Its broker acknowledges before anything is on a disk. */
const besideMosquitto: Forwarder = {
  ...webhookForwarder,
  name: 'webhook, again',
  bareName: 'Mosquitto + a Node-RED flow that dedupes and posts, which hears presses alone',
  beside: { idle: 0.8, amongHeartbeats: 0.4 },
  async startBare(scope) {
    const { platform, url } = await startSink(scope);
    const brokerPort = await startMosquitto(scope, mosquitto as string, 'set_tcp_nodelay true');
    const flow: NodeRedToStart = { folder: await scope.folder(), brokerPort, url };
    await (await Part.start(scope, NODE_RED)).call('start', flow);
    return { platform, send: await senderTo(scope, { url: `mqtt://127.0.0.1:${brokerPort}` }) };
  },
};

const spinningFlow: Forwarder = {
  ...webhookForwarder,
  name: 'a flow spins',
  start: (scope) => startFlow(scope, () => SPINNING),
};

/** node-red is an optional dependency. */
function isInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('node-red');
    return true;
  } catch {
    return false;
  }
}

export const FLOWS: readonly Forwarder[] = isInstalled()
  ? [postingFlow, ...(mosquitto ? [besideMosquitto] : [])]
  : [];
export const STUCK_FLOWS: readonly Forwarder[] = isInstalled() ? [spinningFlow] : [];
