// The folder of the flows: made at the first start, with a secret of its own and a flow that works.

import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf } from '../domain/reason.ts';
import { syncFile, syncNames, writeDurably } from '../system/durable.ts';

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
  const flows = join(folder, 'flows.json');
  // What somebody has drawn stays.
  if (await isMissing(flows)) await writeDurably(flows, await readFile(example), { mode: 0o644 });
  // Who was logged in before logs in again: users and their rights may be others.
  await rm(join(folder, '.sessions.json'), { force: true });
  return { folder, credentialSecret: await secretIn(join(data, 'flows.key')) };
}

/** Made once: without it nobody can read the credentials that were encrypted with it. */
async function secretIn(file: string): Promise<string> {
  if (await isMissing(file)) await writeDurably(file, randomBytes(32).toString('base64'));
  return await readFile(file, 'utf8');
}

/** After a deployment: the child may not sync by itself. */
export async function syncFlows(folder: string): Promise<void> {
  await syncFile(join(folder, 'flows.json'));
  await syncNames(folder);
}

/** What can't be looked at may be there: then it isn't made anew. */
async function isMissing(path: string): Promise<boolean> {
  try {
    await access(path);
    return false;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return true;
  }
}
