// The journal port: what must outlive a power cut. Small enough that a replicated log can stand behind it.
import type { Identity, Session } from '#protocol/messages.ts';
import type { Call } from '../call.ts';
import type { Assignment } from '../call-book.ts';
import type { AssignedPress, Press } from '../press.ts';

/** An event other than a press that must arrive exactly once; kept as it came. */
export interface DeviceEventRecord extends Identity {
  deviceId: string;
  kind: string;
  receivedAt: number;
  ageMs: number;
  /** The uplink frame, base64: nothing that a newer device says is lost. */
  frame: string;
}

export type Appended<T> = { outcome: 'stored'; record: T } | { outcome: 'duplicate' };

/** Every promise that resolves means: on disk. Rejects with an Error when it could not be written. */
export interface Journal {
  start(): Promise<void>;
  stop(): Promise<void>;

  /** Calls `call` whenever the journal works again after a failure: what failed may be there after all. */
  onRecovery(call: () => void): void;

  /**
   * Writes a press under its identity, unless that identity was ever written before. Only for a new
   * identity is `assign` called, at once and once; the press, its open delivery and its call are one batch.
   */
  appendPress(press: Press, assign: () => Assignment): Promise<Appended<AssignedPress>>;

  /** The same for any other event with an identity. */
  appendEvent(event: DeviceEventRecord): Promise<Appended<DeviceEventRecord>>;

  /** A call's new state, the end of a press's delivery, or both at once. */
  update(change: { call?: Call; settled?: Press }): Promise<void>;

  /** A call, also when it is closed. */
  findCall(callId: string): Promise<Call | undefined>;

  /** True when the session is newer than every one before, and written. False: an old CONNECT. */
  renewSession(deviceId: string, session: Session): Promise<boolean>;

  /** Calls that are not closed, oldest first. */
  openCalls(): Promise<Call[]>;

  /** Presses that no destination has accepted yet, oldest first. */
  openPresses(): Promise<AssignedPress[]>;
}
