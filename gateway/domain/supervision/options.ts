// What supervision goes by: after how long, from how many, below which charge. Milliseconds, percent, shares.

export interface SupervisionOptions {
  /** Without any connection for so long: offline. The grace that every reconnect has. */
  offlineAfterMs: number;
  /** Nothing heard for so long, connected or not: silent. Two and a half heartbeats. */
  silentAfterMs: number;
  /** Reconnections within the time below that count as flapping. At least 2. */
  flappingReconnects: number;
  flappingWithinMs: number;
  /** At and below which charge a battery is low, and critical; percent. Well again 5 points above. */
  batteryLowPercent: number;
  batteryCriticalPercent: number;
  /** How many devices of one group a common cause takes at least, */
  commonDevices: number;
  /** which are at least this share of the group, 0 to 1, */
  commonShare: number;
  /** and whose trouble began within this time. */
  commonWithinMs: number;
  /** What may have a common cause is told only after this, as a case of its own. */
  commonGatherMs: number;
}

const MINUTE = 60_000;

export const DEFAULT_SUPERVISION: SupervisionOptions = {
  offlineAfterMs: 5 * MINUTE,
  silentAfterMs: 25 * MINUTE,
  flappingReconnects: 10,
  flappingWithinMs: 60 * MINUTE,
  batteryLowPercent: 30,
  batteryCriticalPercent: 15,
  commonDevices: 5,
  commonShare: 0.1,
  commonWithinMs: 2 * MINUTE,
  commonGatherMs: MINUTE,
};
