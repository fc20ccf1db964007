// A device as protocol/README.md describes its half of an update, over the codec, on a line that may lose, repeat and reorder frames.
import { createHash } from 'node:crypto';
import { encodeUplink } from '#protocol/device/frames.ts';
import { decodeUpdate, imageIdOf } from '#protocol/device/update.ts';
import { decodeUplink, encodeDownlink } from '#protocol/frame.ts';
import {
  UPDATE_CHUNK_BYTES,
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_TRIAL,
  UPDATE_WAITING,
  UPDATE_WANTED,
  UPDATE_WHOLE,
  type Update,
  type UpdateOffer,
  type UpdateStatus,
} from '#protocol/messages.ts';
import { type SealKey, updateMac } from '#protocol/seal.ts';

const SESSION = { bootId: 1, connectNo: 1 };

/** How a device comes through the trial of an image. */
export type Fate = 'good' | 'fails' | 'vanishes';

interface Slot {
  offer: UpdateOffer;
  content: Uint8Array;
  next: number;
  isWhole: boolean;
}

export class ScriptedDevice {
  readonly deviceId: string;
  readonly key: SealKey;
  board = 'ESP32C3';
  fate: Fate = 'good';
  /** It knows no updates, or has no slots. */
  isOld = false;
  hasSlots = true;
  /** While it is set, it answers that it waits. */
  waitsFor: string | undefined;
  running = '0.2.0';
  /** Of the image that runs; undefined: what it was provisioned with. */
  image: number | undefined;
  isGood = true;
  /** Images that were tried here and left. */
  readonly left = new Map<number, string>();
  /** What it says instead of the truth. */
  lies: ((image: number) => Partial<UpdateStatus>) | undefined;
  /** How many bytes of chunks came down, with those that came twice. */
  chunkBytes = 0;
  /** Moments at which chunks came. */
  readonly chunksAt: number[] = [];
  offers = 0;
  /** Called when it restarts: it is away until it is connected again. */
  restarts = () => {};
  #slot: Slot | undefined;

  constructor(deviceId: string) {
    this.deviceId = deviceId;
    this.key = { version: 1, secret: Buffer.alloc(32, deviceId) };
  }

  /** One downlink frame came; returns the frame of its answer, or undefined: there is none. */
  hears(frame: Uint8Array, now: number): Uint8Array | undefined {
    if (this.isOld) return undefined;
    const update = decodeUpdate(frame);
    if (update === null) throw new Error('a frame that no device can read');
    const truth = this.#answer(update, now);
    if (truth === undefined) return undefined;
    const status = { ...truth, ...this.lies?.(truth.image) };
    const uplink = { ageMs: 0, ageIsLowerBound: false, test: false, identity: null, event: status };
    return Uint8Array.from(encodeUplink(uplink));
  }

  /** It was told to start what is in the other slot, or started it, and what came of it. */
  startsOther(): void {
    const slot = this.#slot;
    if (!slot?.isWhole) return;
    const image = imageIdOf(slot.offer.sha256);
    if (this.fate === 'good') {
      this.image = image;
      this.running = slot.offer.version;
      this.isGood = false;
    } else this.left.set(image, 'trials');
    this.#slot = undefined;
  }

  #answer({ step }: Update, now: number): UpdateStatus | undefined {
    switch (step.kind) {
      case 'offer':
        this.offers++;
        return this.#offered(step);
      case 'chunk':
        this.chunksAt.push(now);
        this.chunkBytes += step.data.length;
        return this.#chunk(step.image, step.offset, step.data);
      case 'finish':
        return this.#finish(step.image, step.mac);
      case 'back':
        return this.#back(step.image);
      case 'unknown':
        return undefined;
    }
  }

  #offered(offer: UpdateOffer): UpdateStatus {
    const image = imageIdOf(offer.sha256);
    if (image === this.image) return this.#ofRunning(image);
    if (!this.hasSlots) return this.#status(image, UPDATE_REFUSED, 'slots');
    const why = this.left.get(image);
    if (why !== undefined && !offer.older) return this.#status(image, UPDATE_FAILED, why);
    if (!this.board.startsWith(offer.board)) return this.#status(image, UPDATE_REFUSED, 'board');
    if (this.waitsFor !== undefined) return this.#status(image, UPDATE_WAITING, this.waitsFor);
    if (this.#slot === undefined || imageIdOf(this.#slot.offer.sha256) !== image) {
      this.#slot = { offer, content: new Uint8Array(offer.bytes), next: 0, isWhole: false };
    }
    return this.#ofSlot(this.#slot);
  }

  #chunk(image: number, offset: number, data: Uint8Array): UpdateStatus {
    const slot = this.#slotOf(image);
    if (slot === undefined) return this.#status(image, UPDATE_WAITING, 'busy');
    if (this.waitsFor !== undefined) return this.#status(image, UPDATE_WAITING, this.waitsFor);
    if (offset === slot.next && !slot.isWhole) {
      slot.content.set(data, offset);
      slot.next += data.length;
      const isShort = data.length < UPDATE_CHUNK_BYTES;
      if (isShort && slot.next !== slot.offer.bytes) throw new Error('a short chunk in the middle');
    }
    return this.#ofSlot(slot);
  }

  #finish(image: number, mac: Uint8Array): UpdateStatus {
    const slot = this.#slotOf(image);
    if (slot === undefined) return this.#status(image, UPDATE_WAITING, 'busy');
    if (slot.isWhole || slot.next < slot.offer.bytes) return this.#ofSlot(slot);
    const hash = createHash('sha256').update(slot.content).digest();
    if (!hash.equals(slot.offer.sha256)) return this.#status(image, UPDATE_REFUSED, 'hash');
    const good = updateMac(this.key, this.deviceId, slot.offer);
    if (!Buffer.from(mac).equals(good)) return this.#status(image, UPDATE_REFUSED, 'mac');
    slot.isWhole = true;
    this.restarts();
    return this.#ofSlot(slot);
  }

  #back(image: number): UpdateStatus {
    if (image !== this.image) {
      if (this.#slotOf(image)) this.#slot = undefined;
      return this.#status(image, UPDATE_FAILED, 'left');
    }
    this.image = undefined;
    this.running = '0.2.0';
    this.isGood = true;
    this.left.set(image, 'left');
    this.restarts();
    return this.#status(image, UPDATE_FAILED, 'left');
  }

  #slotOf(image: number): Slot | undefined {
    const slot = this.#slot;
    return slot && imageIdOf(slot.offer.sha256) === image ? slot : undefined;
  }

  #ofSlot({ offer, next, isWhole }: Slot): UpdateStatus {
    const image = imageIdOf(offer.sha256);
    return isWhole
      ? this.#status(image, UPDATE_WHOLE)
      : { ...this.#status(image, UPDATE_WANTED), next };
  }

  #ofRunning(image: number): UpdateStatus {
    return this.#status(image, this.isGood ? UPDATE_GOOD : UPDATE_TRIAL);
  }

  #status(image: number, state: number, detail = ''): UpdateStatus {
    const { running } = this;
    return { kind: 'update_status', image, state, next: 0, detail, running, slot: 1 };
  }
}

/** Both codecs in a row: what the gateway writes the device reads, and the other way round. */
export function downFrame(update: Update): Uint8Array {
  return encodeDownlink(update);
}

export function statusIn(frame: Uint8Array): UpdateStatus {
  const decoded = decodeUplink(frame, SESSION);
  if (!decoded.ok || decoded.value.event.kind !== 'update_status') throw new Error('no status');
  return decoded.value.event;
}
