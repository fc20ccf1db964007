// A short word for this data folder on this machine, where two gateways must not use the same name.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';

/** Eight hexadecimal digits: the same after every restart, and others for another folder or machine. */
export function installationId(data: string): string {
  const parts = [hostname(), machineId(), resolve(data)];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 8);
}

/** Machines that were cloned may have one host name; systemd gives each an id of its own. */
function machineId(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim();
  } catch {
    return '';
  }
}
