// What an installation is practised on: a gateway of its own, a stand-in platform, and a button out of its box in a cable.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsoleDevice } from '#firmware/host/console-device.ts';
import { sha256 } from '#firmware/host/sha256.ts';
import { MemoryStore } from '#firmware/host/store.ts';
import type { PatternName } from '#firmware/src/core/patterns.ts';
import { loadSettings } from '#firmware/src/service/settings-store.ts';
import { ConfigSchema } from '#gateway/config/index.ts';
import type { PressEvent } from '#gateway/destinations/event.ts';
import { WebhookDestination } from '#gateway/destinations/webhook.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { StandInPlatform } from '../platform.ts';
import { PracticeCable } from './cable.ts';

/** What the practice Wi-Fi takes: any other password is turned away, as by a router. */
export const WIFI_PASSWORD = 'practice-1234';
const WRONG_PASSWORD = '4WAY_HANDSHAKE_TIMEOUT';
const TELEPHONES_BACK_MS = 3_000;

export interface PracticeEvents {
  onLight: (name: PatternName) => void;
  onDelivery: (event: PressEvent) => void;
}

export class PracticeBench {
  /** An installer's. */
  token = '';
  /** Of the admin API, and where devices connect. */
  url = '';
  main = '';
  /** For the records of installations: gone with the rest. */
  readonly state: string;
  readonly cable: PracticeCable;
  readonly #folder: string;
  readonly #events: PracticeEvents;
  readonly #platform: StandInPlatform;
  readonly #secret = `whsec_${randomBytes(32).toString('base64')}`;
  #gateway: Gateway | undefined;
  #button: ConsoleDevice;

  private constructor(folder: string, events: PracticeEvents) {
    this.#folder = folder;
    this.#events = events;
    const { onDelivery } = events;
    this.#platform = new StandInPlatform({
      secret: this.#secret,
      answerAfterMs: () => TELEPHONES_BACK_MS,
      onDelivery: ({ event }) => onDelivery(event),
    });
    this.state = join(folder, 'state');
    this.cable = new PracticeCable(join(folder, 'cable'));
    this.#button = this.#unpacked();
  }

  /** Throws NoCable. */
  static async start(events: PracticeEvents): Promise<PracticeBench> {
    const bench = new PracticeBench(await mkdtemp(join(tmpdir(), 'call-button-practice-')), events);
    try {
      await bench.cable.plug();
      await bench.#startGateway();
      return bench;
    } catch (error) {
      await bench.stop();
      throw error;
    }
  }

  press(key: 'green' | 'red'): void {
    this.#button.hal.press(key === 'green' ? KEY_GREEN : KEY_RED);
  }

  /** Another button out of its box is in the cable. */
  unpack(): void {
    this.#switchOff();
    this.#button = this.#unpacked();
  }

  async stop(): Promise<void> {
    this.#switchOff();
    await this.cable.pull();
    await this.#gateway?.stop();
    await this.#platform.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #startGateway(): Promise<void> {
    const config = ConfigSchema.parse({
      data: join(this.#folder, 'data'),
      log: 'silent',
      mqtt: { port: 0 },
      http: { port: 0 },
      admin: { port: 0 },
      routes: { red: 'platform', green: 'platform' },
    });
    const url = await this.#platform.start();
    const ports = await realPorts(config);
    const { utc } = systemClock;
    const platform = { name: 'platform', url, secret: this.#secret, source: '/gateways/practice' };
    this.#gateway = new Gateway(config, {
      ...ports,
      destinations: { platform: new WebhookDestination({ ...platform, utc }) },
      secrets: { platform: { secret: this.#secret } },
    });
    await this.#gateway.start();
    this.#platform.reportTo(`http://127.0.0.1:${this.#gateway.httpPort}`);
    this.token = await ports.tokens.create(
      { name: 'practice', role: 'admin' },
      'installer',
      'installer',
    );
    this.url = `http://127.0.0.1:${this.#gateway.adminPort}`;
    this.main = `127.0.0.1:${this.#gateway.mqttPort}`;
  }

  #unpacked(): ConsoleDevice {
    const store = new MemoryStore();
    const isLetIn = () => loadSettings({ store, sha256 })?.wifi?.password === WIFI_PASSWORD;
    const { onLight } = this.#events;
    let light: PatternName | undefined;
    return new ConsoleDevice(this.cable, {
      store,
      wifiProblem: () => (isLetIn() ? '' : WRONG_PASSWORD),
      observer: {
        pressed() {},
        settled() {},
        news() {},
        link() {},
        shown: ({ name }) => {
          if (name !== light) onLight(name);
          light = name;
        },
      },
    });
  }

  /** Not its `stop`, which would pull the cable. */
  #switchOff(): void {
    this.#button.device?.stop();
    this.#button.hal.powerOff();
  }
}
