// The script `cbfinish` of a board: loaded for the last step of an update.
import { finishesIn } from '../service/update-finish.ts';
import { openSlots } from './slots.ts';

provide(finishesIn(() => openSlots()));
