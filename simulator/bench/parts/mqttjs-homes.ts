// The baseline: the same sealed presses and receipts over mqtt.js, as one would write it without light devices.
import mqtt from 'mqtt';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { LightSession } from '../../lightweight/session.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from './devices.ts';
import { Flood, type FloodToRun } from './flood.ts';
import { memory, memoryNow, serve } from './serve.ts';
import type { HomesConnected, HomesToConnect } from './whole-homes.ts';

class MqttJsDevice {
  readonly #index: number;
  readonly #session: LightSession;
  #client: mqtt.MqttClient | undefined;
  #seq = 0;

  constructor(index: number) {
    this.#index = index;
    const deviceId = deviceIdOf(index);
    const key = { version: KEY_VERSION, secret: secretOf(deviceId) };
    this.#session = new LightSession(deviceId, key, 1);
  }

  async connect(port: number): Promise<void> {
    const { deviceId } = this.#session;
    this.#session.renew();
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
      clientId: deviceId,
      username: deviceId,
      password: this.#session.password(0),
      protocolVersion: 4,
      clean: true,
      keepalive: 60,
      reconnectPeriod: 0,
    });
    this.#client = client;
    client.on('message', (_topic, payload) => {
      if (this.#session.open(payload)?.kind === 'receipt') flood?.receipted(this.#index);
    });
    await client.subscribeAsync(downTopic(deviceId));
  }

  press(): void {
    this.#seq++;
    const { deviceId, bootId } = this.#session;
    const payload = this.#session.seal({
      ageMs: 0,
      ageIsLowerBound: false,
      test: false,
      identity: { bootId, seq: this.#seq },
      event: { kind: 'press', key: KEY_RED, count: 1 },
    });
    this.#client?.publish(upTopic(deviceId), payload as Buffer, { qos: 1 });
  }
}

const devices: MqttJsDevice[] = [];
let flood: Flood | undefined;

async function connect({ port, count, atOnce }: HomesToConnect): Promise<HomesConnected> {
  const memoryBefore = memory();
  const from = performance.now();
  while (devices.length < count) {
    const batch = Math.min(atOnce, count - devices.length);
    const next = Array.from({ length: batch }, (_, at) => new MqttJsDevice(devices.length + at));
    await Promise.all(next.map((device) => device.connect(port)));
    devices.push(...next);
  }
  const seconds = (performance.now() - from) / 1_000;
  return { connected: devices.length, seconds, memoryBefore, ...memoryNow() };
}

serve({
  connect,
  flood(toRun: FloodToRun) {
    flood = new Flood(devices.length, (device) => devices[device]?.press());
    return flood.run(toRun);
  },
});
