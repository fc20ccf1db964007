// What is seldom needed, and therefore loaded only then: scripts, what they offer, and what they may touch. Several,
// because an instruction must find room beside what waits, and needs nothing of what a start or an update does.
import type { DeviceEvent, Identity, Uplink } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import type { Calls } from './calls.ts';
import type { FlashLog } from './flash-log.ts';
import type { Indicator } from './indicator.ts';
import type { Keys } from './keys.ts';
import type { Link } from './link.ts';
import type { LinkState } from './observer.ts';
import type { Orders } from './orders.ts';
import type { Outbox } from './outbox.ts';
import type { Settings } from './settings.ts';
import type { Status } from './status.ts';
import type { WifiSettings } from './stored.d.ts';
import type { TestMode } from './test-mode.ts';
import type { Vitals } from './vitals.ts';

/** The device, as an instruction sees it. */
export interface Instructed {
  hal: Hal;
  settings: Settings;
  /** False after `stop`. */
  running: boolean;
  outbox: Outbox;
  status: Status;
  orders: Orders;
  log: FlashLog;
  calls: Calls;
  keys: Keys;
  link: Link;
  indicator: Indicator;
  test: TestMode;
  vitals: Vitals;
  /** The console is writing settings. */
  provisioning: boolean;
  /** What waits in the outbox: PENDING_NOTHING, PENDING_GREEN or PENDING_RED. */
  pending(): number;
  /** Puts an event in the outbox; its identity, or null when there is no room. */
  report(event: DeviceEvent): Identity | null;
  /** Shows what is true now: when it has changed, or `again`. */
  refresh(again: boolean): void;
  /** Reports a FaultKind, once per boot. */
  fault(kind: number, detail: number): void;
}

/** What a boot needs. */
export interface Start {
  settings: Settings;
  wifi: WifiSettings | null;
}

/** What the start script offers, `cbstart`. */
export interface StartService {
  /** What the store holds; null when nothing in it is whole. */
  startOf(hal: Hal): Start | null;
  /**
   * Reads the log, writes the boot_id of this boot, and takes over what waits. False when flash doesn't work. With the
   * green key down: a self-test if it is let go as the gesture wants.
   */
  takeOver(device: Instructed): boolean;
}

/** What the service script offers, `cbservice`: configurations and commands. They answer by themselves. */
export interface Service extends StepService {
  /**
   * Called while `settings.trial` or `settings.otherKey` is set: with each new state of the link, and with
   * `waiting` when a red press is. Never throws.
   */
  judge(device: Instructed, state: LinkState, reason: string): void;
}

/** What the scripts `cboffer`, `cbchunk` and `cbfinish` offer: a step of an update each. */
export interface StepService {
  /**
   * Carries out what is in a Downlink frame whose seal is good. What it gives is sent after the script was let go of:
   * script and seal together would leave too little memory to a press. Never throws.
   */
  instruct(device: Instructed, frame: Uint8Array): Uplink | null;
}

/** What the update script offers, `cbupdate`: the order to go back, and what isn't a step. */
export interface UpdateService extends StepService {
  /** The running image has proved itself: it is marked as good. Never throws. */
  prove(device: Instructed): void;
}

export interface Services {
  cbstart: StartService;
  cbservice: Service;
  cbupdate: UpdateService;
  cboffer: StepService;
  cbchunk: StepService;
  cbfinish: StepService;
}

/** Null when the script isn't there, or finds no room. */
export type LoadService = <Name extends keyof Services>(name: Name) => Services[Name] | null;
