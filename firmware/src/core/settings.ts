// What a device is told about itself and its gateway, with the standard figures.
import type { Address, Configuration } from '#protocol/messages.ts';

/** Of a build another one can take its place: `bundle`. */
export const FIRMWARE_VERSION = '0.2.1';

/** All in milliseconds. */
export interface Limits {
  /** How long CONNACK, the first sealed downlink and a PINGRESP may each take. */
  answer: number;
  /** The same together, and a red press's receipt, while one waits and the spare hasn't been tried. */
  redAnswer: number;
  /** Not accepted for so long: "use the telephone". */
  unreachedRed: number;
  unreachedGreen: number;
  /** First and longest wait before connecting again, with a red press waiting and without. */
  redRetryFirst: number;
  redRetryLongest: number;
  idleRetryFirst: number;
  idleRetryLongest: number;
  /** No update so long after the power came; absent for an hour. */
  updateAfterPower?: number;
}

export interface SealKey {
  /** 32 bytes. */
  key: Uint8Array;
  keyVersion: number;
}

/** A configuration whose addresses haven't proved themselves yet. It lives in memory: a restart ends it. */
export interface Trial {
  configuration: Configuration;
  /** Attempts to connect that are left, all of them to this address: the spare one only when it alone is new. */
  left: number;
  onSpare: boolean;
  /** What to go back to. */
  main: Address;
  spare: Address | null;
  heartbeatMs: number;
  unreachedRed: number;
}

/** The service script changes them while the device runs. A new session takes the key that stands here. */
export interface Settings extends SealKey {
  deviceId: string;
  /** The key before the newest or, when that was refused, the newest; null when there is one key only. */
  otherKey: SealKey | null;
  main: Address;
  spare: Address | null;
  heartbeatMs: number;
  /** How often mains, battery, memory and link are looked at; 2 s. */
  lookMs: number;
  /** MQTT keepalive in seconds; 60 is what the gateway expects. */
  keepaliveS: number;
  limits: Limits;
  /** Of the configuration in use; 0 for none. */
  revision: number;
  trial: Trial | null;
}

/** Settings with the standard figures: heartbeat 10 min, keepalive 60 s, and the limits of README.md. */
export function standardSettings(
  deviceId: string,
  key: Uint8Array,
  keyVersion: number,
  main: Address,
  spare: Address | null,
): Settings {
  return {
    deviceId: deviceId,
    key: key,
    keyVersion: keyVersion,
    otherKey: null,
    main: main,
    spare: spare,
    heartbeatMs: 600000,
    lookMs: 2000,
    keepaliveS: 60,
    limits: {
      answer: 10000,
      redAnswer: 4000,
      unreachedRed: 90000,
      unreachedGreen: 300000,
      redRetryFirst: 1000,
      redRetryLongest: 10000,
      idleRetryFirst: 2000,
      idleRetryLongest: 300000,
    },
    revision: 0,
    trial: null,
  };
}
