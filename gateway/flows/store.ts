// The folder of the flows: made at the first start, with a secret of its own and a flow that works.

import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf } from '../domain/reason.ts';

export type FlowLanguage = 'en-US' | 'zh-CN';

const DEFAULT_FLOWS: Record<FlowLanguage, string> = {
  'en-US': './nodes/examples/English/red route.json',
  'zh-CN': './nodes/examples/中文/红键路由.json',
};

/** `data` is the gateway's folder. Returns the secret with which Node-RED encrypts credentials in flows. */
export async function prepareFolder(
  data: string,
  language: FlowLanguage,
): Promise<{ folder: string; credentialSecret: string }> {
  const folder = join(data, 'flows');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const example = fileURLToPath(new URL(DEFAULT_FLOWS[language], import.meta.url));
  // COPYFILE_EXCL: what somebody has drawn stays.
  await copyFile(example, join(folder, 'flows.json'), 1).catch(unlessThere);
  // Who was logged in before logs in again: users and their rights may be others.
  await rm(join(folder, '.sessions.json'), { force: true });
  return { folder, credentialSecret: await secretIn(join(data, 'flows.key')) };
}

async function secretIn(file: string): Promise<string> {
  const fresh = randomBytes(32).toString('base64');
  await writeFile(file, fresh, { flag: 'wx', mode: 0o600 }).catch(unlessThere);
  return await readFile(file, 'utf8');
}

/** After a deployment: the child may not sync by itself. */
export async function syncFlows(folder: string): Promise<void> {
  for (const path of [join(folder, 'flows.json'), folder]) {
    const file = await open(path, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

function unlessThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}
