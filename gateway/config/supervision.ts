// When a device is a case for somebody, as people write it, and as supervision takes it.
import { z } from 'zod';
import {
  DEFAULT_SUPERVISION as DEFAULTS,
  type SupervisionOptions,
} from '../domain/supervision/options.ts';
import { EXPECTED } from '../messages/expected.ts';
import { expected } from '../system/issues.ts';
import { count } from './count.ts';
import { DAY, duration, MINUTE, SECOND, showDuration } from './duration.ts';

const percent = count(1, 99);

const time = (least: number, most: number, milliseconds: number) =>
  duration(least, most).prefault(showDuration(milliseconds));

export const SupervisionConfig = z
  .strictObject({
    offline_after: time(10 * SECOND, 7 * DAY, DEFAULTS.offlineAfterMs),
    silent_after: time(MINUTE, 30 * DAY, DEFAULTS.silentAfterMs),
    flapping: z
      .strictObject({
        reconnects: count(2, 1_000).default(DEFAULTS.flappingReconnects),
        within: time(MINUTE, 7 * DAY, DEFAULTS.flappingWithinMs),
      })
      .prefault({}),
    battery: z
      .strictObject({
        low: percent.default(DEFAULTS.batteryLowPercent),
        critical: percent.default(DEFAULTS.batteryCriticalPercent),
      })
      .refine(({ low, critical }) => critical < low, {
        path: ['critical'],
        error: expected(EXPECTED.lessThanField('low')),
      })
      .prefault({}),
    common_cause: z
      .strictObject({
        devices: count(2, 100_000).default(DEFAULTS.commonDevices),
        /** Percent of the group. */
        share: percent.default(DEFAULTS.commonShare * 100),
        within: time(SECOND, DAY, DEFAULTS.commonWithinMs),
        gather: time(SECOND, DAY, DEFAULTS.commonGatherMs),
      })
      .prefault({}),
  })
  .prefault({});

export function supervisionOptions({
  supervision,
}: {
  supervision: z.infer<typeof SupervisionConfig>;
}): SupervisionOptions {
  const { offline_after, silent_after, flapping, battery, common_cause } = supervision;
  return {
    offlineAfterMs: offline_after,
    silentAfterMs: silent_after,
    flappingReconnects: flapping.reconnects,
    flappingWithinMs: flapping.within,
    batteryLowPercent: battery.low,
    batteryCriticalPercent: battery.critical,
    commonDevices: common_cause.devices,
    commonShare: common_cause.share / 100,
    commonWithinMs: common_cause.within,
    commonGatherMs: common_cause.gather,
  };
}
