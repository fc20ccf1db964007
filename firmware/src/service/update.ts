// The steps of an update: an image goes into the slot that doesn't run, chunk by chunk, and is marked whole only when
// all of it was proved. Every step is answered with one status.
import { hmacSha256, sameMac } from '#protocol/device/envelope.ts';
import { decodeUpdate, imageIdOf, updateBytes } from '#protocol/device/update.ts';
import { textOf } from '#protocol/device/wire.ts';
import {
  UPDATE_CHUNK_BYTES,
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_TRIAL,
  UPDATE_WAITING,
  UPDATE_WHOLE,
  type UpdateFinish,
  type UpdateOffer,
} from '#protocol/messages.ts';
import type { Taking } from '../core/orders.ts';
import type { Instructed, UpdateService } from '../core/service.ts';
import {
  GOOD_AT,
  type Head,
  headOf,
  headText,
  isMarked,
  isSpent,
  isStartable,
  LEFT_AT,
  MARK,
  type Marks,
  numberIn,
  PAGES_AT,
  WHOLE_AT,
} from '../core/slot-head.ts';
import type { Hal, Slots } from '../hal.ts';
import { marksIn } from './slot-marks.ts';
import { type Answer, answerStep, WANTED } from './update-answer.ts';
import { takeChunk } from './update-chunk.ts';
import { holding } from './update-hold.ts';
import { isNewer } from './version.ts';

/** A slot with what stands in its head. */
interface Slot {
  marks: Marks | null;
  /** Null where `marks` is. */
  head: Head | null;
}

function slotOf(slots: Slots, slot: number): Slot {
  const marks = marksIn(slots, slot);
  return { marks: marks, head: marks ? headOf(slots.read(slot, 0, PAGES_AT)) : null };
}

function refused(detail: string): Answer {
  return { state: UPDATE_REFUSED, detail: detail };
}

function waiting(detail: string): Answer {
  return { state: UPDATE_WAITING, detail: detail };
}

/** From the front of the first page that isn't all written: what stands in that may be torn. */
function resumed(slots: Slots, image: number, bytes: number): Taking {
  const marks = slots.read(1 - slots.running, 0, PAGES_AT + 4 * slots.pages);
  let written = 0;
  for (let page = 0; written < bytes; page++) {
    if (!isMarked(marks, PAGES_AT + 4 * page)) break;
    written += slots.pageBytes;
  }
  const isAll = written >= bytes;
  const next = Math.floor(written / UPDATE_CHUNK_BYTES) * UPDATE_CHUNK_BYTES;
  return {
    image: image,
    bytes: bytes,
    written: isAll ? bytes : written,
    next: isAll ? bytes : next,
  };
}

function takeOffer(device: Instructed, slots: Slots, offer: UpdateOffer): Answer {
  const sha256 = textOf(offer.sha256);
  const running = slotOf(slots, slots.running);
  const other = slotOf(slots, 1 - slots.running);
  if (!running.head || !running.marks) return refused('slots');
  if (running.head.sha256 === sha256 && running.marks.isLeft)
    return { state: UPDATE_FAILED, detail: 'left' };
  if (running.head.sha256 === sha256)
    return { state: running.marks.isGood ? UPDATE_GOOD : UPDATE_TRIAL, detail: '' };
  const head = other.head;
  const marks = other.marks;
  const isWhole = marks ? marks.isWhole : false;
  const isSame = head !== null && head.sha256 === sha256 && head.bytes === offer.bytes;
  if (isSame && marks && (marks.isLeft || isSpent(marks))) {
    // One that was good and was left by order may come again, by order too.
    if (!marks.isGood || !offer.older)
      return { state: UPDATE_FAILED, detail: marks.isGood ? 'left' : 'trials' };
  } else if (isSame && isWhole) {
    return whole(device);
  }
  if (!device.hal.model.startsWith(offer.board)) return refused('board');
  if (!offer.older && !isNewer(offer.version, running.head.version)) return refused('older');
  if (offer.bytes > (slots.pages - 1) * slots.pageBytes) return refused('size');
  const held = holding(device);
  if (held !== '') return waiting(held);
  // The other slot is what it would go back to.
  if (!running.marks.isGood) return waiting('busy');
  const image = imageIdOf(offer.sha256);
  const isKnown =
    isSame &&
    head !== null &&
    !isWhole &&
    head.version === offer.version &&
    head.older === offer.older;
  const taking = device.orders.taking;
  if (isKnown && taking && taking.image === image) return WANTED;
  // From here on there is nothing in the slot, or one image and no other, whenever the power fails.
  delete device.orders.taking;
  if (!isKnown) begin(slots, offer, sha256, running.head.serial + 1);
  device.orders.taking = resumed(slots, image, offer.bytes);
  return WANTED;
}

