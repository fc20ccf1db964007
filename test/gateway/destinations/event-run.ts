// A real gateway, journal, device and HTTP server, through which an event of every type goes.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { ConfigSchema } from '#gateway/config/index.ts';
import type { PlatformEvent } from '#gateway/destinations/events/schemas.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import { DeviceList } from '#gateway/registry/device-list.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { heartbeat } from '#test/gateway/supervision/supervision-bench.ts';
import { frameOf, RawDevice } from '#test/support/raw-device.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { tempFolder } from '../temp.ts';
import { SECRET, TestServer } from './server.ts';

const DEVICE = 'CB-0001';

export class EventRun {
  readonly server: TestServer;
  readonly #gateway: Gateway;

  private constructor(server: TestServer, gateway: Gateway) {
    this.server = server;
    this.#gateway = gateway;
  }

  static async start(): Promise<EventRun> {
    const folder = await tempFolder();
    const server = await new TestServer().start();
    const file = join(folder, 'secret');
    await writeFile(file, SECRET);
    const platform = { type: 'webhook', url: server.origin, secret: { file } };
    const config = ConfigSchema.parse({
      data: folder,
      log: 'silent',
      mqtt: { port: 0 },
      http: { port: 0 },
      destinations: { platform },
      routes: { red: 'platform', green: 'platform', status: { to: 'platform', progress: true } },
    });
    const directory = new DeviceList(async () => [testDevice(DEVICE)]);
    const gateway = new Gateway(config, { ...(await realPorts(config)), directory });
    await gateway.start();
    return new EventRun(server, gateway);
  }

  async stop(): Promise<void> {
    await this.#gateway.stop();
    await this.server.stop();
  }

  get httpPort(): number {
    return this.#gateway.httpPort;
  }

  /** Every event that came, as its receiver has verified it. */
  events(): PlatformEvent[] {
    return this.server.received.map(({ headers, body }) => {
      new Webhook(SECRET).verify(body, headers as Record<string, string>);
      return JSON.parse(body);
    });
  }

  /** A press of each key, one of them old, one that joins; a battery that runs down; and the call's way to its end. */
  async everything(): Promise<void> {
    const [key] = testDevice(DEVICE).keys;
    const session = { bootId: 1, connectNo: 1 };
    const device = await new RawDevice(DEVICE, key?.secret as Uint8Array, session).join(
      this.#gateway.mqttPort,
    );
    const send = (...of: Parameters<typeof frameOf>) => device.publish(device.seal(frameOf(...of)));
    send({ kind: 'press', key: KEY_RED, count: 1 }, { bootId: 1, seq: 1 }, 60_000);
    send({ kind: 'press', key: KEY_RED, count: 2 }, { bootId: 1, seq: 2 });
    send({ kind: 'press', key: KEY_GREEN, count: 1 }, { bootId: 1, seq: 3 });
    send(heartbeat({ batteryPercent: 25 }), null);
    await this.#until('callbutton.progress.v1 accepted');
    for (const stage of ['answered', 'dispatched', 'closed']) await this.report(stage);
    send({ kind: 'press', key: KEY_RED, count: 1 }, { bootId: 1, seq: 4 });
    for (const what of ['callbutton.breach.v1', 'callbutton.case.v1', 'progress.v1 closed']) {
      await this.#until(what);
    }
    await this.#until('callbutton.press.v1 CB-0001/1/4');
    device.close();
  }

  /** The platform says how far the first call has come. */
  async report(stage: string): Promise<number> {
    const body = JSON.stringify({ call_id: `${DEVICE}.1.1`, stage });
    const now = new Date();
    const headers = {
      'webhook-id': `report-${stage}`,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(SECRET).sign(`report-${stage}`, now, body),
    };
    const url = `http://127.0.0.1:${this.httpPort}/v1/reports`;
    return (await fetch(url, { method: 'POST', headers, body })).status;
  }

  async #until(what: string): Promise<void> {
    const named = () =>
      this.events().map(
        (event) => `${event.type} ${'stage' in event.data ? event.data.stage : event.id}`,
      );
    while (!named().some((name) => name.includes(what))) {
      await this.server.whenReceived(this.server.received.length + 1);
    }
  }
}
