// Derived keys in a file of the data folder, only for its user: written whole, synced, before a device hears of one.
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { KEY_BYTES, NONCE_BYTES } from '#protocol/seal.ts';
import type { RotatedKeys } from '../domain/administration/rotation.ts';
import type { KeyStore } from '../domain/ports/keys.ts';
import type { Log } from '../domain/ports/log.ts';
import { fileProblem, NO_SUCH_FILE } from '../ops/files.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const Version = z.int().min(1).max(0xffffffff);
const Key = z.object({ version: Version, secret: hex(KEY_BYTES) });
const Entry = z.object({
  base: z.object({ version: Version, mark: z.string() }),
  current: Key.optional(),
  next: Key.extend({ nonce: hex(NONCE_BYTES) }).optional(),
});
const FORMAT = 'call-button keys 1';
const KeyFileShape = z.object({ format: z.literal(FORMAT), devices: z.record(z.string(), Entry) });

/** In pieces, so that a file of 100,000 devices holds up no press. */
const LINES_AT_ONCE = 1_000;

export class KeyFile implements KeyStore {
  readonly #path: string;
  readonly #log: Log;
  #devices = new Map<string, RotatedKeys>();
  /** The line of each device in the file. */
  readonly #lines = new Map<string, string>();
  #problem: string | undefined;
  #isChanged = false;
  #writing: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  async start(): Promise<void> {
    try {
      const parsed = KeyFileShape.safeParse(JSON.parse(await readFile(this.#path, 'utf8')));
      if (!parsed.success) throw new Error('not a file of keys');
      for (const [deviceId, entry] of Object.entries(parsed.data.devices)) {
        this.#set(deviceId, keysIn(entry));
      }
      this.#isChanged = false;
    } catch (error) {
      const problem = fileProblem(error);
      if (problem === NO_SUCH_FILE) return;
      // What JSON.parse says quotes the text.
      this.#problem = `${this.#path}: ${error instanceof SyntaxError ? 'not JSON' : problem}`;
      this.#log.error({ code: 'KEYS_UNREADABLE', detail: this.#problem }, 'no derived keys');
    }
  }

  async stop(): Promise<void> {
    if (this.#isChanged && this.#problem === undefined) await this.#written().catch(() => {});
    await this.#writing?.catch(() => {});
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  find(deviceId: string): RotatedKeys | undefined {
    return this.#devices.get(deviceId);
  }

  async put(
    entries: readonly (readonly [deviceId: string, rotated: RotatedKeys])[],
  ): Promise<void> {
    if (this.#problem !== undefined) throw new Error(this.#problem);
    if (entries.length === 0) {
      await (this.#waiting ?? this.#writing);
      return;
    }
    const before = entries.map(([deviceId]) => [deviceId, this.#devices.get(deviceId)] as const);
    for (const [deviceId, rotated] of entries) this.#set(deviceId, rotated);
    try {
      await this.#written();
    } catch (error) {
      // No device was told. What is on disk all the same is one key more, which nobody has.
      for (const [deviceId, rotated] of before) this.#set(deviceId, rotated);
      throw new Error(fileProblem(error));
    }
  }

  forget(deviceId: string, rotated: RotatedKeys): void {
    this.#set(deviceId, rotated);
    if (this.#problem !== undefined) return;
    this.#written().catch((error) => {
      // After a restart the old key is good once more, until the new one is used again.
      this.#log.error({ device: deviceId, detail: fileProblem(error) }, 'old key not struck out');
    });
  }

  #set(deviceId: string, rotated: RotatedKeys | undefined): void {
    this.#isChanged = true;
    if (rotated === undefined) {
      this.#devices.delete(deviceId);
      this.#lines.delete(deviceId);
      return;
    }
    this.#devices.set(deviceId, rotated);
    this.#lines.set(deviceId, `${JSON.stringify(deviceId)}: ${JSON.stringify(entryOf(rotated))}`);
  }

  /** Everything as it is now. While one write is under way the next gathers. */
  #written(): Promise<void> {
    if (this.#writing === undefined) {
      this.#writing = this.#write().finally(() => {
        this.#writing = undefined;
      });
      return this.#writing;
    }
    this.#waiting ??= this.#writing
      .catch(() => {})
      .then(() => {
        this.#waiting = undefined;
        return this.#written();
      });
    return this.#waiting;
  }

  async #write(): Promise<void> {
    const lines = [...this.#lines.values()];
    this.#isChanged = false;
    const beside = `${this.#path}.new`;
    try {
      const file = await open(beside, 'w', 0o600);
      try {
        // The mode above counts for a new file only.
        await file.chmod(0o600);
        await file.writeFile(`{"format": "${FORMAT}", "devices": {\n`);
        for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
          const some = lines.slice(from, from + LINES_AT_ONCE).join(',\n');
          await file.writeFile(from === 0 ? some : `,\n${some}`);
        }
        await file.writeFile('\n}}\n');
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, this.#path);
      await syncFolder(dirname(this.#path));
    } catch (error) {
      this.#isChanged = true;
      throw error;
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function keysIn({ base, current, next }: z.infer<typeof Entry>): RotatedKeys {
  const keyOf = ({ version, secret }: z.infer<typeof Key>) => ({
    ...{ version, secret: Buffer.from(secret, 'hex') },
  });
  return {
    base,
    ...(current ? { current: keyOf(current) } : {}),
    ...(next ? { next: { key: keyOf(next), nonce: Buffer.from(next.nonce, 'hex') } } : {}),
  };
}

function entryOf({ base, current, next }: RotatedKeys): z.infer<typeof Entry> {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const keyOf = (key: { version: number; secret: Uint8Array }) => ({
    ...{ version: key.version, secret: text(key.secret) },
  });
  return {
    base,
    ...(current ? { current: keyOf(current) } : {}),
    ...(next ? { next: { ...keyOf(next.key), nonce: text(next.nonce) } } : {}),
  };
}
