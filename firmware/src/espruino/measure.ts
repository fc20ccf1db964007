// The cell's voltage, through a divider and the board's converter.
import { type Board, NONE } from './board.ts';

/** One reading of the ESP32's converter is off by tens of mV: so many are averaged. */
const READINGS = 8;

/** 0 when the board can't measure it, and at least 1 otherwise. */
export function batteryMv(board: Board): number {
  if (board.battery === NONE) return 0;
  let sum = 0;
  for (let i = 0; i < READINGS; i++) sum += analogRead(board.battery);
  const millivolts = Math.round((sum * board.batteryFullMv) / READINGS);
  // A pin without a converter gives NaN, or less than 0.
  if (!(sum >= 0)) return 0;
  return millivolts > 0 ? millivolts : 1;
}
