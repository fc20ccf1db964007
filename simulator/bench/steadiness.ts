// Says when a figure differs from run to run, and whether the machine by itself did so too.
import type { Look } from './machine.ts';
import { spreadOf } from './statistics.ts';

/** Up to this share of the median runs are taken for alike. */
const STEADY = 0.15;

/** What else may have made a figure differ, in the order in which it is thought of. */
const CAUSES: [string, (look: Look) => number][] = [
  ['fdatasync', ({ fdatasyncMs }) => fdatasyncMs],
  ['the loopback', ({ loopbackMs }) => loopbackMs],
];

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** `figures` of the repetitions, and a look at the machine before each. Null: they are alike, or there is only one. */
export function unsteadiness(figures: readonly number[], looks: readonly Look[]): string | null {
  const spread = spreadOf(figures);
  if (figures.length < 2 || spread <= STEADY) return null;
  const found = CAUSES.flatMap(([name, timeOf]) => {
    const own = spreadOf(looks.map(timeOf));
    return own > STEADY ? [`${name} by itself by ${percent(own)}`] : [];
  });
  const reason = found.length > 0 ? found.join(', ') : 'disk and loopback were steady';
  return `differs by ${percent(spread)} from run to run; ${reason}`;
}
