// `cbslots` in an image: loaded for `slots` and `back` on the console.
import { slotsPart } from '../service/console-slots.ts';
import { openSlots } from './slots.ts';

provide(slotsPart(() => openSlots()));
