// The script `cbchunk` of a board: loaded for each chunk of an update.
import { chunksIn } from '../service/update-chunk.ts';
import { openPages } from './slots.ts';

provide(chunksIn(() => openPages()));
