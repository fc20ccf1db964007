// The journal port: what must outlive a power cut. Small enough that a replicated log can stand behind it.
import type { Identity, Session } from '#protocol/messages.ts';
import type { Call } from '../call.ts';
import type { Assignment } from '../call-book.ts';
import type { Notice } from '../notice.ts';
import type { AssignedPress, KeyName, Press } from '../press.ts';

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

/** Why the journal doesn't work at this moment. */
export interface JournalProblem {
  /** UTC milliseconds. */
  since: number;
  /** For a person: the system's words. */
  reason: string;
}

/** What the start found damaged or missing, and could not bring back. */
export interface JournalDamage {
  /** In words, with the numbers of records and the places in files. */
  text: string;
  /** Presses that are lost, as far as they can be named: what the log's text still says of them. */
  lost: readonly { deviceId: string; press: string; key: KeyName }[];
}

export interface JournalChange {
  /** A call's new state. */
  call?: Call;
  /** The end of a press's delivery. */
  settled?: Press;
  /** The id of a notice whose delivery has ended. */
  settledNotice?: string;
}

/** What a device or group was like when it was last written: newest wins. The journal doesn't look into it. */
export interface Remembered {
  subject: string;
  state: unknown;
}

/** What people ask of the journal; nothing on the way of a press needs it. Rejects with an Error while it can't be read. */
export interface CallHistory {
  /** Calls of a device, open and closed, newest first, as far as their records are kept. */
  callsOf(deviceId: string, limit: number): Promise<Call[]>;
  /** The highest boot_id that a device was ever connected with; 0: never. */
  highestBootId(deviceId: string): Promise<number>;
}

/** Every promise that resolves means: on disk. Rejects with an Error when it could not be written. */
export interface Journal {
  start(): Promise<void>;
  stop(): Promise<void>;

  /** Calls `call` whenever the journal works again after a failure: what failed may be there after all. */
  onRecovery(call: () => void): void;

  /** Undefined while it works. After a failed write it tries by itself, with pauses, until it works again. */
  readonly problem: JournalProblem | undefined;

  /** Of the last start; undefined: all was whole. */
  readonly damage?: JournalDamage | undefined;

  /** What somebody has to look at, although it works, in words; absent: nothing. */
  readonly concerns?: readonly string[];

  /**
   * Claims the identity of a press, asks to which call it belongs, and writes the press, its open delivery and
   * that call together. An identity that was ever written before is a duplicate, also when its record has expired:
   * `assign` is called only for a new one, once, before the write and in the same turn as the claim, so that two
   * copies of a press can't both open a call. Red goes before green in the next write.
   */
  appendPress(press: Press, assign: () => Assignment): Promise<Appended<AssignedPress>>;

  /** The same for any other event with an identity. */
  appendEvent(event: DeviceEventRecord): Promise<Appended<DeviceEventRecord>>;

  /** Writes a notice under its id, with what is to be remembered together with it. False: the id is known. */
  appendNotice(notice: Notice, remembered?: readonly Remembered[]): Promise<boolean>;

  update(change: JournalChange): Promise<void>;

  /** A call, also when it is closed. */
  findCall(callId: string): Promise<Call | undefined>;

  /** True when the session is newer than every one before, and written. False: an old CONNECT. */
  renewSession(deviceId: string, session: Session): Promise<boolean>;

  /** Calls that are not closed, oldest first. */
  openCalls(): Promise<Call[]>;

  /** Presses that no destination has accepted yet, oldest first. */
  openPresses(): Promise<AssignedPress[]>;

  /** Notices that no destination has accepted yet, oldest first. */
  openNotices(): Promise<Notice[]>;

  /** Kept in memory, newest wins, and written with the next writes: a crash may lose the last minute. Never fails. */
  remember(remembered: Remembered): void;

  /** The same, newest wins, and on disk when it resolves. */
  store(remembered: readonly Remembered[]): Promise<void>;

  /** Everything that is remembered. Only before anything else is done with it is it complete. */
  remembered(): Promise<Remembered[]>;
}