function begin(slots: Slots, offer: UpdateOffer, sha256: string, serial: number): void {
  const slot = 1 - slots.running;
  const head: Head = {
    serial: serial,
    bytes: offer.bytes,
    sha256: sha256,
    older: offer.older,
    version: offer.version,
  };
  slots.erase(slot, 0);
  slots.write(
    slot,
    0,
    headText(head, (text) => slots.crc32(text)),
  );
}

/** It restarts soon: no press waits, and no call shows. */
function whole(device: Instructed): Answer {
  const orders = device.orders;
  if (!orders.alarm.isSet && holding(device) === '') {
    // What the restart waits for is looked at anew then.
    orders.taking = { image: 0, bytes: 0, written: 0, next: 0 };
    orders.planRestart(null);
  }
  return { state: UPDATE_WHOLE, detail: '' };
}

function takeFinish(device: Instructed, slots: Slots, finish: UpdateFinish): Answer {
  const slot = 1 - slots.running;
  const head = slotOf(slots, slot).head;
  if (!head) return waiting('busy');
  const digest = slots.sha256(slot, head.bytes);
  if (digest !== head.sha256) {
    slots.erase(slot, 0);
    delete device.orders.taking;
    return refused('hash');
  }
  const session = device.link.session;
  const sha256 = new Uint8Array(digest.length);
  for (let i = 0; i < sha256.length; i++) sha256[i] = digest.charCodeAt(i);
  const covered = updateBytes(session.keyVersion, session.deviceId, {
    version: head.version,
    bytes: head.bytes,
    sha256: sha256,
    older: head.older,
  });
  const mac = hmacSha256(device.hal.sha256, session.key, covered);
  if (!sameMac(finish.mac, mac)) return refused('mac');
  slots.write(slot, WHOLE_AT, MARK);
  return whole(device);
}

/** Leaves the image that runs, or was to run after the next restart. */
function goBack(device: Instructed, slots: Slots, image: number): Answer {
  const running = slotOf(slots, slots.running);
  const other = slotOf(slots, 1 - slots.running);
  const left = { state: UPDATE_FAILED, detail: 'left' };
  if (!running.head || numberIn(running.head.sha256, 0) !== image) {
    const marks = other.marks;
    if (!marks || !other.head || numberIn(other.head.sha256, 0) !== image) return refused('slots');
    if (marks.isLeft) return left;
    // What it may have to go back to itself stays.
    if (marks.isGood) return refused('slots');
    const busy = holding(device);
    if (busy === 'press' || busy === 'call' || busy === 'test') return waiting(busy);
    // It isn't all there, or waits for the restart into it: now there is nothing to start.
    delete device.orders.taking;
    slots.erase(1 - slots.running, 0);
    return left;
  }
  if (!isStartable(other.marks) || !(other.marks as Marks).isGood) return refused('slots');
  const held = holding(device);
  // The battery and the power are no reason to stay with what an operator wants to leave.
  if (held === 'press' || held === 'call' || held === 'test') return waiting(held);
  if (!(running.marks as Marks).isLeft) slots.write(slots.running, LEFT_AT, MARK);
  whole(device);
  return left;
}

/** `slotsOf`: of the device; null where it has none, or doesn't run from one. */
export function updatesIn(slotsOf: (hal: Hal) => Slots | null): UpdateService {
  return {
    instruct: (device, frame) => {
      const update = decodeUpdate(frame);
      const step = update ? update.step : null;
      if (!step || step.kind === 'unknown') return;
      const image = step.kind === 'offer' ? imageIdOf(step.sha256) : step.image;
      const orders = device.orders;
      let slots: Slots | null = null;
      let answer = refused('slots');
      try {
        slots = slotsOf(device.hal);
        if (slots) {
          const taking = orders.taking;
          if (step.kind === 'offer') answer = takeOffer(device, slots, step);
          else if (step.kind === 'back') answer = goBack(device, slots, step.image);
          else if (!taking || taking.image !== step.image) answer = waiting('busy');
          else {
            const held = holding(device);
            if (held === '' && step.kind === 'chunk') {
              const data = textOf(step.data);
              takeChunk(slots, taking, { image: image, offset: step.offset, data: data });
            }
            answer = held === '' ? WANTED : waiting(held);
            if (held === '' && step.kind === 'finish' && taking.written >= taking.bytes)
              answer = takeFinish(device, slots, step);
          }
        }
      } catch {
        // Flash that takes no writes, or a slot that isn't where it should be.
        delete orders.taking;
        answer = refused('storage');
      }
      answerStep(device, slots, image, answer);
    },
    prove: (device) => {
      try {
        const slots = slotsOf(device.hal);
        if (!slots) return;
        const marks = slotOf(slots, slots.running).marks;
        if (marks && !marks.isGood) slots.write(slots.running, GOOD_AT, MARK);
        slots.proved();
        device.hal.isOnTrial = false;
      } catch {
        // The next receipt of a heartbeat tries again; after 15 min the loader does.
      }
    },
  };
}
