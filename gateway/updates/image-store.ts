// The firmware images that the gateway keeps: one file each in `images` of the data folder, named by its SHA-256.

import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import type { Log } from '../domain/ports/log.ts';
import { codeOf, firstLineOf } from '../domain/reason.ts';
import { makeFolder, removeDurably, writeDurably } from '../system/durable.ts';
import { type Image, type ImageFacts, readImage } from './image-file.ts';

/** Images on disk, at most, beside those that a rollout needs. */
const MAX_UNNEEDED = 10;
const SUFFIX = '.image';
const NAME = /^[0-9a-f]{64}\.image$/;

export interface StoredImage extends ImageFacts {
  /** When it came, UTC milliseconds; 0 when it was there at the start. */
  storedAt: number;
}

export class ImageStore {
  readonly #folder: string;
  readonly #log: Log;
  readonly #now: () => number;
  /** By SHA-256; the one that came last is the last. */
  readonly #facts = new Map<string, StoredImage>();
  /** The payload that was asked for last: every device of a rollout asks for the same. */
  #newest: Image | undefined;

  constructor(data: string, log: Log, now: () => number) {
    this.#folder = join(data, 'images');
    this.#log = log;
    this.#now = now;
  }

  /**
   * Reads what is there. What can't be read is told, and left where it is: no image is worth a gateway that doesn't
   * start.
   */
  async start(): Promise<void> {
    const names = await namesIn(this.#folder).catch((error) => {
      this.#log.error({ code: codeOf(error), error }, 'images not readable: none can be sent');
      return [];
    });
    for (const name of names) {
      try {
        // What a crash left half written.
        if (name.endsWith('.new')) await rm(join(this.#folder, name), { force: true });
        if (!NAME.test(name)) continue;
        const { payload: _payload, ...facts } = await this.#read(name.slice(0, -SUFFIX.length));
        this.#facts.set(facts.sha256, { ...facts, storedAt: 0 });
      } catch (error) {
        this.#log.warn({ code: codeOf(error), file: name, error }, 'image not readable: ignored');
      }
    }
  }

  /** The one that came last first. */
  list(): StoredImage[] {
    return [...this.#facts.values()].reverse();
  }

  has(sha256: string): boolean {
    return this.#facts.has(sha256);
  }

  /** Errors: NO_SUCH_IMAGE. */
  factsOf(sha256: string): StoredImage {
    const facts = this.#facts.get(sha256);
    if (facts === undefined) throw new GatewayError('NO_SUCH_IMAGE', sha256);
    return facts;
  }

  /**
   * Checks the bytes of a file and keeps them: on disk when it resolves. Of those that `isNeeded` denies only the
   * newest are kept. Errors: IMAGE_*.
   */
  async put(file: Uint8Array, isNeeded: (sha256: string) => boolean): Promise<StoredImage> {
    const { payload: _payload, ...facts } = readImage(file);
    const { sha256 } = facts;
    const known = this.#facts.get(sha256);
    if (known !== undefined && isSame(known, facts)) return known;
    // The payload is the same, and what is told of it is not: a rollout under way keeps its version.
    if (known !== undefined && isNeeded(sha256)) throw new GatewayError('IMAGE_EXISTS', sha256);
    try {
      await makeFolder(this.#folder);
      await writeDurably(this.#pathOf(sha256), file);
    } catch (error) {
      throw new GatewayError('IMAGE_NOT_STORED', firstLineOf(error));
    }
    const stored = { ...facts, storedAt: this.#now() };
    this.#facts.delete(sha256);
    this.#facts.set(sha256, stored);
    await this.#removeOld(isNeeded);
    return stored;
  }

  /** Errors: NO_SUCH_IMAGE, IMAGE_DAMAGED, IMAGE_UNREADABLE. */
  async payloadOf(sha256: string): Promise<Uint8Array> {
    this.factsOf(sha256);
    if (this.#newest?.sha256 !== sha256) this.#newest = await this.#read(sha256);
    return this.#newest.payload;
  }

  async #read(sha256: string): Promise<Image> {
    let file: Buffer;
    try {
      file = await readFile(this.#pathOf(sha256));
    } catch (error) {
      throw new GatewayError('IMAGE_UNREADABLE', `${this.#pathOf(sha256)}: ${firstLineOf(error)}`);
    }
    const image = readImage(file);
    if (image.sha256 === sha256) return image;
    throw new GatewayError('IMAGE_DAMAGED', this.#pathOf(sha256));
  }

  async #removeOld(isNeeded: (sha256: string) => boolean): Promise<void> {
    const unneeded = this.list().filter(({ sha256 }) => !isNeeded(sha256));
    for (const { sha256 } of unneeded.slice(MAX_UNNEEDED)) {
      try {
        await removeDurably(this.#pathOf(sha256));
        this.#facts.delete(sha256);
      } catch (error) {
        this.#log.warn({ image: sha256, error }, 'old image not removed');
      }
    }
  }

  #pathOf(sha256: string): string {
    return join(this.#folder, sha256 + SUFFIX);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new GatewayError('IMAGE_UNREADABLE', `${folder}: ${firstLineOf(error)}`);
  }
}

function isSame(known: StoredImage, facts: ImageFacts): boolean {
  const { storedAt: _storedAt, ...former } = known;
  return JSON.stringify(former) === JSON.stringify(facts);
}
