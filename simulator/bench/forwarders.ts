// Each kind of destination with a platform behind it, for the benchmark `forwarding`. A new kind is one entry in a list.
import { findMosquitto, startAedes, startMosquitto } from './gateway-baselines.ts';
import { startPlatform } from './gateway-run.ts';
import { Part } from './part.ts';
import type { BareToSend } from './parts/bare-sender.ts';
import { BENCH_SECRET } from './parts/devices.ts';
import type { Paced, PressMade } from './parts/load.ts';
import type { Scope } from './scope.ts';

const SECRET_VARIABLE = 'CALL_BUTTON_BENCH_SECRET';
const SENDER = new URL('./parts/bare-sender.ts', import.meta.url);
const RECEIVER = new URL('./parts/alarm-receiver.ts', import.meta.url);
const MQTT_PLATFORM = new URL('./parts/mqtt-platform.ts', import.meta.url);

export interface Started {
  /** Its function `accepted` returns when it took each press over, by the press's id. */
  platform: Part;
  /** Of the gateway: the destination is named `platform`. What else it needs stands beside. */
  config: {
    destinations: { platform: object } & Record<string, object>;
    [setting: string]: unknown;
  };
  env: Record<string, string>;
}

export interface StartedBare {
  platform: Part;
  /** Sends in this rhythm; resolves with what was sent, and when. */
  send(paced: Paced): Promise<PressMade[]>;
}

export interface Forwarder {
  name: string;
  /** What stands beside it as the baseline. */
  bareName: string;
  /** Undefined: the bare exchange and one synced write, which ours can't do without. */
  beside?: Beside;
  start(scope: Scope): Promise<Started>;
  startBare(scope: Scope): Promise<StartedBare>;
}

/** Something else that does the whole job, and may take so much longer than we. */
export interface Beside {
  /** Of its p99, at most. */
  idle: number;
  amongHeartbeats: number;
}

const env = { [SECRET_VARIABLE]: BENCH_SECRET };

/** The process that sends without a gateway. */
export async function senderTo(scope: Scope, to: BareToSend): Promise<StartedBare['send']> {
  const sender = await Part.start(scope, SENDER);
  await sender.call('connect', to);
  return (paced) => sender.call<PressMade[]>('send', paced);
}

export const webhookForwarder: Forwarder = {
  name: 'webhook',
  bareName: 'a bare HTTP POST',
  async start(scope) {
    const { platform, url } = await startPlatform(scope);
    const webhook = { type: 'webhook', url, secret: { env: SECRET_VARIABLE } };
    return { platform, config: { destinations: { platform: webhook } }, env };
  },
  async startBare(scope) {
    const { platform, url } = await startPlatform(scope);
    return { platform, send: await senderTo(scope, { url }) };
  },
};

/** Undefined where it isn't installed. */
export const mosquitto = findMosquitto();

/** The platform is a client of the broker: it hears the call, and reports that it takes it over. */
async function startMqtt(scope: Scope): Promise<{ platform: Part; url: string }> {
  // Without it a message to the platform may wait 40 ms for the acknowledgement of the one before (Nagle).
  const settings = ['set_tcp_nodelay true'];
  const port = mosquitto
    ? await startMosquitto(scope, mosquitto, ...settings)
    : (await startAedes(scope)).port;
  const url = `mqtt://127.0.0.1:${port}`;
  const platform = await Part.start(scope, MQTT_PLATFORM);
  await platform.call('start', url);
  return { platform, url };
}

const mqttForwarder: Forwarder = {
  name: `mqtt (${mosquitto ? 'Mosquitto' : 'Aedes'})`,
  bareName: 'a bare publish',
  async start(scope) {
    const { platform, url } = await startMqtt(scope);
    return { platform, config: { destinations: { platform: { type: 'mqtt', url } } }, env };
  },
  async startBare(scope) {
    const { platform, url } = await startMqtt(scope);
    return { platform, send: await senderTo(scope, { url }) };
  },
};

async function startReceiver(scope: Scope): Promise<{ platform: Part; port: number }> {
  const platform = await Part.start(scope, RECEIVER);
  return { platform, port: await platform.call<number>('start') };
}

const siaForwarder: Forwarder = {
  name: 'sia',
  bareName: 'a bare exchange over a socket',
  async start(scope) {
    const { platform, port } = await startReceiver(scope);
    const receiver = { host: '127.0.0.1', port };
    // The receiver knows a press by its id.
    const sia = { type: 'sia', receiver, account: 'BE4C', extended: ['id'] };
    return { platform, config: { destinations: { platform: sia } }, env };
  },
  async startBare(scope) {
    const { platform, port } = await startReceiver(scope);
    return { platform, send: await senderTo(scope, { url: `tcp://127.0.0.1:${port}` }) };
  },
};

/** Takes everything, and never answers. */
const hangingWebhook: Forwarder = {
  ...webhookForwarder,
  name: 'a webhook hangs',
  async start(scope) {
    const started = await webhookForwarder.start(scope);
    await started.platform.call('hang');
    return started;
  },
};

export const FORWARDERS: readonly Forwarder[] = [webhookForwarder, mqttForwarder, siaForwarder];

/** Those that never accept: red goes over the fallback. */
export const STUCK: readonly Forwarder[] = [hangingWebhook];
