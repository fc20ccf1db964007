// What the device tells of itself over the cable: `state`, and what it means for an installer.
import { Failure, type FailureCode } from '../failure.ts';

export interface Health {
  uptimeS: number;
  /** dBm; 0 unknown. */
  rssi: number;
  batteryMv: number;
  batteryPercent: number;
  onMains: boolean;
  freeVariables: number;
  /** `none` without settings, else `waiting`, `connecting`, `open`, `connected`. */
  link: string;
  connects: number;
  outbox: number;
  lastError: number;
  reason: string;
}

export function healthOf(state: Map<string, string>): Health {
  const number = (name: string) => Number(state.get(name) ?? 0);
  return {
    uptimeS: number('uptime_s'),
    rssi: number('rssi_dbm'),
    batteryMv: number('battery_mv'),

    batteryPercent: number('battery_percent'),
    onMains: state.get('on_mains') === '1',

    freeVariables: number('free_variables'),
    link: state.get('link') ?? '',

    connects: number('connects'),
    outbox: number('outbox'),

    lastError: number('last_error'),
    reason: state.get('reason') ?? '',
  };
}

export type Signal = 'unknown' | 'good' | 'fair' | 'weak' | 'bad';

/** Below this a wall or a closed door more may end the connection. */
const BAD_DBM = -80;

/** In the words of installers: good from -67 dBm on, fair to -74, weak to -80, bad below. */
export function signalOf(rssi: number): Signal {
  if (rssi >= 0) return 'unknown';
  if (rssi >= -67) return 'good';
  if (rssi > -75) return 'fair';
  return rssi >= BAD_DBM ? 'weak' : 'bad';
}

export type Charge = 'unknown' | 'none' | 'good' | 'low' | 'empty';

/** Levels of firmware/src/core/battery.ts. */
export function chargeOf({ batteryMv, batteryPercent }: Health): Charge {
  if (batteryMv === 0) return 'unknown';
  if (batteryMv < 2_500) return 'none';
  if (batteryPercent > 20) return 'good';
  return batteryPercent > 5 ? 'low' : 'empty';
}

/** The interpreter's words of the Wi-Fi, and those of the link; anything that isn't a letter arrives as `_`. */
const REASONS: [RegExp, FailureCode][] = [
  [/AUTH_FAIL|HANDSHAKE|AUTH_EXPIRE|MIC_FAILURE/, 'WIFI_PASSWORD'],
  [/NO_AP_FOUND/, 'WIFI_NOT_FOUND'],
  [/BEACON_TIMEOUT|ASSOC|^lost$/, 'WIFI_LOST'],
  [/^refused_with_code/, 'LINK_REFUSED'],
  [/^no_(connection|CONNACK|way_out)|ECONN|ENOTFOUND|EHOST|ETIMEDOUT|closed/, 'LINK_NO_GATEWAY'],
];

/** Why a device isn't connected, as far as its reason tells. */
export function linkFailure(reason: string): Failure {
  const code = REASONS.find(([words]) => words.test(reason))?.[1] ?? 'LINK_SLOW';
  return new Failure(code, readable(reason));
}

/** `connect_ECONNREFUSED____________` without the trail of what was no letter; the names of the Wi-Fi's codes as they are. */
function readable(reason: string): string {
  return reason
    .replace(/^_WAY_/, '4WAY_')
    .replaceAll(/_{2,}/g, '_')
    .replace(/^_|_$/g, '');
}
