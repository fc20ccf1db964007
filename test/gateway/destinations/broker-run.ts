// A real gateway, journal, device and broker, over which everything goes that an MQTT destination sends and takes.
import { type Config, ConfigSchema } from '#gateway/config/index.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import { DeviceList } from '#gateway/registry/device-list.ts';
import { encodeUplink } from '#protocol/device/frames.ts';
import { type Identity, KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { heartbeat } from '#test/gateway/supervision/supervision-bench.ts';
import { frameOf, RawDevice } from '#test/support/raw-device.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';
import { Listener, startBroker, type TestBroker } from './mqtt/broker.ts';

const DEVICE = 'CB-0001';
/** More than one level, which is allowed. */
const PREFIX = 'city/north';

/** As it came to the broker. */
export interface Published {
  topic: string;
  text: string;
  qos: number;
  retain: boolean;
}

export class BrokerRun {
  readonly published: Published[] = [];
  readonly #broker: TestBroker;
  readonly #gateway: Gateway;
  readonly #config: Config;

  private constructor(broker: TestBroker, gateway: Gateway, config: Config) {
    this.#broker = broker;
    this.#gateway = gateway;
    this.#config = config;
    broker.aedes.on('publish', ({ topic, payload, qos, retain }, client) => {
      // What the broker tells about itself has no client.
      if (client) this.published.push({ topic, text: payload.toString(), qos, retain });
    });
  }

  static async start(): Promise<BrokerRun> {
    const broker = await startBroker();
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const config = ConfigSchema.parse({
      data: await tempFolder(),
      log: 'silent',
      mqtt: { port: 0 },
      http: { port: 0 },
      destinations: { city: { type: 'mqtt', url, prefix: PREFIX } },
      routes: { red: 'city', green: 'city', status: { to: 'city', progress: true } },
    });
    const directory = new DeviceList(async () => [testDevice(DEVICE)]);
    const gateway = new Gateway(config, { ...(await realPorts(config)), directory });
    const run = new BrokerRun(broker, gateway, config);
    await gateway.start();
    return run;
  }

  async stop(): Promise<void> {
    await this.#gateway.stop();
    await this.#broker.stop();
  }

  get refusals(): Readonly<Record<string, number>> {
    return this.#gateway.health().refusals;
  }

  /** Old and new presses of each key, a test, a battery that runs down, reports, and a device that is taken out. */
  async everything(report: (callId: string, stage: string) => object): Promise<void> {
    const platform = await Listener.start(this.#broker.port, `${PREFIX}/calls/#`);
    const say = (...of: Parameters<typeof report>) =>
      platform.client.publishAsync(`${PREFIX}/reports`, JSON.stringify(report(...of)), { qos: 1 });
    const [key] = testDevice(DEVICE).keys;
    const session = { bootId: 1, connectNo: 1 };
    const device = await new RawDevice(DEVICE, key?.secret as Uint8Array, session).join(
      this.#gateway.mqttPort,
    );
    const send = (...of: Parameters<typeof frameOf>) => device.publish(device.seal(frameOf(...of)));
    send({ kind: 'press', key: KEY_RED, count: 1 }, { bootId: 1, seq: 1 }, 60_000);
    send({ kind: 'press', key: KEY_GREEN, count: 1 }, { bootId: 1, seq: 2 });
    send(heartbeat({ batteryPercent: 25 }), null);
    device.publish(device.seal(testPress({ bootId: 1, seq: 3 })));
    await until(() => platform.heard.some(({ topic }) => topic.includes('/test/')));
    await until(() => platform.heard.some(({ topic }) => topic.includes('/green/')));
    for (const stage of ['accepted', 'answered', 'dispatched', 'closed']) {
      await say(`${DEVICE}.1.1`, stage);
    }
    await say(`${DEVICE}.1.2`, 'accepted');
    const seen = (word: string) => () => this.published.some(({ topic }) => topic.includes(word));
    for (const word of ['notices/breach', 'notices/case', 'notices/progress', `${DEVICE}/state`]) {
      await until(seen(word));
    }
    await until(() => this.published.some(({ text }) => text.includes('"stage":"closed"')));
    device.close();
    const config = this.#config;
    await this.#gateway.reload({
      config,
      devices: [],
      secrets: { city: {} },
      certificate: undefined,
    });
    await until(() => this.published.some(({ text }) => text === ''));
  }
}

function testPress(identity: Identity): Uint8Array {
  const event = { kind: 'press', key: KEY_RED, count: 1 } as const;
  const uplink = { ageMs: 0, ageIsLowerBound: false, test: true, identity, event };
  return new Uint8Array(encodeUplink(uplink));
}
