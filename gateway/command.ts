// `call-button gateway`: from options to a running gateway, and a clean stop on SIGINT and SIGTERM.
import { once } from 'node:events';
import { type Config, readConfig } from './config.ts';
import { Gateway, realPorts } from './main.ts';
import { addTestDevice } from './provisioning/device-file.ts';

export interface GatewayOptions {
  config?: string;
  devices?: string;
  newDevice?: string;
}

const DEFAULT_DEVICES = 'devices.yaml';

/** Runs until a signal, or does the one thing that was asked. */
export async function runGateway(options: GatewayOptions): Promise<void> {
  const read = await readConfig(options.config);
  const config = options.devices === undefined ? read : { ...read, devices: options.devices };
  if (options.newDevice !== undefined) {
    const file = config.devices ?? DEFAULT_DEVICES;
    await addTestDevice(file, options.newDevice);
    process.stdout.write(
      `${options.newDevice} is in ${file} now, with a fresh key. Start with: npm start -- --devices ${file}\n`,
    );
    return;
  }
  if (config.devices === undefined) explainDevices();
  const unrouted = (['red', 'green'] as const).filter((key) => config.routes[key] === undefined);
  if (unrouted.length > 0) explainRoutes(unrouted);
  await runUntilSignal(config);
}

async function runUntilSignal(config: Config): Promise<void> {
  const gateway = new Gateway(config, await realPorts(config));
  await gateway.start();
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await gateway.stop();
}

function explainDevices(): void {
  process.stderr.write(`No devices file: nobody can connect. Make a test device with its key:

  npm start -- --new-device CB-TEST-1        (writes ${DEFAULT_DEVICES})
  npm start -- --devices ${DEFAULT_DEVICES}

or write one yourself, with 64 random hex digits as the key:

  devices:
    - device_id: CB-TEST-1
      key: ${'0123456789abcdef'.repeat(2)}…
      group: building-1
      home: { reference: "4711" }

`);
}

function explainRoutes(keys: readonly string[]): void {
  process.stderr.write(`No route for ${keys.join(' and ')}: these presses are kept, not forwarded. Name a destination in --config FILE:

  destinations:
    platform: { type: webhook, url: "https://…", secret: { env: PLATFORM_SECRET } }
  routes: { red: platform, green: platform }

`);
}
