// Files that must survive a power cut: written beside, synced and renamed, and then their folder is synced too.
import { access, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../domain/reason.ts';

/** Most of what is written holds keys, or who lives where: it is for the user alone who writes it. */
const OWN_USER_ONLY = 0o600;
const OWN_USER_ONLY_FOLDER = 0o700;

export interface DurableOptions {
  /** Permissions of the file, less those that the umask takes away. Default: 0o600. */
  mode?: number;
  /** To whom the file is to belong; default: to the user who writes it. */
  owner?: { uid: number; gid: number } | undefined;
}

/**
 * Writes all of `content` in place of what was at `path`, or nothing. When it resolves, it is there after a power cut;
 * until then what was there before is. A link is replaced by the file. Rejects with the system's error, and leaves
 * nothing beside the file then.
 */
export async function writeDurably(
  path: string,
  content: string | Uint8Array | AsyncIterable<string>,
  { mode = OWN_USER_ONLY, owner }: DurableOptions = {},
): Promise<void> {
  const beside = `${path}.new`;
  try {
    // What a crash left there has permissions of its own, and somebody may have it open.
    await rm(beside, { force: true });
    const file = await open(beside, 'wx', mode);
    try {
      // Before the content is in it: until then there is nothing to read for whoever may read it now.
      if (owner !== undefined) await giveTo(owner, file);
      const parts =
        typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for await (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameDurably(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function giveTo(owner: { uid: number; gid: number }, file: FileHandle): Promise<void> {
  const { uid, gid } = await file.stat();
  if (owner.uid !== uid || owner.gid !== gid) await file.chown(owner.uid, owner.gid);
}

/** Renames what is synced already, a file or a folder; the new name is there after a power cut when it resolves. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncNames(dirname(to));
}

/** Removes a file, so that it doesn't come back after a power cut. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path);
  await syncNames(dirname(path));
}

/** Syncs every file of the folder, and which files it has. */
export async function syncFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await syncFile(join(folder, name));
  await syncNames(folder);
}

/** Syncs what another process wrote into the file. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Syncs which files a folder has: a rename is in the folder, and not in the file. */
export async function syncNames(folder: string): Promise<void> {
  // Windows doesn't open folders, and some network file systems don't sync them: nothing better can be done there.
  if (process.platform === 'win32') return;
  try {
    await syncFile(folder);
  } catch (error) {
    if (codeOf(error) !== 'EINVAL') throw error;
  }
}

/**
 * Makes the folder, and those above it that aren't there, for this user alone. When it resolves, they are there after a
 * power cut: what is synced in a folder that is forgotten is forgotten with it.
 */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: OWN_USER_ONLY_FOLDER });
  if (first === undefined) return;
  const above = dirname(resolve(first));
  for (let at = resolve(folder); at !== above; at = dirname(at)) await syncNames(dirname(at));
}

export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
