// The script `cbchunk` of a board: loaded for each chunk of an update.
import { chunksIn } from '../service/update-chunk.ts';
import { openSlots } from './slots.ts';

provide(chunksIn(() => openSlots()));
