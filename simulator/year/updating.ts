// Updates over the air in a simulated year: a gateway that brings images to its device, and how each of them has to end.
import { createHash } from 'node:crypto';
import { HostSlots } from '#firmware/host/slots.ts';
import { imageIdOf } from '#protocol/device/update.ts';
import {
  UPDATE_CHUNK_BYTES,
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_WANTED,
  type UpdateStatus,
  type UpdateStep,
} from '#protocol/messages.ts';
import { type SealKey, updateMac } from '#protocol/seal.ts';
import type { Random } from '../scenario/random.ts';
import type { YearClock } from './clock.ts';
import { TornFlash } from './torn-flash.ts';
import type { Truth } from './truth.ts';

const SECOND = 1_000;
const DAY = 86_400_000;
const CHUNK_EVERY_MS = SECOND;
const ANSWER_WITHIN_MS = 10 * SECOND;
/** A device that can't go on now, or restarts, is asked again so often. */
const AGAIN_AFTER_MS = 60 * SECOND;
const PAGE_BYTES = 4096;
/** Of each slot: its head, and three of payload. */
const PAGES = 4;
const IMAGE_BYTES = 2 * PAGE_BYTES + 700;
/** Bytes that an update erases and writes in all, about: the power can fail at any of them. */
const FLASH_BYTES = (PAGES + 2) * PAGE_BYTES;
/** What stands in an image that throws when it is started. */
const THROWS = 'throws ';
const FIRST = '1.0.0';

/** An update has so long before the year ends. */
const ENDS_WITHIN_MS = 3 * DAY;

type UpdateKind = 'good' | 'throws' | 'cut';

/** How often a year, on average. */
const RATES: Record<UpdateKind, number> = {
  good: 6,
  throws: 2,
  cut: 8,
};

export interface UpdatingDeps {
  clock: YearClock;
  truth: Truth;
  deviceId: string;
  key: SealKey;
  random: Random;
  send: (step: UpdateStep) => void;
  /** The power fails in the middle of a write to a slot. */
  cutPower: () => void;
}

interface Offered {
  version: string;
  payload: Buffer;
  sha256: Buffer;
  throws: boolean;
}

export class Updating {
  readonly flash = new TornFlash(2 * PAGES, PAGE_BYTES);
  readonly slots: HostSlots;
  readonly #deps: UpdatingDeps;
  /** Updates that came to a good end. */
  good = 0;
  /** Updates after which the device had what it had before. */
  left = 0;
  /** How often the power failed while a slot was written. */
  cuts = 0;
  #begun = 0;
  #expected = FIRST;
  #offered: Offered | undefined;
  /** What the device wants next; undefined: it is asked. */
  #wanted: number | undefined;
  #timer: unknown = null;
  #isStarting = false;
  #wasCut = false;

  constructor(deps: UpdatingDeps) {
    this.#deps = deps;
    this.slots = HostSlots.laidOut(FIRST, Buffer.alloc(IMAGE_BYTES, `${FIRST} `), this.flash);
    this.flash.onPowerCut = () => this.#cut();
  }

  /** Begins them by chances of their own: until the first of them a year is as it would be without. */
  plan(until: number, random: Random): void {
    for (const [kind, perYear] of Object.entries(RATES)) {
      const waits = () => (-Math.log(1 - random()) * 365 * DAY) / perYear;
      for (let at = waits(); at < until - ENDS_WITHIN_MS; at += waits()) {
        this.#deps.clock.at(at, () => this.#begin(kind as UpdateKind));
      }
    }
  }

  /** Does nothing while another one is under way. */
  #begin(kind: UpdateKind): void {
    if (this.#offered !== undefined) return;
    this.#begun++;
    const version = `1.0.${this.#begun}`;
    const text = kind === 'throws' ? `${version} ${THROWS}` : `${version} `;
    const payload = Buffer.alloc(IMAGE_BYTES, text);
    const sha256 = createHash('sha256').update(payload).digest();
    this.#offered = { version, payload, sha256, throws: kind === 'throws' };
    this.#wanted = undefined;
    if (kind === 'cut') this.flash.budget = Math.floor(this.#deps.random() * FLASH_BYTES);
    this.#step();
  }

  /** The power stays from now on. */
  calm(): void {
    this.flash.budget = Number.POSITIVE_INFINITY;
  }

  /** What the loader does at a start. `cut`: the power failed in that. */
  start(): 'runs' | 'throws' | 'cut' {
    this.#isStarting = true;
    this.#wasCut = false;
    const chosen = this.slots.start();
    this.#isStarting = false;
    if (this.#wasCut) return 'cut';
    if (chosen === null) this.#deps.truth.tell('no slot can be started');
    return this.slots.payload.includes(THROWS) ? 'throws' : 'runs';
  }

  heard({ image, state, next, detail }: UpdateStatus): void {
    const offered = this.#offered;
    if (offered === undefined || image !== imageIdOf(offered.sha256)) return;
    if (state === UPDATE_GOOD) {
      if (offered.throws) this.#deps.truth.tell('an image that throws is called good');
      this.good++;
      this.#expected = offered.version;
      this.#end();
    } else if (state === UPDATE_FAILED) {
      // One that is good fails too when nothing can be reached in all of its trials.
      this.left++;
      this.#end();
    } else if (state === UPDATE_REFUSED && detail !== 'storage') {
      this.#deps.truth.tell(`an image was refused: ${detail}`);
      this.#end();
    } else {
      this.#wanted = state === UPDATE_WANTED ? next : undefined;
      this.#later(state === UPDATE_WANTED ? CHUNK_EVERY_MS : AGAIN_AFTER_MS);
    }
  }

  /** In the end, when everything had time. */
  settled(): void {
    const { truth } = this.#deps;
    const { version } = this.slots;
    if (this.#offered) truth.tell(`an update to ${this.#offered.version} did not end`);
    if (version !== this.#expected) truth.tell(`${version} runs instead of ${this.#expected}`);
    const most = 2 * this.#begun + this.cuts;
    if (Math.max(...this.flash.erases) > most) truth.tell('a page of a slot was erased too often');
  }

  #step(): void {
    const { deviceId, key, send } = this.#deps;
    const { version, payload, sha256 } = this.#offered as Offered;
    const wanted = this.#wanted;
    const image = imageIdOf(sha256);
    // Without an answer it is asked.
    this.#wanted = undefined;
    if (wanted === undefined) {
      const { length } = payload;
      send({ kind: 'offer', version, bytes: length, sha256, older: false, board: 'year' });
    } else if (wanted < payload.length) {
      const data = payload.subarray(wanted, wanted + UPDATE_CHUNK_BYTES);
      send({ kind: 'chunk', image, offset: wanted, data });
    } else {
      const terms = { version, bytes: payload.length, sha256, older: false };
      send({ kind: 'finish', image, mac: updateMac(key, deviceId, terms) });
    }
    this.#later(wanted === undefined ? AGAIN_AFTER_MS : ANSWER_WITHIN_MS);
  }

  #later(ms: number): void {
    const { clock } = this.#deps;
    clock.cancel(this.#timer);
    this.#timer = clock.after(ms, () => this.#step());
  }

  #end(): void {
    this.#offered = undefined;
    this.#deps.clock.cancel(this.#timer);
    this.#timer = null;
    this.calm();
  }

  #cut(): void {
    // The write that was cut throws, and what comes after it in the same turn does not reach the flash either.
    if (this.#wasCut) return;
    this.#wasCut = true;
    this.cuts++;
    this.#deps.clock.after(0, () => this.calm());
    if (!this.#isStarting) this.#deps.cutPower();
  }
}
