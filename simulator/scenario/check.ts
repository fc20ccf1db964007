// What no single value can tell: times that fit the run, homes and groups that exist, entries that agree with each other.
import { fitting, homesOf, type ScenarioHome } from './homes.ts';
import type { Parts } from './parts.ts';
import type { Path, Problem } from './problems.ts';
import { type Fault, type Load, MAX_HOMES, type Which } from './schema.ts';
import { endOf, spansOf } from './times.ts';

const MAX_PRESSES = 20_000_000;
const MAX_REPETITIONS = 10_000;

/** What is wrong between the values that could be understood; values that could not are left out. */
export function disagreements(parts: Parts): Problem[] {
  const homes = knownHomes(parts);
  return [
    ...homesProblems(parts),
    ...parts.load.flatMap((load, index) =>
      load === undefined
        ? []
        : [
            ...timeProblems(load, ['load', index], parts.duration),
            ...loadProblems(load, ['load', index], homes),
          ],
    ),
    ...tooManyPresses(parts),
    ...parts.faults.flatMap((fault, index) =>
      fault === undefined
        ? []
        : [
            ...timeProblems(fault, ['faults', index], parts.duration),
            ...repetitionProblems(fault, ['faults', index], parts.duration),
            ...whichProblems(fault, ['faults', index], homes),
          ],
    ),
    ...overlaps(parts),
  ];
}

/** Undefined when an entry is not understood: then nobody can say which homes there are. */
function knownHomes({ homes }: Parts): ScenarioHome[] | undefined {
  const entries = homes.filter((entry) => entry !== undefined);
  const count = entries.reduce((sum, entry) => sum + entry.count, 0);
  if (entries.length < homes.length || count === 0 || count > MAX_HOMES) return undefined;
  return homesOf(entries);
}

function homesProblems({ homes, duration }: Parts): Problem[] {
  const count = homes.reduce((sum, entry) => sum + (entry?.count ?? 0), 0);
  const problems: Problem[] = [];
  if (count > MAX_HOMES) {
    const message = `expected at most ${MAX_HOMES} homes in all; found ${count}`;
    problems.push({ path: ['homes'], message });
  }
  for (const [index, entry] of homes.entries()) {
    if (entry === undefined || duration === undefined) continue;
    if (entry.power_on.at + entry.power_on.over <= duration) continue;
    const path = ['homes', index, 'power_on'];
    problems.push({
      path,
      message: `expected all homes on before the end of the run (${ms(duration)})`,
    });
  }
  return problems;
}

function ms(time: number): string {
  const [unit, name] = (
    [
      [3_600_000, 'h'],
      [60_000, 'min'],
      [1_000, 's'],
    ] as const
  ).find(([unit]) => time >= unit && time % unit === 0) ?? [1, 'ms'];
  return `${time / unit}${name}`;
}

function timeProblems(entry: Load | Fault, path: Path, duration: number | undefined): Problem[] {
  if (duration === undefined) return [];
  if (entry.at >= duration) {
    const message = `expected a time before the end of the run (${ms(duration)}); found ${ms(entry.at)}`;
    return [{ path: [...path, 'at'], message }];
  }
  const end = endOf(entry);
  const isOver = end !== undefined && ('home' in entry ? end >= duration : end > duration);
  if (!isOver) return [];
  const isRepeated = 'times' in entry && entry.times !== undefined;
  const message = `expected an end within the run (${ms(duration)}); found ${ms(end)}`;
  return [{ path: [...path, isRepeated ? 'times' : 'for'], message }];
}

function loadProblems(load: Load, path: Path, homes: ScenarioHome[] | undefined): Problem[] {
  if ('home' in load) return homeProblems(load, path, homes);
  const isShared = load.press === 'both';
  if (isShared && load.red_share === undefined) {
    const message = 'expected with press: both, as in 20%; it is missing';
    return [{ path: [...path, 'red_share'], message }, ...homeProblems(load, path, homes)];
  }
  if (!isShared && load.red_share !== undefined) {
    const message = `expected only with press: both; found with press: ${load.press}`;
    return [{ path: [...path, 'red_share'], message }, ...homeProblems(load, path, homes)];
  }
  return homeProblems(load, path, homes);
}

