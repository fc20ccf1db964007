// A scenario made ready to run: every home, every press on its timetable, every fault. Times are milliseconds
// since the start of the run. The same scenario and seed give the same plan.
import type { Key } from '#protocol/messages.ts';

/** `whole`: the real firmware. `light`: frames made from the protocol over a raw socket. */
export type HomeKind = 'whole' | 'light';

export interface PlannedHome {
  /** Place in `Plan.homes`; names the home in ledgers and messages. */
  index: number;
  deviceId: string;
  kind: HomeKind;
  group: string;
  /** When it is switched on. */
  powerOnAt: number;
  heartbeatMs: number;
}

/** Sorted by time. */
export interface PlannedPresses {
  at: Float64Array;
  home: Uint32Array;
  key: Uint8Array;
}

export interface PlannedPress {
  at: number;
  home: number;
  key: Key;
}

/** What the platform does with deliveries. */
export type PlatformMode =
  /** Accepts (200). */
  | { mode: 'well' }
  /** Nobody listens. */
  | { mode: 'down' }
  /** Takes the connection and never answers. */
  | { mode: 'hang' }
  /** Accepts after so many milliseconds. */
  | { mode: 'slow'; delayMs: number }
  /** Answers every delivery with this status. */
  | { mode: 'status'; status: number };

export type AttackKind =
  /** Frames of a known device with a wrong seal. */
  | 'forged'
  /** Recorded CONNECTs and frames, sent again. */
  | 'replayed'
  /** A device that speaks and listens for another. */
  | 'cross-device'
  /** Random bytes, and MQTT that is none. */
  | 'malformed'
  /** Connections that say CONNECT slowly or never. */
  | 'slow-connections';

/** What goes wrong, from `at` until `until`; what has no duration has `until` = `at`. */
export type PlannedFault = { at: number; until: number; title: string } & (
  | { what: 'platform'; mode: PlatformMode }
  /** SIGKILL and a new start. */
  | { what: 'gateway-kill' }
  /** Power is cut at these homes; flash stays. They boot again at `until`. */
  | { what: 'power-cut'; homes: number[] }
  /** The connection of these homes breaks and none can be made until `until`. */
  | { what: 'network-cut'; homes: number[] }
  /** A device sends heartbeats as fast as `perSecond`. */
  | { what: 'chatter'; homes: number[]; perSecond: number }
  /** The battery of these homes falls to this, and mains is lost. */
  | { what: 'battery'; homes: number[]; percent: number }
  | { what: 'attack'; kind: AttackKind; perSecond: number }
);

export interface Expectation {
  /** Codes of the gateway that may be counted; others are a finding. */
  refusals: string[];
  /** Codes with which presses may be rejected; a rejected press with another is a finding. */
  rejections: string[];
  /** Accepted at the platform within so many milliseconds of the press, p99; undefined: not asked. */
  redAcceptedP99Ms?: number;
}

export interface Plan {
  name: string;
  title: string;
  about: string;
  seed: number;
  /** Presses and faults end here; then the run waits until everything has settled, at most `settleMs`. */
  durationMs: number;
  settleMs: number;
  /** Devices wait at most so long before they connect again; undefined: as long as the firmware does. */
  retryLongestMs?: number;
  /** How long the stand-in platform takes to telephone back; undefined: it never reports. */
  answerAfterMs: { least: number; most: number } | undefined;
  homes: PlannedHome[];
  presses: PlannedPresses;
  faults: PlannedFault[];
  expect: Expectation;
}
