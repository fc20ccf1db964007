// Node-RED as a site without us would run it, in a process of its own: hears a broker, drops what it has seen, and posts.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { serve } from './serve.ts';

export interface NodeRedToStart {
  folder: string;
  brokerPort: number;
  /** Where presses are posted. */
  url: string;
}

interface NodeRed {
  init(server: unknown, settings: object): void;
  start(): Promise<void>;
  runtime: { flows: { setFlows(request: object): Promise<unknown> } };
}

const DEDUPE = `
const seen = context.get('seen') ?? new Set();
context.set('seen', seen);
if (seen.has(msg.payload.id)) return null;
seen.add(msg.payload.id);
return msg;
`;

function flowOf({ brokerPort, url }: NodeRedToStart): object[] {
  const placed = { z: 'tab', name: '', x: 100, y: 100 };
  return [
    { id: 'tab', type: 'tab', label: 'bench', disabled: false, info: '' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(brokerPort),
      clientid: '',
      autoConnect: true,
      usetls: false,
      protocolVersion: '4',
      keepalive: '60',
      cleansession: true,
    },
    {
      ...placed,
      id: 'in',
      type: 'mqtt in',
      topic: 'callbutton/calls/#',
      qos: '1',
      datatype: 'json',
      broker: 'broker',
      inputs: 0,
      wires: [['once']],
    },
    {
      ...placed,
      id: 'once',
      type: 'function',
      func: DEDUPE,
      outputs: 1,
      libs: [],
      wires: [['post']],
    },
    {
      ...placed,
      id: 'post',
      type: 'http request',
      method: 'POST',
      ret: 'txt',
      url,
      paytoqs: 'ignore',
      persist: true,
      headers: [],
      wires: [[]],
    },
  ];
}

serve({
  /** Resolves when the flow is deployed; it connects to the broker by itself. */
  async start(toStart: NodeRedToStart): Promise<void> {
    const red = createRequire(import.meta.url)('node-red') as NodeRed;
    red.init(createServer(), {
      userDir: toStart.folder,
      flowFile: 'flows.json',
      credentialSecret: false,
      httpAdminRoot: false,
      httpNodeRoot: false,
      telemetry: { enabled: false },
      logging: { console: { level: 'off', metrics: false, audit: false } },
    });
    await red.start();
    await red.runtime.flows.setFlows({ flows: { flows: flowOf(toStart) }, deploymentType: 'full' });
  },
});
