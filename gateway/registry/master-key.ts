// The master key: from where the configuration says, or from the data folder, where the first start makes it.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import { EXPECTED } from '../messages/expected.ts';
import { FILES } from '../messages/files.ts';
import { type Sentence, told, verbatim } from '../messages/sentence.ts';
import { writeDurably } from '../system/durable.ts';
import { fileProblem } from '../system/files.ts';
import { unfinishedIn } from '../system/unfinished.ts';

/** Where it is: `env: NAME` or `file: PATH`; undefined: in the data folder. */
export type MasterKeyPlace = { env: string } | { file: string } | undefined;

export function ownMasterKey(data: string): string {
  return join(data, 'master.key');
}

const BYTES = 32;
const HEX = new RegExp(`^[0-9a-f]{${BYTES * 2}}$`, 'i');

/**
 * 32 bytes. `own`: its file in the data folder; undefined is given back when that is where to look and it isn't
 * there. Errors: REGISTRY_LOCKED.
 */
export async function readMasterKey(
  place: MasterKeyPlace,
  own: string,
): Promise<Buffer | undefined> {
  const file = place && 'file' in place ? place.file : own;
  const where = place && 'env' in place ? FILES.inVariable(place.env) : verbatim(file);
  let text: string | undefined;
  try {
    text = place && 'env' in place ? process.env[place.env] : await readFile(file, 'utf8');
  } catch (error) {
    const problem = fileProblem(error);
    if (place === undefined && problem === FILES.missing) return undefined;
    throw new GatewayError('REGISTRY_LOCKED', told`${FILES.masterKey}: ${where}: ${problem}`);
  }
  const value = text?.trim() ?? '';
  if (HEX.test(value)) return Buffer.from(value, 'hex');
  const why = value === '' ? FILES.empty : EXPECTED.hexDigits(BYTES * 2);
  throw new GatewayError('REGISTRY_LOCKED', told`${FILES.masterKey}: ${where}: ${why}`);
}

/** On disk, for its user only, when it resolves. */
export async function makeMasterKey(own: string): Promise<Buffer> {
  const key = randomBytes(BYTES);
  await writeDurably(own, `${key.toString('hex')}\n`);
  return key;
}

/** Why a key does not open the registry: perhaps a command was cut off that was to seal it under this one. */
export async function otherMasterKey(data: string): Promise<Sentence> {
  const unfinished = await unfinishedIn(data);
  return unfinished === undefined ? FILES.otherMasterKey : FILES.unfinished(unfinished.command);
}
