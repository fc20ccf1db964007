// The devices that a gateway would know, as `--check-config` needs them: those of the registry, then those of the file.
import { accountOf } from '../domain/account.ts';
import type { DeviceState } from '../domain/ports/registry.ts';
import { FINDINGS } from '../messages/findings.ts';
import type { FileDevice } from '../registry/device-file.ts';
import type { Seen, SeenDevice } from '../registry/look.ts';
import type { Finding } from './cross-check.ts';

export interface KnownDevice {
  group: string;
  state: DeviceState;
  /** It calls for a home that an alarm receiving centre can't tell from others. */
  isNameless: boolean;
}

/** `inFile`: those that count, because the registry doesn't have their id. */
export interface Known {
  inFile: KnownDevice[];
  /** Undefined: nobody could look. */
  inRegistry: KnownDevice[] | undefined;
}

export function knownDevices(file: readonly FileDevice[], seen: Seen): Known {
  const registered = 'devices' in seen ? seen.devices : undefined;
  const taken = new Set(registered?.map(({ deviceId }) => deviceId));
  const inFile = file
    .filter(({ deviceId }) => !taken.has(deviceId))
    .map(({ group, state, home }) => {
      const isNameless = state !== 'retired' && accountOf(home) === undefined;
      return { group, state, isNameless };
    });
  return { inFile, inRegistry: registered?.map(knownOf) };
}

/** One that stands in no home yet gets its account with it, and of a retired one nobody calls. */
function knownOf({ group, state, account, isInHome }: SeenDevice): KnownDevice {
  return { group, state, isNameless: isInHome && state !== 'retired' && account === '' };
}

/** Whether any device can connect, as far as one can see. */
export function deviceWarnings(
  file: string | undefined,
  { inFile, inRegistry }: Known,
  seen: Seen,
): Finding[] {
  if ('unseen' in seen) {
    return [{ path: 'registry', sentence: FINDINGS.unseen(seen.unseen) }];
  }
  if (inFile.length > 0 || (inRegistry ?? []).length > 0) return [];
  const sentence = file === undefined ? FINDINGS.noDevicesFile : FINDINGS.noDevices;
  return [{ path: 'devices', sentence }];
}
