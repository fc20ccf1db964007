// Chunks of an update, apart from its other steps: there are hundreds, and each must leave memory to a press.
import { UPDATE_CHUNK_BYTES, UPDATE_REFUSED, UPDATE_WAITING } from '#protocol/messages.ts';
import type { Taking } from '../core/orders.ts';
import type { StepService } from '../core/service.ts';
import { MARK, PAGES_AT } from '../core/slot-head.ts';
import type { Hal, Slots } from '../hal.ts';
import { answerStep, WANTED } from './update-answer.ts';
import { holding } from './update-hold.ts';

/** A chunk with its data as a text of bytes. */
export interface ChunkText {
  image: number;
  offset: number;
  data: string;
}

/**
 * Takes the chunk that is wanted next, and no other. At most one page is erased: a chunk is shorter than a page. Throws
 * when flash doesn't take it.
 */
export function takeChunk(slots: Slots, taking: Taking, chunk: ChunkText): void {
  const slot = 1 - slots.running;
  const page = slots.pageBytes;
  const data = chunk.data;
  const end = chunk.offset + data.length;
  if (chunk.offset !== taking.next || end > taking.bytes) return;
  if (data.length < UPDATE_CHUNK_BYTES && end < taking.bytes) return;
  while (taking.written < end) {
    const from = taking.written;
    const number = Math.floor(from / page);
    if (from % page === 0) slots.erase(slot, number + 1);
    const border = (number + 1) * page;
    const to = border < end ? border : end;
    const part = data.substring(from - chunk.offset, to - chunk.offset);
    // It may stand there already: memory that ran out leaves it unnoted.
    if (slots.read(slot, page + from, part.length) !== part) slots.write(slot, page + from, part);
    if (slots.read(slot, page + from, part.length) !== part) throw new Error('flash');
    if (to === border || to === taking.bytes) slots.write(slot, PAGES_AT + 4 * number, MARK);
    taking.written = to;
  }
  taking.next = end;
}

/**
 * The chunk in a frame that begins with one; null when it is damaged or out of range. In one function: the reader of all
 * other messages would be a class more in memory.
 */
export function chunkIn(frame: Uint8Array): ChunkText | null {
  const chunk: ChunkText = { image: 0, offset: 0, data: '' };
  let at = 0;
  // The update (98) and the chunk (74) are messages in which the walk goes on; what follows are the fields of the chunk.
  while (at < frame.length) {
    const tag = frame[at] as number;
    let value = 0;
    let scale = 1;
    do {
      at++;
      if (at >= frame.length || scale > 268435456) return null;
      value += ((frame[at] as number) & 127) * scale;
      scale *= 128;
    } while ((frame[at] as number) > 127);
    at++;
    if (tag === 98 || tag === 74) {
      if (at + value !== frame.length) return null;
    } else if (tag === 8) chunk.image = value;
    else if (tag === 16) chunk.offset = value;
    else if (tag === 26) {
      if (value > UPDATE_CHUNK_BYTES || at + value > frame.length) return null;
      let data = '';
      for (let i = 0; i < value; i++) data += String.fromCharCode(frame[at + i] as number);
      chunk.data = data;
      at += value;
    } else return null;
  }
  return chunk.data === '' || chunk.offset % UPDATE_CHUNK_BYTES !== 0 ? null : chunk;
}

/** `slotsOf`: as for `updatesIn`. */
export function chunksIn(slotsOf: (hal: Hal) => Slots | null): StepService {
  return {
    instruct: (device, frame) => {
      const chunk = chunkIn(frame);
      if (!chunk) return;
      const orders = device.orders;
      const taking = orders.taking;
      let slots: Slots | null = null;
      let answer = { state: UPDATE_REFUSED, detail: 'slots' };
      try {
        slots = slotsOf(device.hal);
        if (slots && (!taking || taking.image !== chunk.image)) {
          answer = { state: UPDATE_WAITING, detail: 'busy' };
        } else if (slots && taking) {
          const held = holding(device);
          if (held === '') takeChunk(slots, taking, chunk);
          answer = held === '' ? WANTED : { state: UPDATE_WAITING, detail: held };
        }
      } catch {
        // Flash that takes no writes, or a slot that isn't where it should be.
        delete orders.taking;
        answer = { state: UPDATE_REFUSED, detail: 'storage' };
      }
      answerStep(device, slots, chunk.image, answer);
    },
  };
}
