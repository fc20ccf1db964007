// The script `cbupdate` of a board: loaded when an image has proved itself, or is to be left.
import { updatesIn } from '../service/update.ts';
import { openSlots } from './slots.ts';

provide(updatesIn(() => openSlots()));
