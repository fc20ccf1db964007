// The timetable of presses: open loads as Poisson arrivals, residents one by one, merged by time into columns.
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import type { PlannedPresses } from '../plan.ts';
import { fitting, type ScenarioHome } from './homes.ts';
import { type Random, randomOf } from './random.ts';
import type { Load, OpenLoad } from './schema.ts';

interface Rows {
  at: number[];
  home: number[];
  key: number[];
}

/** All presses before `duration`, in milliseconds at speed 1, sorted. */
export function pressesOf(
  loads: readonly Load[],
  homes: readonly ScenarioHome[],
  duration: number,
  seed: number,
): PlannedPresses {
  const timetables = loads.map((load, index) => {
    if ('home' in load) return columns(resident(load, duration));
    const random = randomOf(seed, `load ${index}`);
    return columns(arrivals(load, fitting(homes, load), duration, random));
  });
  return timetables.reduce(merged, columns({ at: [], home: [], key: [] }));
}

function arrivals(
  { at: from, for: length, press, red_share: redShare = 0, rate }: OpenLoad,
  homes: readonly number[],
  duration: number,
  random: Random,
): Rows {
  const rows: Rows = { at: [], home: [], key: [] };
  const until = Math.min(duration, from + (length ?? duration));
  const meanGap = 1_000 / rate;
  const gap = () => -Math.log(1 - random()) * meanGap;
  for (let at = from + gap(); at < until; at += gap()) {
    rows.at.push(at);
    rows.home.push(homes[Math.floor(random() * homes.length)] as number);
    const isRed = press === 'red' || (press === 'both' && random() < redShare);
    rows.key.push(isRed ? KEY_RED : KEY_GREEN);
  }
  return rows;
}

function resident(load: Exclude<Load, OpenLoad>, duration: number): Rows {
  const rows: Rows = { at: [], home: [], key: [] };
  for (let nth = 0; nth < load.times; nth++) {
    const at = load.at + nth * load.every;
    if (at >= duration) break;
    rows.at.push(at);
    rows.home.push(load.home - 1);
    rows.key.push(load.press === 'red' ? KEY_RED : KEY_GREEN);
  }
  return rows;
}

function columns({ at, home, key }: Rows): PlannedPresses {
  return { at: Float64Array.from(at), home: Uint32Array.from(home), key: Uint8Array.from(key) };
}

/** Two sorted timetables as one; at the same moment the first goes first. */
function merged(first: PlannedPresses, second: PlannedPresses): PlannedPresses {
  const length = first.at.length + second.at.length;
  const at = new Float64Array(length);
  const home = new Uint32Array(length);
  const key = new Uint8Array(length);
  let left = 0;
  let right = 0;
  for (let row = 0; row < length; row++) {
    const isLeft =
      right === second.at.length ||
      (left < first.at.length && (first.at[left] as number) <= (second.at[right] as number));
    const from = isLeft ? first : second;
    const index = isLeft ? left++ : right++;
    at[row] = from.at[index] as number;
    home[row] = from.home[index] as number;
    key[row] = from.key[index] as number;
  }
  return { at, home, key };
}
