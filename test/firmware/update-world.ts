// A device with slots on a fake HAL, its gateway, and an operator who sends it images until it tells how they end.
import { createHash } from 'node:crypto';
import { HostSlots } from '#firmware/host/slots.ts';
import { imageIdOf } from '#protocol/device/update.ts';
import {
  UPDATE_CHUNK_BYTES,
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_TRIAL,
  UPDATE_WANTED,
  UPDATE_WHOLE,
  type UpdateOffer,
  type UpdateStatus,
  type UpdateStep,
} from '#protocol/messages.ts';
import { updateMac } from '#protocol/seal.ts';
import { FakeFlash, PowerCut } from '#test/support/fake-hal.ts';
import { type Bench, Board, DEVICE_ID, KEY } from './scripted-gateway.ts';

/** Pages of each slot, and the size of one: small, so that a power cut can be tried everywhere. */
export const PAGES = 5;
export const PAGE_BYTES = 1024;

const BOOT_RESTART = 2;
/** The device answers within this, in ms. */
const ANSWER_MS = 20;
/** The loader's pause after a firmware that threw. */
const PAUSE_MS = 10_000;

/** When the power of a slot fails: in which write or erasure, counted from 1, and after which part of its bytes. */
export interface Cut {
  operation: number;
  part: number;
}

/** Counts what is written and erased over all boots, and fails where it is told to. */
class CutFlash extends FakeFlash {
  static operations = 0;
  cut: Cut | null = null;
  isCut = false;

  override write(at: number, bytes: Uint8Array): void {
    this.#operate(bytes.length, () => super.write(at, bytes));
  }

  override erase(page: number): void {
    this.#operate(this.pageBytes, () => super.erase(page));
  }

  next(): CutFlash {
    const flash = new CutFlash(this.pages, this.pageBytes);
    flash.bytes.set(this.bytes);
    flash.cut = this.isCut ? null : this.cut;
    return flash;
  }

  #operate(bytes: number, operate: () => void): void {
    CutFlash.operations++;
    if (this.cut?.operation === CutFlash.operations) {
      this.budget = Math.floor(bytes * this.cut.part);
      this.isCut = true;
    }
    operate();
    if (this.isCut) throw new PowerCut();
  }
}

export interface TestImage {
  payload: Uint8Array;
  offer: UpdateOffer;
}

/** Bytes that differ everywhere, and between versions. `text`: what they begin with. */
export function imageOf(
  version: string,
  bytes = 2_500,
  over: Partial<UpdateOffer> = {},
  text = '',
) {
  const payload = new Uint8Array(bytes);
  const seed = createHash('sha256').update(version).digest()[0] as number;
  for (let i = 0; i < bytes; i++) payload[i] = (i * 7 + (i >> 8) * 13 + seed) & 255;
  payload.set(Buffer.from(version));
  payload.set(Buffer.from(text));
  const sha256 = new Uint8Array(createHash('sha256').update(payload).digest());
  const offer = { kind: 'offer', version, bytes, sha256, older: false, board: 'fake' } as const;
  return { payload, offer: { ...offer, ...over } };
}

export function chunkOf({ payload, offer }: TestImage, offset: number): UpdateStep {
  const data = payload.slice(offset, offset + UPDATE_CHUNK_BYTES);
  return { kind: 'chunk', image: imageIdOf(offer.sha256), offset, data };
}

export function finishOf({ offer }: TestImage, key = KEY, deviceId = DEVICE_ID): UpdateStep {
  return {
    kind: 'finish',
    image: imageIdOf(offer.sha256),
    mac: updateMac(key, deviceId, offer),
  };
}

export class UpdateWorld {
  readonly board = new Board();
  slotFlash = new CutFlash(2 * PAGES, PAGE_BYTES);
  slots: HostSlots;
  bench!: Bench;
  boots = 0;
  /** Whether a payload runs. */
  runs = (_payload: Buffer) => true;
  /** Before a device is started. */
  onBoot: (bench: Bench) => void = () => {};

  constructor(first = imageOf('1.0.0')) {
    this.slots = HostSlots.laidOut(first.offer.version, first.payload, this.slotFlash);
  }

  /** Starts it as the loader does; again after each start that fails. */
  boot(cause = BOOT_RESTART): this {
    for (;;) {
      this.boots++;
      this.slotFlash = this.slotFlash.next();
      this.slots = new HostSlots(this.slotFlash);
      const chosen = this.slots.start();
      // Whatever is done after the power was cut is not done.
      if (this.slotFlash.isCut) continue;
      if (!chosen) throw new Error('nothing can be started');
      if (this.runs(this.slots.payload)) break;
    }
    const bench = this.board.boot();
    this.bench = bench;
    bench.hal.slots = this.slots;
    bench.hal.version = this.slots.version;
    bench.hal.isOnTrial = this.slots.isOnTrial;
    bench.hal.cause = cause;
    this.onBoot(bench);
    bench.device.start();
    bench.hal.advance(200);
    return this;
  }

  /** From now on nothing is cut, and then in this operation. */
  cutAt(cut: Cut | null): void {
    CutFlash.operations = 0;
    this.slotFlash.cut = cut;
  }

  get operations(): number {
    return CutFlash.operations;
  }

  /** One step; its status, or undefined when none came. */
  step(step: UpdateStep): UpdateStatus | undefined {
    const { gateway, hal } = this.bench;
    const before = gateway.of('update_status').length;
    gateway.send({ kind: 'update', step });
    hal.advance(ANSWER_MS);
    if (this.slotFlash.isCut) {
      this.boot();
      return undefined;
    }
    const after = gateway.of('update_status').slice(before);
    if (after.length > 1) throw new Error('more than one answer');
    return after[0]?.uplink.event as UpdateStatus | undefined;
  }

  /** Time goes by; a restart that falls due is made. */
  live(milliseconds: number): void {
    this.bench.hal.advance(milliseconds);
    if (this.bench.hal.restarts > 0 || this.slotFlash.isCut) this.boot();
  }

  /** What the gateway does until it is over: the last status. `between`: called before each step. */
  update(image: TestImage, between: () => void = () => {}, steps = 400): UpdateStatus | undefined {
    let status: UpdateStatus | undefined;
    for (let i = 0; i < steps; i++) {
      between();
      const { offer } = image;
      if (status?.state === UPDATE_WANTED && status.next < offer.bytes)
        status = this.step(chunkOf(image, status.next));
      else if (status?.state === UPDATE_WANTED) status = this.step(finishOf(image));
      else status = this.step(offer);
      if ([UPDATE_GOOD, UPDATE_REFUSED, UPDATE_FAILED].includes(status?.state ?? 0)) return status;
      if (status?.state === UPDATE_WHOLE) this.live(PAUSE_MS);
      else if (status?.state === UPDATE_TRIAL || status === undefined) this.live(PAUSE_MS);
      else if (status.state !== UPDATE_WANTED) this.live(30_000);
    }
    return status;
  }
}
