// Keeps the board in its Wi-Fi. The ESP32 tries about three times, then gives up until it is told again.

import { Alarm } from '../core/alarm.ts';
import { wait } from '../core/backoff.ts';
import type { WifiSettings } from '../core/stored.d.ts';
import type { Hal } from '../hal.ts';
import type { WifiModule } from './interpreter.d.ts';

/** First and longest wait before joining again; half of it by chance. */
const AGAIN_MS = 2000;
const MAX_MS = 60000;

/** How often it looks after itself: a loss isn't always told. */
const LOOK_MS = 60000;
/** Looks in a row without a session after which a board outside its Wi-Fi joins again. */
const LOOKS_OUTSIDE = 2;
/** The same of a board that is in its Wi-Fi, or says so: then its session is missing for another reason. */
const LOOKS_INSIDE = 10;

/** What Wi-Fi is for. */
export interface WifiUser {
  /** `connected` when all is well. */
  state: string;
  /** The network has come. */
  hurry(network: boolean): void;
}

/** Null on a board without Wi-Fi. */
export function wifiModule(): WifiModule | null {
  try {
    return require('Wifi');
  } catch {
    return null;
  }
}

export class Wifi {
  module: WifiModule | null;
  /** Plans the next look anew; set by `start`. */
  recover: () => void;
  /** Why the board isn't in its Wi-Fi, in the interpreter's words; empty when it is, or at first. */
  problem: string;

  constructor(module: WifiModule | null) {
    this.module = module;
    this.problem = '';
    this.recover = () => {};
  }

  /** Joins, and joins again for ever. Does nothing on a board without Wi-Fi. Once. */
  start(hal: Hal, settings: WifiSettings, user: WifiUser): void {
    const module = this.module;
    if (!module) return;
    const alarm = new Alarm(hal);
    let failures = 0;
    let looks = 0;
    /** Until it joins again. */
    let waiting = false;
    const join = () => {
      waiting = false;
      alarm.set(LOOK_MS, look);
      module.connect(settings.ssid, { password: settings.password });
    };
    /** Several events tell of one loss: one new attempt. */
    const again = (problem: string) => {
      this.problem = problem;
      if (waiting) return;
      alarm.set(wait(AGAIN_MS, MAX_MS, failures, hal.random()), join);
      // Not before: memory that runs out breaks this off, and leaves no timer.
      waiting = true;
      failures++;
    };
    const look = () => {
      alarm.set(LOOK_MS, look);
      looks = user.state === 'connected' ? 0 : looks + 1;
      if (looks < LOOKS_OUTSIDE || (looks < LOOKS_INSIDE && isIn(module))) return;
      looks = 0;
      again('no way out');
      // What it believes about itself may be wrong. Its event comes while a new attempt is planned already.
      module.disconnect();
    };
    this.recover = () => {
      // A timer that was set may never come.
      if (waiting) alarm.set(wait(AGAIN_MS, MAX_MS, failures, hal.random()), join);
      else alarm.set(LOOK_MS, look);
    };
    module.stopAP();
    module.on('disconnected', (details) => again(details ? (details.msg ?? 'lost') : 'lost'));
    module.on('connected', () => {
      this.problem = '';
      failures = 0;
      looks = 0;
      waiting = false;
      alarm.set(LOOK_MS, look);
      user.hurry(true);
    });
    join();
  }

  /** Signal strength in dBm, 0 when unknown. */
  rssi(): number {
    const rssi = this.module ? this.module.getStatus().rssi : 0;
    return rssi && rssi < 0 && rssi >= -127 ? rssi : 0;
  }
}

/** `station` says "connected" also before it has an address. */
function isIn(module: WifiModule): boolean {
  return module.getStatus().station === 'connected' && module.getIP().ip !== '0.0.0.0';
}
