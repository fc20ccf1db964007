// The messages as TypeScript sees them, on the device and on the gateway. Types and numbers only.
// Ranges and meanings: README.md, "Messages". The numbers are those of callbutton.proto.

/** Largest uint32: every integer of the protocol fits. */
export const MAX_UINT32 = 4294967295;

export const KEY_GREEN = 1;
export const KEY_RED = 2;
export type Key = typeof KEY_GREEN | typeof KEY_RED;

export const STAGE_STORED = 1;
export const STAGE_ACCEPTED = 2;
export const STAGE_ANSWERED = 3;
export const STAGE_DISPATCHED = 4;
export const STAGE_CLOSED = 5;
export const STAGE_UNANSWERED = 6;
export type CallStageNumber = 1 | 2 | 3 | 4 | 5 | 6;

export const RECEIPT_STORED = 1;
export const RECEIPT_DUPLICATE = 2;
export const RECEIPT_REJECTED = 3;

export const OUTCOME_DONE = 1;
export const OUTCOME_FAILED = 2;
export const OUTCOME_UNSUPPORTED = 3;

/** UpdateStates. README.md, "Updates". */
export const UPDATE_WANTED = 1;
export const UPDATE_WAITING = 2;
export const UPDATE_WHOLE = 3;
export const UPDATE_TRIAL = 4;
export const UPDATE_GOOD = 5;
export const UPDATE_REFUSED = 6;
export const UPDATE_FAILED = 7;

/** Payload bytes in one chunk of an update. */
export const UPDATE_CHUNK_BYTES = 384;

/** One connection of one boot. connectNo starts from 1 at each boot. */
export interface Session {
  bootId: number;
  connectNo: number;
}

/** Names one event for ever. */
export interface Identity {
  bootId: number;
  seq: number;
}

export interface Press {
  kind: 'press';
  key: Key;
  count: number;
}

export interface Heartbeat {
  kind: 'heartbeat';
  uptimeS: number;
  batteryMv: number;
  batteryPercent: number;
  onMains: boolean;
  rssiDbm: number;
  freeVariables: number;
  outboxDepth: number;
  reconnects: number;
  lastError: number;
  firmware: string;
  configurationRevision: number;
  asksReceipt: boolean;
}

export interface Boot {
  kind: 'boot';
  cause: number;
  firmware: string;
  model: string;
}

export interface Fault {
  kind: 'fault';
  faultKind: number;
  detail: number;
}

export interface Battery {
  kind: 'battery';
  level: number;
  batteryMv: number;
  batteryPercent: number;
}

export interface Mains {
  kind: 'mains';
  state: number;
}

export interface CommandResult {
  kind: 'command_result';
  commandId: number;
  outcome: number;
  detail: string;
}

export interface Lost {
  kind: 'lost';
}

/** Answers every step of an update; `state` is one of UPDATE_*. */
export interface UpdateStatus {
  kind: 'update_status';
  /** The first 4 bytes of the image's SHA-256; see `imageIdOf` in device/update.ts. */
  image: number;
  state: number;
  /** With UPDATE_WANTED: the offset of the chunk to send next. */
  next: number;
  /** Why, with UPDATE_WAITING, UPDATE_REFUSED and UPDATE_FAILED. */
  detail: string;
  /** Version of the firmware that runs. */
  running: string;
  /** The slot that runs, 1 or 2; 0 when the firmware lies in none. */
  slot: number;
}

/** An event of a newer device. `field` is its number in Uplink. */
export interface UnknownEvent {
  kind: 'unknown';
  field: number;
}

export type DeviceEvent =
  | Press
  | Heartbeat
  | Boot
  | Fault
  | Battery
  | Mains
  | CommandResult
  | Lost
  | UpdateStatus;

/** Everything but heartbeat, lost and update_status must arrive exactly once and carries an identity. */
export interface UplinkOf<E> {
  ageMs: number;
  ageIsLowerBound: boolean;
  test: boolean;
  identity: Identity | null;
  event: E;
}

export type Uplink = UplinkOf<DeviceEvent>;
export type ReceivedUplink = UplinkOf<DeviceEvent | UnknownEvent>;

export interface Receipt {
  kind: 'receipt';
  answers: number;
  identity: Identity | null;
  result: number;
  reason: number;
}

export interface CallNews {
  openedBy: Identity;
  key: Key;
  stage: CallStageNumber;
  latest: Identity;
}

export interface Progress {
  kind: 'progress';
  complete: boolean;
  calls: CallNews[];
}

export interface Address {
  host: string;
  port: number;
  tls: boolean;
}

export interface Configuration {
  kind: 'configuration';
  revision: number;
  heartbeatS: number;
  unreachedAfterS: number;
  mainGateway: Address | null;
  spareGateway: Address | null;
}

export type Action =
  | { kind: 'locate'; seconds: number }
  | { kind: 'self_test' }
  | { kind: 'reboot' }
  | { kind: 'rotate_key'; keyVersion: number; nonce: Uint8Array }
  | { kind: 'unknown' };

export interface Command {
  kind: 'command';
  commandId: number;
  action: Action;
}

/** What an image is and whether a device may take it. The mac of a finish covers all but `board`. */
export interface UpdateOffer {
  kind: 'offer';
  version: string;
  /** Length of the payload. */
  bytes: number;
  /** Of the payload, 32 bytes. */
  sha256: Uint8Array;
  /** Taken although its version isn't newer than the one that runs. */
  older: boolean;
  /** What the name of the board must begin with. */
  board: string;
}

export interface UpdateChunk {
  kind: 'chunk';
  image: number;
  /** A multiple of UPDATE_CHUNK_BYTES. */
  offset: number;
  /** 1 to UPDATE_CHUNK_BYTES bytes. */
  data: Uint8Array;
}

export interface UpdateFinish {
  kind: 'finish';
  image: number;
  /** 16 bytes. */
  mac: Uint8Array;
}

export interface UpdateBack {
  kind: 'back';
  image: number;
}

export type UpdateStep =
  | UpdateOffer
  | UpdateChunk
  | UpdateFinish
  | UpdateBack
  | { kind: 'unknown' };

export interface Update {
  kind: 'update';
  step: UpdateStep;
}

/** Fields of the steps. */
export const UPDATE_OFFER = 8;
export const UPDATE_CHUNK = 9;
export const UPDATE_FINISH = 10;
export const UPDATE_BACK = 11;

/** An update, unread: a whole Downlink frame. */
export interface UpdateFrame {
  kind: 'update_frame';
  frame: Uint8Array;
  /** The field of its first step, UPDATE_OFFER to UPDATE_BACK: a device may read each in another way. */
  step: number;
}

/** A configuration or a command, unread: a whole Downlink frame. */
export interface Instruction {
  kind: 'instruction';
  frame: Uint8Array;
}

/** `unknown`: a downlink of a newer gateway; the device ignores it. */
export type Downlink = Receipt | Progress | Configuration | Command | Update | { kind: 'unknown' };

/** An envelope without its mac checked. */
export interface Envelope {
  keyVersion: number;
  session: Session;
  number: number;
  frame: Uint8Array;
  mac: Uint8Array;
}
