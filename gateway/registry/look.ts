// The devices of the registry for who only looks: told by the running gateway, or read from a copy of the folder.

import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { GatewayError } from '../domain/errors.ts';
import type { RegisteredDevice } from '../domain/ports/registry.ts';
import { rowsOf } from '../journal/tools/rows.ts';
import { allDevices, askGateway, isGatewayRunning } from '../management/socket-client.ts';
import { FINDINGS } from '../messages/findings.ts';
import type { Sentence } from '../messages/sentence.ts';
import { fileProblem } from '../system/files.ts';
import { openRegistry, type RegistryPlace, registryPath, vaultOf } from './check.ts';
import { DEVICE, deviceOf } from './rows.ts';

export type SeenDevice = Pick<RegisteredDevice, 'deviceId' | 'group' | 'state' | 'account'> & {
  isInHome: boolean;
};

/** What there is, or why nobody could look. */
export type Seen = { devices: SeenDevice[] } | { unseen: Sentence };

/**
 * `socket`: the control socket of the gateway of this data folder. Nothing is changed, and no gateway that starts
 * meanwhile finds the registry taken. Errors: REGISTRY_LOCKED, when no gateway runs and none could start.
 */
export async function seeRegistry(place: RegistryPlace, socket: string): Promise<Seen> {
  let seen = await lookOnce(place, socket);
  // A gateway that starts meanwhile writes files anew and takes old ones away: what was copied then is not whole.
  for (let times = 1; 'unseen' in seen && times < TIMES; times++) {
    await setTimeout(PAUSE_MS);
    seen = await lookOnce(place, socket);
  }
  return seen;
}

const TIMES = 3;
const PAUSE_MS = 200;

async function lookOnce(place: RegistryPlace, socket: string): Promise<Seen> {
  try {
    const isRunning = await isGatewayRunning(socket);
    return { devices: await (isRunning ? askedOf(socket) : readFromCopy(place)) };
  } catch (error) {
    if (!(error instanceof GatewayError)) return { unseen: fileProblem(error) };
    if (error.code === 'REGISTRY_LOCKED') throw error;
    const isOther = error.code === 'REQUEST_MALFORMED';
    return { unseen: isOther ? FINDINGS.otherVersion : error.detail };
  }
}

async function askedOf(socket: string): Promise<SeenDevice[]> {
  const devices = await allDevices((after) => askGateway(socket, '/registry', 'list', { after }));
  return devices.map(({ device_id: deviceId, group, state, account, home_id }) => ({
    deviceId,
    group,
    state,
    account,
    isInHome: home_id !== null,
  }));
}

/** All in it is sealed, in the copy too. A damaged row is not for us to tell: the gateway starts with it. */
async function readFromCopy(place: RegistryPlace): Promise<SeenDevice[]> {
  const folder = registryPath(place);
  const isThere = await readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (isThere === undefined) return [];
  const data = await mkdtemp(join(tmpdir(), 'call-button-look-'));
  try {
    // Of what links lead to, too: a copied link would open the registry itself.
    await cp(folder, registryPath({ data }), { recursive: true, dereference: true });
    const level = await openRegistry({ data });
    if (level === undefined) return [];
    try {
      const vault = await vaultOf(level, place);
      const seen: SeenDevice[] = [];
      for await (const rows of rowsOf(level)) {
        for (const [key, value] of rows) {
          const row = key.toString();
          if (!row.startsWith(DEVICE)) continue;
          const json = vault.tryOpen<Parameters<typeof deviceOf>[0]>(row, value.toString());
          if (json !== undefined) seen.push(seenOf(json));
        }
      }
      return seen;
    } finally {
      await level.close();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

function seenOf(json: Parameters<typeof deviceOf>[0]): SeenDevice {
  const { deviceId, group, state, account, homeId } = deviceOf(json);
  return { deviceId, group, state, account, isInHome: homeId !== undefined };
}
