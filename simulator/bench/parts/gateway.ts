// The real gateway in a process of its own, with as many devices as asked, journal on disk, no route.
import { ConfigSchema } from '#gateway/config/index.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import { DeviceList } from '#gateway/registry/device-file.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from './devices.ts';
import { memory, serve } from './serve.ts';

export interface GatewayToStart {
  folder: string;
  devices: number;
}

let gateway: Gateway | undefined;

serve({
  /** Returns the MQTT port. */
  async start({ folder, devices }: GatewayToStart): Promise<number> {
    const config = ConfigSchema.parse({
      data: folder,
      log: 'silent',
      mqtt: { port: 0 },
      http: { port: 0 },
      admin: 'off',
    });
    const records = Array.from({ length: devices }, (_, index) => {
      const deviceId = deviceIdOf(index);
      const keys = [{ version: KEY_VERSION, secret: secretOf(deviceId) }];
      return { deviceId, keys, group: 'bench', home: { reference: deviceId }, blocked: false };
    });
    const directory = new DeviceList(async () => records);
    gateway = new Gateway(config, { ...(await realPorts(config)), directory });
    await gateway.start();
    return gateway.mqttPort;
  },
  connected: () => gateway?.health().connected ?? 0,
  memory,
});
