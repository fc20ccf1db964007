// The file of derived keys of gateways before there was a registry: only read, to be taken over.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { KEY_BYTES, NONCE_BYTES } from '#protocol/seal.ts';
import type { RotatedKeys } from '../domain/administration/rotation.ts';
import type { FormerKeys } from '../domain/ports/keys.ts';
import { FILES } from '../messages/files.ts';
import { removeDurably } from '../system/durable.ts';
import { fileProblem } from '../system/files.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const Version = z.int().min(1).max(0xffffffff);
const Key = z.object({ version: Version, secret: hex(KEY_BYTES) });
const Entry = z.object({
  base: z.object({ version: Version, mark: z.string() }),
  current: Key.optional(),
  next: Key.extend({ nonce: hex(NONCE_BYTES) }).optional(),
});
const KeyFileShape = z.object({
  format: z.literal('call-button keys 1'),
  devices: z.record(z.string(), Entry),
});

export function formerKeys(path: string): FormerKeys {
  return {
    read: () => readKeys(path),
    remove: () => removeDurably(path),
  };
}

async function readKeys(path: string): Promise<ReadonlyMap<string, RotatedKeys> | undefined> {
  try {
    const parsed = KeyFileShape.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (!parsed.success) throw new Error('not a file of keys');
    const entries = Object.entries(parsed.data.devices);
    return new Map(entries.map(([deviceId, entry]) => [deviceId, keysIn(entry)]));
  } catch (error) {
    const problem = fileProblem(error);
    if (problem === FILES.missing) return undefined;
    // What JSON.parse says quotes the text.
    throw new Error(`${path}: ${error instanceof SyntaxError ? 'not JSON' : problem.en}`);
  }
}

function keysIn({ base, current, next }: z.infer<typeof Entry>): RotatedKeys {
  const keyOf = ({ version, secret }: z.infer<typeof Key>) => ({
    version,
    secret: Buffer.from(secret, 'hex'),
  });
  return {
    base,
    ...(current ? { current: keyOf(current) } : {}),
    ...(next ? { next: { key: keyOf(next), nonce: Buffer.from(next.nonce, 'hex') } } : {}),
  };
}
