// One Li-ion cell: what is left in it, and when it is low or critical. Pure.

export const BATTERY_NORMAL = 1;
export const BATTERY_LOW = 2;
export const BATTERY_CRITICAL = 3;

/** Percent at and below which a battery is low or critical, and from which a low one is well again. */
export const LOW_PERCENT = 20;
export const WELL_PERCENT = 30;
export const CRITICAL_PERCENT = 5;

/** What is left of a cell with so many mV under load, in percent: 0 to 100. */
export function percentOf(millivolts: number): number {
  // mV of a cell (18650, LiCoO2 or NMC) that gives some 100 mA at room temperature, at 0, 10, 20 … 100 percent.
  // Typical; one that is old or cold shows less.
  const table = [3200, 3500, 3580, 3640, 3690, 3740, 3800, 3870, 3950, 4040, 4150];
  for (let step = 1; step <= 10; step++) {
    const from = table[step - 1] as number;
    const to = table[step] as number;
    if (millivolts < from) return 0;
    if (millivolts < to) return Math.floor((step - 1 + (millivolts - from) / (to - from)) * 10);
  }
  return 100;
}

/** The other way round, for a HAL that pretends: the lowest mV that count as so many percent. */
export function millivoltsOf(percent: number): number {
  let millivolts = 3200;
  while (percentOf(millivolts) < percent) millivolts++;
  return millivolts;
}

/**
 * The level that follows `before`. On mains a battery is at worst low, and only when it doesn't charge. Critical ends
 * with mains alone: a cell rests when the radio does, and looks better than it is.
 */
export function nextLevel(
  before: number,
  percent: number,
  onMains: boolean,
  charges: boolean,
): number {
  if (!onMains && (percent <= CRITICAL_PERCENT || before === BATTERY_CRITICAL)) {
    return BATTERY_CRITICAL;
  }
  if (percent >= WELL_PERCENT) return BATTERY_NORMAL;
  if (before !== BATTERY_NORMAL) return BATTERY_LOW;
  return percent <= LOW_PERCENT && !(onMains && charges) ? BATTERY_LOW : BATTERY_NORMAL;
}
