// Root may write everywhere, but what it leaves behind only root can read: commands are for the user of the gateway.
import { readFile, stat } from 'node:fs/promises';
import { geteuid } from 'node:process';
import { GatewayError } from '../domain/errors.ts';

const ROOT = 0;

/**
 * Refuses to go on as root where the first of these paths that is there belongs to somebody else: the gateway runs as
 * that user, and could not read what root writes. Errors: ROOT_REFUSED.
 */
export async function refuseForeignRoot(...paths: readonly string[]): Promise<void> {
  if (geteuid?.() !== ROOT) return;
  for (const path of paths) {
    const owner = (await stat(path).catch(() => undefined))?.uid;
    if (owner === undefined) continue;
    if (owner === ROOT) return;
    throw new GatewayError('ROOT_REFUSED', `${path}: sudo -u ${await nameOf(owner)} …`);
  }
}

/** As sudo takes it: a name, or `#` and the number of a user who has none here. */
async function nameOf(uid: number): Promise<string> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const line of users.split('\n')) {
    const [name, , number] = line.split(':');
    if (name && number === String(uid)) return name;
  }
  return `'#${uid}'`;
}
