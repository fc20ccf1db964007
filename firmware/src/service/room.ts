// Whether memory is left, beside this script, for what works on settings and instructions.
import type { Hal } from '../hal.ts';

/** Free variables: an instruction takes up to 270 while it is carried out. */
const ROOM = 300;

/** Who finds none leaves it undone: the gateway repeats its instructions. */
export function hasRoom(hal: Hal): boolean {
  const free = hal.health().freeVariables;
  return free === 0 || free >= ROOM;
}
