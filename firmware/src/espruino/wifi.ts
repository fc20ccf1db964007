// Keeps the board in its Wi-Fi. The ESP32 tries about three times, then gives up until it is told again.

import type { WifiSettings } from '../core/stored.d.ts';
import type { WifiModule } from './interpreter.d.ts';

const AGAIN_MS = 5000;

export class Wifi {
  module: WifiModule | null;
  waiting: boolean;

  constructor() {
    this.module = null;
    this.waiting = false;
  }

  /** Does nothing on a board without Wi-Fi. */
  start(settings: WifiSettings): void {
    try {
      this.module = require('Wifi') as WifiModule;
    } catch {
      return;
    }
    this.module.stopAP();
    this.module.on('disconnected', () => this.again(settings));
    this.module.on('dhcp_timeout', () => this.again(settings));
    this.join(settings);
  }

  join(settings: WifiSettings): void {
    this.waiting = false;
    if (!this.module) return;
    this.module.connect(settings.ssid, { password: settings.password }, (problem) => {
      if (problem) this.again(settings);
    });
  }

  /** Several events tell of one loss: one new attempt. */
  again(settings: WifiSettings): void {
    if (this.waiting) return;
    this.waiting = true;
    setTimeout(() => this.join(settings), AGAIN_MS);
  }

  /** Signal strength in dBm, 0 when unknown. */
  rssi(): number {
    const rssi = this.module ? this.module.getDetails().rssi : 0;
    return rssi && rssi < 0 && rssi >= -127 ? rssi : 0;
  }
}
