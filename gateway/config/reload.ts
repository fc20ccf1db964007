// A changed configuration while the gateway runs: what counts at once, and what only after the next start.
import { isDeepStrictEqual } from 'node:util';
import type { Config } from './schema.ts';

export interface Reloadable {
  /** What the gateway goes on with: the new configuration, with the old values of what needs a restart. */
  config: Config;
  /** Paths that are different and count at once. Files that they name may have changed beside. */
  changed: string[];
  /** Paths that are different and need a restart. */
  needsRestart: string[];
}

/** Other than these, everything is asked anew, or swapped as a whole. */
const FIXED = ['data', 'name', 'mqtt', 'http', 'admin', 'registry', 'flows', 'desk'] as const;

/** Pure. A listener stays where it is: connections of homes and reports of platforms depend on it. */
export function reloadable(before: Config, after: Config): Reloadable {
  const [mqtts, fixedInMqtts] = mergeMqtts(before.mqtts, after.mqtts);
  const { data, name, mqtt, http, admin, registry, flows, desk } = before;
  const config: Config = {
    ...after,
    data,
    name,
    mqtt,
    http,
    admin,
    mqtts,
    registry,
    flows,
    desk,
  };
  const paths = Object.keys(after) as (keyof Config)[];
  return {
    config,
    changed: paths.filter((path) => !isDeepStrictEqual(before[path], config[path])),
    needsRestart: [
      ...FIXED.filter((path) => !isDeepStrictEqual(before[path], after[path])),
      ...fixedInMqtts,
    ],
  };
}

/** Its certificate can be changed while it listens; whether it does, and where, can not. */
function mergeMqtts(
  before: Config['mqtts'],
  after: Config['mqtts'],
): [mqtts: Config['mqtts'], fixed: string[]] {
  if (before === 'off' || after === 'off') {
    return [before, before === after ? [] : ['mqtts']];
  }
  const fixed = (['host', 'port'] as const).filter((field) => before[field] !== after[field]);
  const { host, port } = before;
  return [{ ...after, host, port }, fixed.map((field) => `mqtts.${field}`)];
}
