// The homes of a scenario, numbered from 1 in the order of the file, and which of them an entry means.
import type { HomeKind } from '../plan.ts';
import { draw, type Random } from './random.ts';
import type { HomesEntry, Which } from './schema.ts';

export interface ScenarioHome {
  index: number;
  deviceId: string;
  kind: HomeKind;
  group: string;
  /** The name that stands for all groups of its entry. */
  family: string;
  powerOnAt: number;
  heartbeatMs: number;
}

export function homesOf(entries: readonly HomesEntry[]): ScenarioHome[] {
  const homes: ScenarioHome[] = [];
  for (const { count, kind, group: family, groups, heartbeat, power_on } of entries) {
    for (let nth = 0; nth < count; nth++) {
      const index = homes.length;
      homes.push({
        index,
        kind,
        family,
        heartbeatMs: heartbeat,
        deviceId: `SIM-${String(index + 1).padStart(6, '0')}`,
        group: groups === 1 ? family : `${family}-${1 + (nth % groups)}`,
        powerOnAt: power_on.at + (power_on.over * nth) / count,
      });
    }
  }
  return homes;
}

type Fitting = Pick<Which, 'group' | 'kind' | 'home'>;

/** Indices of the homes that fit. */
export function fitting(homes: readonly ScenarioHome[], which: Fitting): number[] {
  const fits = ({ index, kind, group, family }: ScenarioHome) =>
    (which.group === undefined || which.group === group || which.group === family) &&
    (which.kind === undefined || which.kind === kind) &&
    (which.home === undefined || which.home === index + 1);
  return homes.filter(fits).map(({ index }) => index);
}

/** Indices of the homes that `which` means; a share is at least one home. */
export function chosen(homes: readonly ScenarioHome[], which: Which, random: Random): number[] {
  const from = fitting(homes, which);
  if (which.count !== undefined) return draw(from, which.count, random);
  if (which.share === undefined) return from;
  return draw(from, Math.max(1, Math.round(which.share * from.length)), random);
}
