// What a device is told about itself and its gateway, with the standard figures.
import type { Address } from '#protocol/messages.ts';

export const FIRMWARE_VERSION = '0.1.0';

/** All in milliseconds. */
export interface Limits {
  /** How long CONNACK, the first sealed downlink and a PINGRESP may each take. */
  answer: number;
  /** Not accepted for so long: "use the telephone". */
  unreachedRed: number;
  unreachedGreen: number;
  /** First and longest wait before connecting again, with a red press waiting and without. */
  redRetryFirst: number;
  redRetryLongest: number;
  idleRetryFirst: number;
  idleRetryLongest: number;
}

export interface Settings {
  deviceId: string;
  /** 32 bytes. */
  key: Uint8Array;
  keyVersion: number;
  main: Address;
  spare: Address | null;
  heartbeatMs: number;
  /** MQTT keepalive in seconds; 60 is what the gateway expects. */
  keepaliveS: number;
  limits: Limits;
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
    main: main,
    spare: spare,
    heartbeatMs: 600000,
    keepaliveS: 60,
    limits: {
      answer: 10000,
      unreachedRed: 90000,
      unreachedGreen: 300000,
      redRetryFirst: 1000,
      redRetryLongest: 10000,
      idleRetryFirst: 2000,
      idleRetryLongest: 300000,
    },
  };
}
