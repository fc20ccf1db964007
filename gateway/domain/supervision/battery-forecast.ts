// How long a battery lasts if it goes on as it did: least squares over a few readings of one discharge.

/** Readings of one discharge: moment (monotonic milliseconds), percent, moment, percent, … oldest first. */
export type Readings = readonly number[];

export const MAX_READINGS = 16;
/** Readings that follow each other faster tell nothing new. */
const MIN_GAP_MS = 5 * 60_000;
/** A shorter time, or fewer readings, says nothing about days. */
const MIN_SPAN_MS = 30 * 60_000;
const MIN_READINGS = 3;
/** A battery that gains more while it discharges is another battery. */
const OTHER_BATTERY_PERCENT = 5;
const DAY_MS = 24 * 60 * 60_000;

/** The readings with one more, thinned out when they are too many. Returns the same object when it says nothing new. */
export function withReading(readings: Readings, at: number, percent: number): Readings {
  const lastAt = readings.at(-2);
  const lastPercent = readings.at(-1);
  if (lastAt === undefined || lastPercent === undefined) return [at, percent];
  if (percent > lastPercent + OTHER_BATTERY_PERCENT) return [at, percent];
  if (at - lastAt < MIN_GAP_MS) return readings;
  const kept = readings.length < MAX_READINGS * 2 ? readings : everySecond(readings);
  return [...kept, at, percent];
}

/** Days until `percent` is used up, to a hundredth. Undefined when too little is known, or it isn't falling. */
export function daysLeft(readings: Readings, percent: number): number | undefined {
  const count = readings.length / 2;
  if (count < MIN_READINGS) return undefined;
  const first = readings[0] as number;
  if ((readings.at(-2) as number) - first < MIN_SPAN_MS) return undefined;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  for (let index = 0; index < readings.length; index += 2) {
    const x = (readings[index] as number) - first;
    const y = readings[index + 1] as number;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  const slope = (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
  if (!(slope < 0)) return undefined;
  return Math.round((percent / -slope / DAY_MS) * 100) / 100;
}

/** The first stays, so that the span does. */
function everySecond(readings: Readings): number[] {
  return readings.filter((_, index) => index % 4 < 2);
}
