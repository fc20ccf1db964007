// A registry on a real disk for tests, and people who change it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '#gateway/domain/ports/clock.ts';
import type { Actor, RegisteredDevice, Registry } from '#gateway/domain/ports/registry.ts';
import { formerKeys } from '#gateway/registry/key-file.ts';
import { LevelRegistry } from '#gateway/registry/level-registry.ts';
import type { MasterKeyPlace } from '#gateway/registry/master-key.ts';
import { MovingClock } from './moving-clock.ts';

export const LI: Actor = { name: 'li.installer', role: 'installer' };
export const OPERATOR: Actor = { name: 'desk', role: 'operator' };
export const ADMIN: Actor = { name: 'root', role: 'admin' };

/** Somebody who must be in no log and in no file that can be read. */
export const RESIDENT = {
  name: '王秀英 MARKED',
  address: '幸福路 12 号 3-401 MARKED',
  telephone: '+86 10 5555 0199',
};
export const HOME = {
  reference: 'MARKED-4711',
  community: '阳光社区',
  subdistrict: '朝阳街道',
  resident: RESIDENT,
};

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  [field: string]: unknown;
}

export interface Opened {
  registry: LevelRegistry;
  lines: LogLine[];
}

export function registryIn(
  data: string,
  options: { clock?: Clock; masterKey?: MasterKeyPlace } = {},
): Opened {
  const lines: LogLine[] = [];
  const note = (level: LogLine['level']) => (fields: object, message: string) =>
    void lines.push({ level, ...fields, message });
  const log = { info: note('info'), warn: note('warn'), error: note('error') };
  const { clock = new MovingClock(), masterKey } = options;
  const former = formerKeys(join(data, 'keys.json'));
  const registry = new LevelRegistry({ data, masterKey, clock, log, former });
  return { registry, lines };
}

/** Started; stopped at the end of the test. */
export async function openedIn(
  data: string,
  options: Parameters<typeof registryIn>[1] = {},
): Promise<Opened> {
  const opened = registryIn(data, options);
  await opened.registry.start();
  onTestFinished(() => opened.registry.stop());
  return opened;
}

/** A device on its way to `state`, in the home of `reference`. Returns its key. */
export async function install(
  registry: Registry,
  deviceId: string,
  state: RegisteredDevice['state'] = 'in_service',
  home: Parameters<Registry['putHome']>[1] = HOME,
) {
  await registry.register(LI, { deviceId, group: 'north' });
  const { homeId } = await registry.putHome(LI, home);
  await registry.bind(LI, deviceId, homeId);
  const key = await registry.issueKey(LI, deviceId);
  for (const step of ['provisioned', 'tested', 'in_service'] as const) {
    if (registry.device(deviceId)?.state === state) break;
    await registry.change(LI, deviceId, { state: step });
  }
  return { key, homeId };
}

/** Every byte of every file under `folder`, with its path. */
export async function bytesUnder(folder: string): Promise<[path: string, bytes: Buffer][]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }): Promise<[string, Buffer]> => {
      const path = join(parentPath, name);
      return [path, await readFile(path)];
    }),
  );
}
