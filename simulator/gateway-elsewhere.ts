// A gateway that runs already, in another terminal or on another machine: looked at, loaded, never started or killed.

import { connect } from 'node:net';
import { codeOf } from '#gateway/domain/reason.ts';
import { readDeviceFile } from '#gateway/registry/device-file.ts';
import { readRefusals } from './gateway-process.ts';
import type { GatewayUnderTest, Identified } from './gateway-under-test.ts';

const ANSWERS_WITHIN_MS = 8_000;

/** A bare CONNECT of nobody: any CONNACK shows that MQTT is spoken here. MQTT 3.1.1, 3.1. */
const PROBE = Buffer.from([
  0x10,
  0x12,
  0,
  4,
  ...Buffer.from('MQTT'),
  4,
  2,
  0,
  60,
  0,
  6,
  ...Buffer.from('nobody'),
]);
const CONNACK = 0x20;

export interface ElsewhereOptions {
  host: string;
  port: number;
  /** Its devices file: ids and keys. */
  devices: string;
  /** Its HTTP address, for reports and counted refusals; undefined: neither. */
  http: string | undefined;
}

export class GatewayElsewhere implements GatewayUnderTest {
  readonly name: string;
  readonly outlivesRun = true;
  readonly #options: ElsewhereOptions;
  #before: Record<string, number> = {};

  constructor(options: ElsewhereOptions) {
    this.#options = options;
    this.name = `mqtt://${options.host}:${options.port}`;
  }

  get address(): { host: string; port: number } {
    return { host: this.#options.host, port: this.#options.port };
  }

  get httpUrl(): string | undefined {
    return this.#options.http;
  }

  /** The first devices of its file. Each run is a later boot of them than every run before. */
  async identify(count: number): Promise<Identified[]> {
    const devices = (await readDeviceFile(this.#options.devices)).filter(({ blocked }) => !blocked);
    if (devices.length < count) {
      throw new Error(
        `${this.#options.devices} has ${devices.length} devices in service, the scenario needs ${count}: ` +
          'add devices, or choose a smaller scenario',
      );
    }
    const firstBootId = Math.floor(Date.now() / 1_000);
    return devices.slice(0, count).map(({ deviceId, keys }) => {
      const [key] = keys as [{ version: number; secret: Uint8Array }];
      return { deviceId, secret: key.secret, keyVersion: key.version, firstBootId };
    });
  }

  recordOf(): { reference?: string } {
    return {};
  }

  async start(): Promise<void> {
    await probe(this.#options.host, this.#options.port);
    if (this.#options.http === undefined) return;
    const before = await readRefusals(this.#options.http);
    if (before === undefined) {
      throw new Error(
        `--http ${this.#options.http} does not answer as a gateway does: is it its HTTP address?`,
      );
    }
    this.#before = before;
  }

  async killAndRestart(): Promise<void> {
    throw new Error(
      'a gateway that runs elsewhere is never killed: choose a scenario without that',
    );
  }

  async refusals(): Promise<Record<string, number> | undefined> {
    const { http } = this.#options;
    const now = http === undefined ? undefined : await readRefusals(http);
    if (now === undefined) return undefined;
    return Object.fromEntries(
      Object.entries(now).map(([code, count]) => [code, count - (this.#before[code] ?? 0)]),
    );
  }

  async stop(): Promise<void> {}

  /** What runs elsewhere is not ours to watch: its homes show it. */
  onDeath(): void {}
}

/** Rejects with a sentence for a person when no MQTT broker answers there in time. */
export async function probe(host: string, port: number): Promise<void> {
  const where = `${host}:${port}`;
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port });
    const end = (problem?: string) => {
      socket.destroy();
      if (problem === undefined) resolve();
      else reject(new Error(`${where} ${problem}`));
    };
    socket.setTimeout(ANSWERS_WITHIN_MS, () =>
      end(
        `does not answer within ${ANSWERS_WITHIN_MS / 1_000} s: is it the gateway's MQTT address?`,
      ),
    );
    socket.on('connect', () => socket.write(PROBE));
    socket.on('data', (bytes) => end(bytes[0] === CONNACK ? undefined : 'answers, but not MQTT'));
    socket.on('error', (error) =>
      end(`can't be reached (${codeOf(error) ?? error.message}): is the gateway running?`),
    );
    socket.on('close', () =>
      end('closes the connection without an answer: is it an MQTT address?'),
    );
  });
}
