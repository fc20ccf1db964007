// A press as the gateway keeps it, and the names of presses and calls.
import { type Identity, KEY_RED, type Key } from '#protocol/messages.ts';

export type KeyName = 'green' | 'red';

export function keyName(key: Key): KeyName {
  return key === KEY_RED ? 'red' : 'green';
}

/** What arrived, with the gateway's stamp on it. Times are UTC milliseconds. */
export interface Press extends Identity {
  deviceId: string;
  key: KeyName;
  /** Presses that this one stands for; 1 but after a full outbox. */
  count: number;
  test: boolean;
  receivedAt: number;
  /** How old the press was on arrival, by the device's clock. */
  ageMs: number;
  ageIsLowerBound: boolean;
}

/** A press with the call that it belongs to. */
export interface AssignedPress extends Press {
  callId: string;
  /** False for the press that opened the call. */
  joined: boolean;
}

/**
 * `device_id/boot_id/seq`: the unit of deduplication, the same over attempts, routes and restarts. Joined, because V8 keeps
 * the pieces of a template apart, and a name that 100,000 presses keep would be six objects.
 */
export function pressId({ deviceId, bootId, seq }: Identity & { deviceId: string }): string {
  return [deviceId, bootId, seq].join('/');
}

/** A call is named after the press that opened it, so that a crash can't give it a second name. */
export function callIdOf(press: Identity & { deviceId: string }): string {
  return `${press.deviceId}.${press.bootId}.${press.seq}`;
}

/** Negative when `a` happened before `b` on the same device. */
export function compareIdentity(a: Identity, b: Identity): number {
  return a.bootId - b.bootId || a.seq - b.seq;
}