/** Home, group and kind must lead to at least one home. */
function homeProblems(
  which: Pick<Which, 'home' | 'group' | 'kind'>,
  path: Path,
  homes: ScenarioHome[] | undefined,
): Problem[] {
  if (homes === undefined) return [];
  if (which.home !== undefined && which.home > homes.length) {
    const message = `expected a home from 1 to ${homes.length}; found ${which.home}`;
    return [{ path: [...path, 'home'], message }];
  }
  const { group } = which;
  const names = new Set(homes.flatMap((home) => [home.family, home.group]));
  if (group !== undefined && !names.has(group)) {
    const list = [...names].slice(0, 8).join(', ') + (names.size > 8 ? ', …' : '');
    return [{ path: [...path, 'group'], message: `expected one of ${list}; found ${group}` }];
  }
  if (fitting(homes, which).length > 0) return [];
  return [{ path, message: 'expected at least one home; none fits home, group and kind together' }];
}

function whichOf(fault: Fault): [key: string, which: Which] | undefined {
  if ('power_cut' in fault) return ['power_cut', fault.power_cut];
  if ('network_cut' in fault) return ['network_cut', fault.network_cut];
  if ('chatter' in fault) return ['chatter', fault.chatter];
  return 'battery' in fault ? ['battery', fault.battery] : undefined;
}

function whichProblems(fault: Fault, path: Path, homes: ScenarioHome[] | undefined): Problem[] {
  const [key, which] = whichOf(fault) ?? [];
  if (key === undefined || which === undefined) return [];
  const at = [...path, key];
  const { share, count } = which;
  const isOpen = [share, count, which.group, which.kind, which.home].every(
    (criterion) => criterion === undefined,
  );
  if (isOpen) {
    const message = 'expected which homes: share, count, group, kind or home; found none';
    return [{ path: at, message }];
  }
  const problems = homeProblems(which, at, homes);
  if (share !== undefined && count !== undefined) {
    problems.push({ path: [...at, 'count'], message: 'expected share or count; found both' });
  } else if (share === 0) {
    problems.push({ path: [...at, 'share'], message: 'expected a share above 0%; found 0%' });
  } else if (homes && problems.length === 0 && (count ?? 0) > fitting(homes, which).length) {
    const most = fitting(homes, which).length;
    problems.push({ path: [...at, 'count'], message: `expected at most ${most}; found ${count}` });
  }
  return problems;
}

function repetitionProblems(fault: Fault, path: Path, duration: number | undefined): Problem[] {
  if (!('every' in fault || 'times' in fault)) return [];
  const { every, times } = fault;
  if (every === undefined) {
    if (times === undefined) return [];
    return [{ path: [...path, 'every'], message: 'expected with times, as in 10s; it is missing' }];
  }
  const problems: Problem[] = [];
  if ((times ?? (duration ?? 0) / every) > MAX_REPETITIONS) {
    const message = `expected at most ${MAX_REPETITIONS} repetitions`;
    problems.push({ path: [...path, 'every'], message });
  }
  if ('gateway' in fault) return problems;
  if (fault.for === undefined) {
    problems.push({
      path: [...path, 'for'],
      message: 'expected with every, as in 5s; it is missing',
    });
  } else if (fault.for >= every) {
    const message = `expected longer than for (${ms(fault.for)}); found ${ms(every)}`;
    problems.push({ path: [...path, 'every'], message });
  }
  return problems;
}

function tooManyPresses({ load, duration }: Parts): Problem[] {
  if (duration === undefined) return [];
  const count = load.reduce((sum, entry) => {
    if (entry === undefined) return sum;
    return (
      sum +
      ('home' in entry ? entry.times : (entry.rate * (entry.for ?? duration - entry.at)) / 1_000)
    );
  }, 0);
  if (count <= MAX_PRESSES) return [];
  const message = `expected at most ${MAX_PRESSES} presses in all; found ${Math.round(count)}`;
  return [{ path: ['load'], message }];
}

/** There is one platform, and an attack of a kind has one rate: at a time, one fault can have it. */
function overlaps({ faults, duration }: Parts): Problem[] {
  if (duration === undefined) return [];
  const problems: Problem[] = [];
  const busy = new Map<string, { from: number; until: number }[]>();
  for (const [index, fault] of faults.entries()) {
    if (fault === undefined || !('platform' in fault || 'attack' in fault)) continue;
    const what = 'platform' in fault ? 'platform' : fault.attack;
    const earlierSpans = busy.get(what) ?? [];
    const spans = spansOf(fault, duration).slice(0, MAX_REPETITIONS);
    const hit = spans.some((span) =>
      earlierSpans.some(({ from, until }) => span.at < until && from < span.until),
    );
    if (hit) {
      const message = `expected one ${what} fault at a time; another has not ended yet`;
      problems.push({ path: ['faults', index], message });
    }
    busy.set(what, [...earlierSpans, ...spans.map(({ at, until }) => ({ from: at, until }))]);
  }
  return problems;
}
