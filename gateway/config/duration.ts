// Times as people write them: a number and its unit. In the program they are milliseconds.
import { z } from 'zod';
import { EXPECTED } from '../messages/expected.ts';
import { expected } from '../system/issues.ts';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
type Unit = keyof typeof UNITS;

const FORM = /^(\d{1,12}(?:\.\d{1,3})?)(ms|s|m|h|d)$/;

export const SECOND = UNITS.s;
export const MINUTE = UNITS.m;
export const HOUR = UNITS.h;
export const DAY = UNITS.d;

/** Milliseconds; undefined when it is no number with a unit. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = FORM.exec(text.trim()) ?? [];
  return unit === undefined ? undefined : Math.round(Number(number) * UNITS[unit as Unit]);
}

/** In the greatest unit that needs no fraction: "90s", "2h". Read by parseDuration it is the same again. */
export function showDuration(milliseconds: number): string {
  const exactUnits = (Object.keys(UNITS) as Unit[]).filter(
    (unit) => milliseconds % UNITS[unit] === 0,
  );
  // A day or two is shown as hours only when it is no whole day; zero has every unit.
  const unit = milliseconds === 0 ? 's' : (exactUnits.at(-1) ?? 'ms');
  return `${milliseconds / UNITS[unit]}${unit}`;
}

/** The schema of a time from `least` to `most`, both milliseconds. */
export function duration(least: number, most: number) {
  const message = expected(EXPECTED.time(showDuration(least), showDuration(most)));
  return z.string(message).transform((text, context) => {
    const milliseconds = parseDuration(text);
    if (milliseconds !== undefined && milliseconds >= least && milliseconds <= most) {
      return milliseconds;
    }
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  });
}
