// What one device may send before it is slowed and cut, as people write it, and as intake takes it.
import { z } from 'zod';
import { DEFAULT_INTAKE, type FloodOptions, type IntakeOptions } from '../device-link/options.ts';
import { count } from './count.ts';
import { duration, HOUR, SECOND, showDuration } from './duration.ts';
import { Off } from './listeners.ts';

const DEFAULTS = DEFAULT_INTAKE.flood as FloodOptions;

/** Red presses a minute. A frightened person may press this often, so no configuration may count fewer as a flood. */
const MIN_RED = 60;

const Flood = z.strictObject({
  per_minute: count(10, 100_000).default(DEFAULTS.perMinute),
  burst: count(10, 100_000).default(DEFAULTS.burst),
  red_per_minute: count(MIN_RED, 100_000).default(DEFAULTS.redPerMinute),
  /** Uplinks above the budget without a pause, and for how long: what comes first cuts the connection. */
  cut: z
    .strictObject({
      over: count(1, 1_000_000).default(DEFAULTS.maxOver),
      after: duration(SECOND, HOUR).prefault(showDuration(DEFAULTS.maxOverMs)),
    })
    .prefault({}),
});

export const FloodConfig = z.union([Off, Flood]).prefault({});

export function intakeOptions({ flood }: { flood: z.infer<typeof FloodConfig> }): IntakeOptions {
  if (flood === 'off') return { ...DEFAULT_INTAKE, flood };
  const { per_minute, burst, red_per_minute, cut } = flood;
  return {
    ...DEFAULT_INTAKE,
    flood: {
      perMinute: per_minute,
      burst,
      redPerMinute: red_per_minute,

      maxOver: cut.over,
      maxOverMs: cut.after,
    },
  };
}
