// Root may write everywhere, but what it leaves behind only root can read: commands are for the user of the gateway.
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { geteuid } from 'node:process';
import { GatewayError } from '../domain/errors.ts';

const ROOT = 0;

/**
 * Refuses to go on as root where the first of these paths that is there belongs to somebody else: the gateway runs as
 * that user, and could not read what root writes. Errors: ROOT_REFUSED.
 */
export async function refuseForeignRoot(...paths: readonly string[]): Promise<void> {
  const foreign = await foreignToRoot(...paths);
  if (foreign === undefined) return;
  throw new GatewayError('ROOT_REFUSED', `${foreign.path}: sudo -u ${foreign.user} …`);
}

/** The first of these paths that is there, and its user as sudo takes it; undefined: root's, or this is not root. */
export async function foreignToRoot(
  ...paths: readonly string[]
): Promise<{ path: string; user: string } | undefined> {
  if (geteuid?.() !== ROOT) return undefined;
  for (const path of paths) {
    const owner = (await stat(path).catch(() => undefined))?.uid;
    if (owner === undefined) continue;
    return owner === ROOT ? undefined : { path, user: await nameOf(owner) };
  }
  return undefined;
}

/**
 * To whom a new file is to belong that root makes for a gateway: to the user of its folder. Undefined: to whoever makes
 * it.
 */
export async function ownerOfNew(path: string): Promise<{ uid: number; gid: number } | undefined> {
  if (geteuid?.() !== ROOT) return undefined;
  const { uid, gid } = await stat(dirname(path));
  return uid === ROOT ? undefined : { uid, gid };
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
