// What the runner and its generator processes say to each other over Node's IPC (serialization: 'advanced').
import type { LedgerColumns } from '../ledger.ts';
import type { AttackKind, PlannedHome, PlannedPresses } from '../plan.ts';

export interface GatewayAddress {
  host: string;
  port: number;
}

/** A home with what its device needs to connect. */
export interface HomeToRun extends PlannedHome {
  secret: Uint8Array;
  keyVersion: number;
  /** The boot that the device is in when it is first switched on; later boots count on. */
  firstBootId: number;
}

export type ToGenerator =
  /** First message. `epoch`: `performance.timeOrigin + performance.now()` at which the run starts. */
  | {
      kind: 'start';
      gateway: GatewayAddress;
      epoch: number;
      homes: HomeToRun[];
      /** Only presses of these homes. */
      presses: PlannedPresses;
      seed: number;
      /** Instead of the firmware's longest wait before an idle device connects again. */
      retryLongestMs?: number;
    }
  | { kind: 'power'; homes: number[]; on: boolean }
  | { kind: 'network'; homes: number[]; up: boolean }
  /** perSecond 0 ends it. */
  | { kind: 'chatter'; homes: number[]; perSecond: number }
  | { kind: 'battery'; homes: number[]; percent: number; onMains: boolean }
  /** perSecond 0 ends it. */
  | { kind: 'attack'; attack: AttackKind; perSecond: number }
  /** Make no further press; answer with `ledger` now. May come again. */
  | { kind: 'collect' }
  /** Switch everything off and exit. */
  | { kind: 'end' };

/** Counts and latencies since the last sample, of this process. */
export interface Sample {
  /** Milliseconds since the start of the run. */
  at: number;
  /** Homes by state. */
  off: number;
  connecting: number;
  connected: number;
  pressesMade: number;
  /** Wanted by the timetable and not made: the home had no power, or its key was still down. */
  pressesSkipped: number;
  pressesStored: number;
  heartbeatsSent: number;
  /** Milliseconds from the intended time, one value a press that got so far in this interval. */
  toStored: Float64Array;
  toAccepted: Float64Array;
  redToAccepted: Float64Array;
  /** How late the generator was with what the timetable wanted in this interval, milliseconds. */
  lateness: Float64Array;
  /** Resident memory of the process, bytes. */
  memory: number;
}

export type FromGenerator =
  | { kind: 'ready' }
  | { kind: 'sample'; sample: Sample }
  | {
      kind: 'ledger';
      ledger: LedgerColumns;
      acceptedSeen: AcceptedSeen;
      /** Homes that have a session now. */
      connected: number[];
      /** Homes that have power and never had a session. */
      neverConnected: number[];
    }
  | { kind: 'failed'; reason: string };

/** Every time a light showed acceptance: the platform must have accepted the call before. Rows as columns. */
export interface AcceptedSeen {
  home: Uint32Array;
  bootId: Uint32Array;
  seq: Uint32Array;
  at: Float64Array;
}
