// Which pin is what, board by board.

export interface Board {
  redKey: number;
  greenKey: number;
  /** -1 where there is none, here and below. */
  redLight: number;
  greenLight: number;
  buzzer: number;
  /** Raw flash for the log: address of its first page, or -1 for the far end of what `getFree` lists. */
  flashAddress: number;
  flashPages: number;
}

/** Keys connect their pin to ground. Flash is the partition that Espruino leaves free, outside its Storage. */
const ESP32: Board = {
  redKey: 32,
  greenKey: 33,
  redLight: 25,
  greenLight: 26,
  buzzer: 27,
  flashAddress: 0x310000,
  flashPages: 16,
};

/** The interpreter on a computer: no light, and keys that only a script can press. */
const LINUX: Board = {
  redKey: 12,
  greenKey: 13,
  redLight: -1,
  greenLight: -1,
  buzzer: -1,
  flashAddress: -1,
  flashPages: 16,
};

export function boardOf(name: string | undefined): Board {
  return name === 'LINUX' ? LINUX : ESP32;
}
