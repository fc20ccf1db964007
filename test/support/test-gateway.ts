// A real gateway for tests: real TCP, real disk in a fresh folder, a stand-in platform, ports that tests may wrap.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigSchema } from '#gateway/config/index.ts';
import { WebhookDestination } from '#gateway/destinations/webhook.ts';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import { Gateway, type GatewayPorts, realPorts } from '#gateway/main.ts';
import { DeviceList } from '#gateway/registry/device-file.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { KEY_BYTES } from '#protocol/seal.ts';
import { type PlatformOptions, type ReceivedPress, StandInPlatform } from '#simulator/platform.ts';
import { awaited } from './until.ts';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A device of the tests. Its key is the same in every process. */
export function testDevice(deviceId: string, changes: Partial<DeviceRecord> = {}): DeviceRecord {
  const secret = Buffer.alloc(KEY_BYTES, deviceId);
  const home = { reference: `home-of-${deviceId}` };
  return { deviceId, keys: [{ version: 1, secret }], group: 'g', home, blocked: false, ...changes };
}

export interface TestGatewayOptions {
  folder: string;
  devices: DeviceRecord[];
  platformUrl: string;
  mqttPort?: number;
  httpPort?: number;
  /** The admin API; without it there is none. */
  adminPort?: number;
  /** Wraps or replaces ports before the gateway is built. */
  change?: (ports: GatewayPorts) => Partial<GatewayPorts>;
}

export async function startTestGateway(options: TestGatewayOptions): Promise<Gateway> {
  const { folder, devices, platformUrl: url, mqttPort = 0, httpPort = 0, adminPort } = options;
  const config = ConfigSchema.parse({
    data: folder,
    log: 'silent',
    mqtt: { port: mqttPort },
    http: { port: httpPort },
    admin: adminPort === undefined ? 'off' : { port: adminPort },
    routes: { red: 'platform', green: 'platform' },
  });
  const webhook = { name: 'platform', url, secret: SECRET, source: '/t', utc: systemClock.utc };
  const ports: GatewayPorts = {
    ...(await realPorts(config)),
    directory: new DeviceList(async () => devices),
    destinations: { platform: new WebhookDestination(webhook) },
    secrets: { platform: { secret: SECRET } },
  };
  const gateway = new Gateway(config, { ...ports, ...options.change?.(ports) });
  await gateway.start();
  return gateway;
}

/** What never comes is told by name. */
class AwaitedPlatform extends StandInPlatform {
  override nextPress(): Promise<ReceivedPress> {
    return awaited(super.nextPress(), 'the next press at the platform');
  }

  override nextRefusal(): Promise<void> {
    return awaited(
      super.nextRefusal(),
      'the next delivery that the platform answers with an error',
    );
  }

  override until(is: (received: ReadonlyMap<string, ReceivedPress>) => boolean): Promise<void> {
    return awaited(super.until(is), () => {
      const ids = [...this.received.keys()].slice(0, 20).join(', ') || 'nothing';
      return `the platform: ${is} (${this.received.size} received: ${ids})`;
    });
  }
}

/** Everything around one gateway. Give `close` to `onTestFinished`. */
export class TestBench {
  readonly folder: string;
  readonly platform: StandInPlatform;
  readonly platformUrl: string;
  readonly devices: DeviceRecord[];
  gateway!: Gateway;
  #isUp = false;
  #adminPort: number | undefined;

  private constructor(
    folder: string,
    platform: StandInPlatform,
    url: string,
    devices: DeviceRecord[],
    adminPort: number | undefined,
  ) {
    this.#adminPort = adminPort;
    this.folder = folder;
    this.platform = platform;
    this.platformUrl = url;
    this.devices = devices;
  }

  /** Starts platform and gateway; with `adminPort` also the admin API. */
  static async start(
    deviceIds: string[],
    change?: TestGatewayOptions['change'],
    platformOptions: Partial<PlatformOptions> = {},
    adminPort?: number,
  ): Promise<TestBench> {
    const folder = await mkdtemp(join(tmpdir(), 'call-button-test-'));
    const platform = new AwaitedPlatform({ secret: SECRET, ...platformOptions });
    const url = await platform.start();
    const bench = new TestBench(
      folder,
      platform,
      url,
      deviceIds.map((id) => testDevice(id)),
      adminPort,
    );
    await bench.up(change);
    return bench;
  }

  /** Starts the gateway, again on the same ports when it ran before. */
  async up(change?: TestGatewayOptions['change']): Promise<void> {
    const { folder, devices, platformUrl } = this;
    const before = this.gateway as Gateway | undefined;
    this.gateway = await startTestGateway({
      folder,
      devices,
      platformUrl,
      ...(change ? { change } : {}),
      mqttPort: before?.mqttPort ?? 0,
      httpPort: before?.httpPort ?? 0,
      ...(this.#adminPort === undefined ? {} : { adminPort: this.#adminPort }),
    });
    if (this.#adminPort !== undefined) this.#adminPort = this.gateway.adminPort;
    this.#isUp = true;
    this.platform.reportTo(`http://127.0.0.1:${this.gateway.httpPort}`);
  }

  async down(): Promise<void> {
    if (this.#isUp) await this.gateway.stop();
    this.#isUp = false;
  }

  async close(): Promise<void> {
    await this.down();
    await this.platform.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
