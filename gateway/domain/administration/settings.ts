// What of a device the gateway can set: the fields of Configuration, their ranges, and which scope wins.
import type { Address } from '#protocol/messages.ts';

/** A field that is absent is not set: the device keeps what it has. Seconds. */
export interface Settings {
  heartbeatS?: number;
  unreachedAfterS?: number;
  mainGateway?: Address;
  spareGateway?: Address;
}

/** Undefined takes a field out again. */
export type SettingsChange = { [Field in keyof Settings]?: Settings[Field] | undefined };

/** Whom it is for: all devices, a group before all, one device before its group. */
export type Scope =
  | { kind: 'all' }
  | { kind: 'group'; group: string }
  | { kind: 'device'; deviceId: string };

/** Seconds. More than an hour between heartbeats is a silent device; more than 10 min without "use the telephone" a danger. */
export const RANGES = {
  heartbeatS: [60, 3_600],
  unreachedAfterS: [30, 600],
} as const;

/** What a new device has. protocol/README.md, "Configuration". */
const OF_A_NEW_DEVICE = { heartbeatS: 600, unreachedAfterS: 90 } as const;

/** What is wrong with a change, in words, or undefined. */
export function faultOf(change: SettingsChange): string | undefined {
  for (const field of ['heartbeatS', 'unreachedAfterS'] as const) {
    const value = change[field];
    const [least, most] = RANGES[field];
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) {
      continue;
    }
    const name = field === 'heartbeatS' ? 'heartbeat' : 'unreached_after';
    return `${name}: expected whole seconds, ${least} to ${most}`;
  }
  for (const field of ['mainGateway', 'spareGateway'] as const) {
    const address = change[field];
    if (address === undefined || isAddress(address)) continue;
    const name = field === 'mainGateway' ? 'main_gateway' : 'spare_gateway';
    return `${name}: expected a host of 1 to 128 ASCII characters without blanks, and a port, 1 to 65535`;
  }
  return undefined;
}

function isAddress({ host, port }: Address): boolean {
  return /^[!-~]{1,128}$/.test(host) && Number.isInteger(port) && port >= 1 && port <= 65_535;
}

export function changed(settings: Settings, change: SettingsChange): Settings {
  const after: SettingsChange = { ...settings, ...change };
  for (const field of Object.keys(after) as (keyof Settings)[]) {
    if (after[field] === undefined) delete after[field];
  }
  return after as Settings;
}

/** The last one that sets a field wins. */
export function merged(...scopes: readonly (Settings | undefined)[]): Settings {
  return Object.assign({}, ...scopes);
}

/**
 * What the device shall have when `wanted` is set and it was told `before`: it keeps what it is not told. So
 * a time that is not set any more becomes that of a new device; an address stays, for no other is known.
 */
export function completed(wanted: Settings, before: Settings): Settings {
  const times: Settings = {};
  for (const field of ['heartbeatS', 'unreachedAfterS'] as const) {
    if (before[field] !== undefined) times[field] = OF_A_NEW_DEVICE[field];
  }
  return { ...before, ...times, ...wanted };
}

export function isSame(a: Settings, b: Settings): boolean {
  return (
    a.heartbeatS === b.heartbeatS &&
    a.unreachedAfterS === b.unreachedAfterS &&
    isSameAddress(a.mainGateway, b.mainGateway) &&
    isSameAddress(a.spareGateway, b.spareGateway)
  );
}

function isSameAddress(a: Address | undefined, b: Address | undefined): boolean {
  return a?.host === b?.host && a?.port === b?.port && a?.tls === b?.tls;
}

export function isEmpty(settings: Settings): boolean {
  return Object.keys(settings).length === 0;
}
