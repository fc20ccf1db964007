// The offer of an update: whether the image is wanted, and where its chunks begin. In a script of its own, because it
// must leave memory to a press.
import {
  UPDATE_CHUNK_BYTES,
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_OFFER,
  UPDATE_REFUSED,
  UPDATE_TRIAL,
  UPDATE_WAITING,
  UPDATE_WANTED,
  UPDATE_WHOLE,
} from '#protocol/messages.ts';
import type { Taking } from '../core/orders.ts';
import type { Instructed, StepService } from '../core/service.ts';
import { headOf, headText, isMarked, isSpent, numberIn, PAGES_AT } from '../core/slot-head.ts';
import type { Hal, Slots } from '../hal.ts';
import { marksIn } from './slot-marks.ts';
import { type Answer, statusOf } from './update-answer.ts';
import { stepFields } from './update-frame.ts';
import { holding } from './update-hold.ts';
import { startOther } from './update-whole.ts';
import { isNewer } from './version.ts';

const SHA256_BYTES = 32;
const MAX_TEXT = 32;
/** What versions and boards are called. */
const NAME = /^[!-~]+$/;

type OfferSlots = Omit<Slots, 'sha256' | 'proved'>;

/** An offer with its hash as a text of bytes. */
interface Offered {
  version: string;
  bytes: number;
  sha256: string;
  older: boolean;
  board: string;
}

/** From the front of the first page that isn't all written: what stands in that may be torn. */
function resumed(slots: OfferSlots, image: number, bytes: number): Taking {
  const marks = slots.read(1 - slots.running, 0, PAGES_AT + 4 * slots.pages);
  let written = 0;
  for (let page = 0; written < bytes; page++) {
    if (!isMarked(marks, PAGES_AT + 4 * page)) break;
    written += slots.pageBytes;
  }
  if (written >= bytes) return { image: image, bytes: bytes, written: bytes, next: bytes };
  const next = Math.floor(written / UPDATE_CHUNK_BYTES) * UPDATE_CHUNK_BYTES;
  return { image: image, bytes: bytes, written: written, next: next };
}

function takeOffer(device: Instructed, slots: OfferSlots, offer: Offered): Answer {
  const refuse = UPDATE_REFUSED;
  const other = 1 - slots.running;
  const sha256 = offer.sha256;
  const runs = marksIn(slots, slots.running);
  if (!runs) return { state: refuse, detail: 'slots' };
  const running = headOf(slots.read(slots.running, 0, PAGES_AT));
  if (running.sha256 === sha256) {
    if (runs.isLeft) return { state: UPDATE_FAILED, detail: 'left' };
    return { state: runs.isGood ? UPDATE_GOOD : UPDATE_TRIAL, detail: '' };
  }
  const marks = marksIn(slots, other);
  const head = marks ? headOf(slots.read(other, 0, PAGES_AT)) : null;
  let isKnown = false;
  if (marks && head && head.sha256 === sha256 && head.bytes === offer.bytes) {
    if (marks.isLeft || isSpent(marks)) {
      // One that was good and was left by order may come again, by order too.
      if (!marks.isGood || !offer.older)
        return { state: UPDATE_FAILED, detail: marks.isGood ? 'left' : 'trials' };
    } else if (marks.isWhole) {
      startOther(device);
      return { state: UPDATE_WHOLE, detail: '' };
    }
    isKnown = !marks.isWhole && head.version === offer.version && head.older === offer.older;
  }
  if (!device.hal.model.startsWith(offer.board)) return { state: refuse, detail: 'board' };
  if (!offer.older && !isNewer(offer.version, running.version))
    return { state: refuse, detail: 'older' };
  if (offer.bytes > (slots.pages - 1) * slots.pageBytes) return { state: refuse, detail: 'size' };
  let held = holding(device);
  // The other slot is what it would go back to.
  if (held === '' && !runs.isGood) held = 'busy';
  if (held !== '') return { state: UPDATE_WAITING, detail: held };
  const orders = device.orders;
  const image = numberIn(sha256, 0);
  if (isKnown && orders.taking && orders.taking.image === image)
    return { state: UPDATE_WANTED, detail: '' };
  // From here on there is nothing in the slot, or one image and no other, whenever the power fails.
  delete orders.taking;
  if (!isKnown) {
    const begun = {
      serial: running.serial + 1,
      bytes: offer.bytes,
      sha256: sha256,
      older: offer.older,
      version: offer.version,
    };
    slots.erase(other, 0);
    slots.write(other, 0, headText(begun, slots.crc32));
  }
  orders.taking = resumed(slots, image, offer.bytes);
  return { state: UPDATE_WANTED, detail: '' };
}

/** The offer in a frame; null when it is damaged or out of range. */
export function offerIn(frame: Uint8Array): Offered | null {
  const fields = stepFields(frame, UPDATE_OFFER);
  if (!fields) return null;
  const offer = {
    version: (fields[1] as string) || '',
    bytes: (fields[2] as number) || 0,
    sha256: (fields[3] as string) || '',
    older: !!fields[4],
    board: (fields[5] as string) || '',
  };
  if (offer.bytes === 0 || offer.sha256.length !== SHA256_BYTES) return null;
  if (!NAME.test(offer.version) || !NAME.test(offer.board)) return null;
  return offer.version.length > MAX_TEXT || offer.board.length > MAX_TEXT ? null : offer;
}

/** `slotsOf`: of the device; null where it has none, or doesn't run from one. */
export function offersIn(slotsOf: (hal: Hal) => OfferSlots | null): StepService {
  return {
    instruct: (device, frame) => {
      const offer = offerIn(frame);
      if (!offer) return null;
      let slots: OfferSlots | null = null;
      let answer = { state: UPDATE_REFUSED, detail: 'slots' };
      try {
        slots = slotsOf(device.hal);
        if (slots) answer = takeOffer(device, slots, offer);
      } catch {
        // Flash that takes no writes, or a slot that isn't where it should be.
        delete device.orders.taking;
        answer = { state: UPDATE_REFUSED, detail: 'storage' };
      }
      return statusOf(device, slots ? slots.running : -1, numberIn(offer.sha256, 0), answer);
    },
  };
}
