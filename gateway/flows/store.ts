// The folder of the flows: made at the first start, with a secret of its own and a flow that works; judged at every start.

import { createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf } from '../domain/reason.ts';
import {
  isThere,
  makeFolder,
  removeDurably,
  renameDurably,
  syncFile,
  syncNames,
  writeDurably,
} from '../system/durable.ts';
import { BESIDE, CREDENTIALS_FILE, type DeployedFile, FLOWS_FILE } from '../system/flow-files.ts';

export type FlowLanguage = 'en-US' | 'zh-CN';

const DEFAULT_FLOWS: Record<FlowLanguage, string> = {
  'en-US': './nodes/examples/English/red route.json',
  'zh-CN': './nodes/examples/中文/红键路由.json',
};

const KEY = 'flows.key';
/** What Node-RED would replace by something older, or by nothing, is kept under its name with this behind it. */
const DAMAGED = '.damaged';

export interface PreparedFlows {
  folder: string;
  /** With which Node-RED encrypts credentials in flows. Empty when it is lost, and something is encrypted with it. */
  credentialSecret: string;
  /** The file that can't be used: the flows must not take calls with what is left. Undefined: all can. */
  damaged: string | undefined;
}

/** `data` is the gateway's folder. */
export async function prepareFolder(data: string, language: FlowLanguage): Promise<PreparedFlows> {
  const folder = join(data, 'flows');
  await makeFolder(folder);
  const example = fileURLToPath(new URL(DEFAULT_FLOWS[language], import.meta.url));
  const flows = join(folder, FLOWS_FILE);
  const areFlowsDamaged = await setAsideUnlessGood(flows, (value) => Array.isArray(value));
  // What somebody has drawn stays.
  if (!areFlowsDamaged && (await isMissing(flows))) {
    await writeDurably(flows, await readFile(example), { mode: 0o644 });
  }
  // Who was logged in before logs in again: users and their rights may be others.
  await rm(join(folder, '.sessions.json'), { force: true });
  const { credentialSecret, damaged } = await judgeCredentials(data, folder);
  return {
    folder,
    credentialSecret,
    damaged: damaged ?? (areFlowsDamaged ? FLOWS_FILE : undefined),
  };
}

/**
 * Node-RED would take an older copy for a file that is empty or no JSON, and write it there. Returns true until a good
 * one is in its place: put back, or deployed.
 */
async function setAsideUnlessGood(
  path: string,
  isGood: (value: object) => boolean,
): Promise<boolean> {
  const text = await readUnlessMissing(path);
  const value = text === undefined ? undefined : jsonOf(text);
  if (text !== undefined && (value === undefined || !isGood(value))) {
    await renameDurably(path, path + DAMAGED);
    return true;
  }
  if (!(await isThere(path + DAMAGED))) return false;
  if (text === undefined) return true;
  await removeDurably(path + DAMAGED);
  return false;
}

/**
 * Without the credentials that somebody typed in, calls would go out as those of a stranger, and with older ones too:
 * Node-RED takes an empty file for none, or for its last copy, and says nothing.
 */
async function judgeCredentials(
  data: string,
  folder: string,
): Promise<Pick<PreparedFlows, 'credentialSecret' | 'damaged'>> {
  const key = join(data, KEY);
  const path = join(folder, CREDENTIALS_FILE);
  const text = await readUnlessMissing(path);
  const kept = (await readUnlessMissing(key)) ?? '';
  const isEncrypted = text !== undefined && jsonOf(text) !== undefined && !isEmptyObject(text);
  if (kept.trim() === '' && isEncrypted) return { credentialSecret: '', damaged: KEY };
  const credentialSecret = kept.trim() === '' ? await makeSecret(key) : kept;
  const canRead = text !== undefined && jsonOf(text) !== undefined;
  // Node-RED itself says in the editor that it has not the key of these, and asks for them again.
  if (canRead && !canDecrypt(text, credentialSecret)) {
    return { credentialSecret, damaged: CREDENTIALS_FILE };
  }
  const isDamaged = await setAsideUnlessGood(path, () => true);
  return { credentialSecret, damaged: isDamaged ? CREDENTIALS_FILE : undefined };
}

/** Made once: without it nobody can read the credentials that were encrypted with it. */
async function makeSecret(file: string): Promise<string> {
  const secret = randomBytes(32).toString('base64');
  await writeDurably(file, secret);
  return secret;
}

/** As Node-RED encrypts them: `{"$": the vector in hex and then AES-256-CTR in base64}`, under the hash of the secret. */
function canDecrypt(text: string, secret: string): boolean {
  const credentials = jsonOf(text) as { $?: unknown };
  if (typeof credentials.$ !== 'string') return true;
  try {
    const key = createHash('sha256').update(secret).digest();
    const vector = Buffer.from(credentials.$.slice(0, 32), 'hex');
    const decipher = createDecipheriv('aes-256-ctr', key, vector);
    const sealed = Buffer.from(credentials.$.slice(32), 'base64');
    const opened = Buffer.concat([decipher.update(sealed), decipher.final()]);
    return jsonOf(opened.toString('utf8')) !== undefined;
  } catch {
    return false;
  }
}

/** Puts in its place what the flows' process has written beside it. On disk when it resolves. */
export async function keepDeployed(folder: string, file: DeployedFile): Promise<void> {
  const path = join(folder, file);
  await syncFile(path + BESIDE);
  await renameDurably(path + BESIDE, path);
}

/** Syncs the settings of the editor and its library: the process of the flows may not sync by itself. */
export async function syncBeside(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) await syncFile(path).catch(unlessMissing);
    else if (entry.isDirectory() && entry.name !== 'node_modules') await syncBeside(path);
  }
  await syncNames(folder);
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function readUnlessMissing(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(unlessMissing);
}

/** An object or a list; undefined for all else. */
function jsonOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEmptyObject(text: string): boolean {
  return Object.keys(jsonOf(text) ?? {}).length === 0;
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
