// What is remembered of an installation on the laptop, so that it can go on: no key, no password, no name, no address.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, writeDurably } from '../../system/durable.ts';
import { fileProblem } from '../../system/files.ts';
import { Failure } from '../failure.ts';

const Moment = z.iso.datetime();

const InstallationSchema = z.object({
  version: z.literal(1),
  device_id: z.string(),
  /** Of the gateway's address: another gateway knows other devices. */
  gateway: z.string(),
  reference: z.string(),
  community: z.string(),
  subdistrict: z.string(),
  group: z.string(),
  model: z.string().optional(),
  firmware: z.string().optional(),
  /** The last key version that was issued, and whether the device has proved that it holds it. */
  key_version: z.int().optional(),
  key_proved: z.boolean().optional(),
  /** By the gateway's clock: its newest key was issued, or it asked for other presses; those before count for nothing. */
  presses_since: Moment.optional(),
  rssi_dbm: z.int().nullable().optional(),
  battery_percent: z.int().nullable().optional(),
  on_mains: z.boolean().optional(),
  self_test: z.string().optional(),
  /** By the laptop's clock; absent when the device has restarted since. */
  test_began_at: Moment.optional(),
  /** In which boot of the device: a restart ends test mode. */
  test_boot_id: z.int().optional(),
  light_confirmed: z.boolean().optional(),
  buzzer_confirmed: z.boolean().optional(),
  green_call: z.string().optional(),
  red_call: z.string().optional(),
  /** Warnings that the installer has accepted: failure codes. */
  accepted: z.array(z.string()).default([]),
  steps: z.array(z.object({ step: z.string(), at: Moment })).default([]),
  failure: z.object({ step: z.string(), code: z.string(), at: Moment }).optional(),
  started_at: Moment,
  in_service_at: Moment.optional(),
});
export type Installation = z.infer<typeof InstallationSchema>;

/** `--state`, else where the system keeps such things. */
export function stateFolder(named: string | undefined, environment: NodeJS.ProcessEnv): string {
  if (named !== undefined) return named;
  const base = environment.XDG_STATE_HOME ?? join(homedir(), '.local', 'state');
  return join(base, 'call-button');
}

export class StateFolder {
  readonly folder: string;
  readonly #gateway: string;

  constructor(folder: string, gateway: URL) {
    this.folder = folder;
    this.#gateway = gateway.origin;
  }

  /** What is known of this device at this gateway, else a fresh record. */
  async open(
    deviceId: string,
    fresh: Pick<Installation, 'reference' | 'community' | 'subdistrict' | 'group'>,
  ): Promise<Installation> {
    const known = await this.find(deviceId);
    if (known && known.reference === fresh.reference) return { ...known, ...fresh };
    return {
      version: 1,
      device_id: deviceId,
      gateway: this.#gateway,
      ...fresh,

      accepted: [],
      steps: [],
      started_at: new Date().toISOString(),
    };
  }

  async find(deviceId: string): Promise<Installation | undefined> {
    const known = await this.#read(this.#pathOf(deviceId));
    return known?.gateway === this.#gateway && known.device_id === deviceId ? known : undefined;
  }

  /** All of this gateway. A file that can't be read is left out: what it held is asked of the gateway again. */
  async all(): Promise<Installation[]> {
    const names = await readdir(this.folder).catch(() => []);
    const states = names.filter((name) => name.endsWith('.state.json'));
    const read = await Promise.all(states.map((name) => this.#read(join(this.folder, name))));
    return read
      .filter((installation) => installation !== undefined)
      .filter((installation) => installation.gateway === this.#gateway);
  }

  /** All of it or nothing. Errors: FILE_FAILED. */
  async save(installation: Installation): Promise<void> {
    const text = `${JSON.stringify(installation, null, 2)}\n`;
    await writePrivately(this.#pathOf(installation.device_id), text);
  }

  #pathOf(deviceId: string): string {
    const gateway = createHash('sha256').update(this.#gateway).digest('hex').slice(0, 8);
    return join(this.folder, `${deviceId}.${gateway}.state.json`);
  }

  async #read(path: string): Promise<Installation | undefined> {
    try {
      const read = InstallationSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
      return read.success ? read.data : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Makes the folder too. For this user alone: who lives where is nobody else's business. Errors: FILE_FAILED. */
export async function writePrivately(path: string, text: string): Promise<void> {
  try {
    await makeFolder(join(path, '..'));
    await writeDurably(path, text);
  } catch (error) {
    throw new Failure('FILE_FAILED', `${path}: ${fileProblem(error).en}`);
  }
}
