// A gateway with the desk that is on by default, as an office has it: real parts, and the desk in its own process.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { ConfigSchema, withDesk } from '#gateway/config/index.ts';
import type { GatewayPorts } from '#gateway/main.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import type { OwnDesk } from '#gateway/own-desk/host.ts';
import { DeviceList } from '#gateway/registry/device-file.ts';
import { freePort } from '#simulator/gateway-process.ts';
import { VirtualHome } from '#simulator/home.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';

export const ID = 'CB-0001';

export interface LogLine {
  fields: Record<string, unknown>;
  message: string;
}

export interface OfficeOptions {
  data?: string;
  port?: number;
  desk?: object;
  destinations?: object;
  routes?: object;
  admin?: object;
  change?: (ports: GatewayPorts) => Partial<GatewayPorts>;
}

export class Office {
  readonly gateway: Gateway;
  readonly desk: OwnDesk;
  readonly port: number;
  readonly data: string;
  readonly log: LogLine[];

  private constructor(gateway: Gateway, desk: OwnDesk, port: number, data: string, log: LogLine[]) {
    this.gateway = gateway;
    this.desk = desk;
    this.port = port;
    this.data = data;
    this.log = log;
  }

  static async start(options: OfficeOptions = {}): Promise<Office> {
    const data = options.data ?? (await tempFolder());
    const port = options.port ?? (await freePort());
    const config = withDesk(
      ConfigSchema.parse({
        data,
        log: 'silent',
        mqtt: { port: 0 },
        http: { port: 0 },
        admin: options.admin ?? 'off',
        desk: { port, ...options.desk },
        destinations: options.destinations ?? {},
        routes: options.routes ?? {},
      }),
    );
    const log: LogLine[] = [];
    const add = (fields: object, message: string) =>
      void log.push({ fields: { ...fields }, message });
    const real = await realPorts(config);
    const ports = { ...real, directory: new DeviceList(async () => [testDevice(ID)]) };
    const gateway = new Gateway(config, { ...ports, ...options.change?.(ports) });
    const desk = real.desk as OwnDesk;
    Object.assign(ports.log, { info: add, warn: add, error: add });
    await gateway.start();
    onTestFinished(() => gateway.stop());
    return new Office(gateway, desk, port, data, log);
  }

  /** As soon as the pages are there. */
  async isUp(): Promise<void> {
    await until(() => this.desk.link?.isUp, 'the desk');
  }

  /** A button of a resident, connected. */
  home(): VirtualHome {
    const main = { host: '127.0.0.1', port: this.gateway.mqttPort, tls: false };
    const settings = standardSettings(ID, testDevice(ID).keys[0]!.secret, 1, main, null);
    const home = new VirtualHome({ settings });
    onTestFinished(() => home.powerOff());
    home.powerOn();
    return home;
  }

  told(message: string): LogLine | undefined {
    return this.log.find((line) => line.message === message);
  }
}

/** Another program's listener on any port of loopback. */
export async function takenPort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as { port: number }).port;
}
