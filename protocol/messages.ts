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

/** An event of a newer device. `field` is its number in Uplink. */
export interface UnknownEvent {
  kind: 'unknown';
  field: number;
}

export type DeviceEvent = Press | Heartbeat | Boot | Fault | Battery | Mains | CommandResult | Lost;

/** Everything but heartbeat and lost must arrive exactly once and carries an identity. */
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

/** A configuration or a command, unread: a whole Downlink frame. */
export interface Instruction {
  kind: 'instruction';
  frame: Uint8Array;
}

/** `unknown`: a downlink of a newer gateway; the device ignores it. */
export type Downlink = Receipt | Progress | Configuration | Command | { kind: 'unknown' };

/** An envelope without its mac checked. */
export interface Envelope {
  keyVersion: number;
  session: Session;
  number: number;
  frame: Uint8Array;
  mac: Uint8Array;
}
