// Chunks of an update, apart from its other steps: there are hundreds, and each must leave memory to a press.
import {
  UPDATE_CHUNK,
  UPDATE_CHUNK_BYTES,
  UPDATE_REFUSED,
  UPDATE_WAITING,
  UPDATE_WANTED,
} from '#protocol/messages.ts';
import type { Taking } from '../core/orders.ts';
import type { StepService } from '../core/service.ts';
import { MARK, PAGES_AT } from '../core/slot-head.ts';
import type { Hal, Slots } from '../hal.ts';
import { statusOf } from './update-answer.ts';
import { stepFields } from './update-frame.ts';
import { holding } from './update-hold.ts';

type ChunkSlots = Pick<Slots, 'running' | 'pageBytes' | 'read' | 'write' | 'erase'>;

/**
 * Takes the chunk that is wanted next, and no other. At most one page is erased: a chunk is shorter than a page. Throws
 * when flash doesn't take it.
 */
function takeChunk(slots: ChunkSlots, taking: Taking, offset: number, data: string): void {
  const slot = 1 - slots.running;
  const page = slots.pageBytes;
  const end = offset + data.length;
  if (offset !== taking.next || end > taking.bytes) return;
  if (data.length < UPDATE_CHUNK_BYTES && end < taking.bytes) return;
  while (taking.written < end) {
    const from = taking.written;
    const number = Math.floor(from / page);
    if (from % page === 0) slots.erase(slot, number + 1);
    const border = (number + 1) * page;
    const to = border < end ? border : end;
    // No copy of what is written whole.
    const isAll = from === offset && to === end;
    const part = isAll ? data : data.substring(from - offset, to - offset);
    // It may stand there already: memory that ran out leaves it unnoted.
    if (slots.read(slot, page + from, part.length) !== part) slots.write(slot, page + from, part);
    if (slots.read(slot, page + from, part.length) !== part) throw new Error('flash');
    if (to === border || to === taking.bytes) slots.write(slot, PAGES_AT + 4 * number, MARK);
    taking.written = to;
  }
  taking.next = end;
}

/** `slotsOf`: as for `offersIn`. */
export function chunksIn(slotsOf: (hal: Hal) => ChunkSlots | null): StepService {
  return {
    instruct: (device, frame) => {
      const fields = stepFields(frame, UPDATE_CHUNK);
      if (!fields) return null;
      const image = (fields[1] as number) || 0;
      const offset = (fields[2] as number) || 0;
      const data = (fields[3] as string) || '';
      if (data === '' || data.length > UPDATE_CHUNK_BYTES) return null;
      if (offset % UPDATE_CHUNK_BYTES !== 0) return null;
      const orders = device.orders;
      const taking = orders.taking;
      let slots: ChunkSlots | null = null;
      let answer = { state: UPDATE_REFUSED, detail: 'slots' };
      try {
        slots = slotsOf(device.hal);
        if (slots) {
          const held = taking && taking.image === image ? holding(device) : 'busy';
          answer = { state: held === '' ? UPDATE_WANTED : UPDATE_WAITING, detail: held };
          if (held === '') takeChunk(slots, taking as Taking, offset, data);
        }
      } catch {
        // Flash that takes no writes, or a slot that isn't where it should be.
        delete orders.taking;
        answer = { state: UPDATE_REFUSED, detail: 'storage' };
      }
      return statusOf(device, slots ? slots.running : -1, image, answer);
    },
  };
}
