// Everything that a start or a reload needs from files and environment, read together: all of it is good, or none.
import type { DeviceRecord } from '../domain/ports/directory.ts';
import { readRunningDevices } from '../registry/device-file.ts';
import type { Certificate } from '../system/certificate.ts';
import { readCertificate } from './certificate.ts';
import { type DeskLoaded, readDesk } from './desk.ts';
import { type DestinationSecrets, readDestinationSecrets } from './destinations.ts';
import { type FlowsLoaded, readFlows } from './flows.ts';
import { readConfig } from './read.ts';
import type { Config } from './schema.ts';

export interface Loaded {
  config: Config;
  devices: readonly DeviceRecord[];
  /** What a newer rule has against the devices file, with which the gateway runs all the same. */
  doubt?: string | undefined;
  /** By the name of the destination. */
  secrets: Readonly<Record<string, DestinationSecrets>>;
  /** Undefined without one in the configuration. */
  certificate: Certificate | undefined;
  /** Undefined without flows. */
  flows?: FlowsLoaded | undefined;
  desk?: DeskLoaded | undefined;
}

/** Errors: CONFIG_*, and those of `complete`. `devicesOverride` is the command line's. */
export async function load(file: string | undefined, devicesOverride?: string): Promise<Loaded> {
  const read = await readConfig(file);
  return complete(devicesOverride === undefined ? read : { ...read, devices: devicesOverride });
}

/** With everything that the configuration names. Errors: DEVICES_*, SECRET_*, CERTIFICATE_INVALID. */
export async function complete(config: Config): Promise<Loaded> {
  const file = config.devices;
  const read = file === undefined ? undefined : await readRunningDevices(file);
  return {
    config,
    devices: read?.devices ?? [],
    doubt: read?.doubt,
    secrets: await readSecrets(config),
    certificate: await certificateIn(config),
    flows: await readFlows(config.flows),
    desk: await readDesk(config.desk),
  };
}

/** The secrets of each destination. Errors: SECRET_MISSING, SECRET_INVALID. */
async function readSecrets({ destinations }: Config): Promise<Record<string, DestinationSecrets>> {
  const secrets: Record<string, DestinationSecrets> = {};
  for (const [name, destination] of Object.entries(destinations)) {
    secrets[name] = await readDestinationSecrets(name, destination);
  }
  return secrets;
}

/** The one that the configuration names; undefined when there is none, or the gateway makes its own. */
export async function certificateIn({ mqtts }: Config): Promise<Certificate | undefined> {
  if (mqtts === 'off' || mqtts.cert === undefined || mqtts.key === undefined) return undefined;
  return await readCertificate({ cert: mqtts.cert, key: mqtts.key });
}
