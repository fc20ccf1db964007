// The script `cbupdate` of a board: loaded for each step of an update.
import { updatesIn } from '../service/update.ts';
import { openSlots } from './slots.ts';

provide(updatesIn(() => openSlots()));
