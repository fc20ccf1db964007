// The self-test: starts test mode and checks light, flash, link, battery and keys.
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { LOW_PERCENT, percentOf } from '../core/battery.ts';
import type { Debounce } from '../core/debounce.ts';
import { RECORD_BOOT } from '../core/flash-record.ts';
import type { Instructed } from '../core/service.ts';

export const OK = 'ok';
/** Somebody has called: no moment for a test, in which another press would count for nothing. */
export const BUSY = 'a press is waiting';
/** The checks come when there is a connection. */
export const LATER = 'waiting for the link';

/** Test mode ends by itself after so long, in ms. */
export const TEST_MS = 300000;
/**
 * So long after the start, in ms, the link may still be on its way, and an attempt that was begun by then a minute
 * more: a connect can stand still for 40 s. Looked at again so often.
 */
const LINK_MS = 60000;
const AGAIN_MS = 5000;
/** First it must be seen that a test runs. */
const RUNNING_MS = 2000;

/** `ok`, what failed (some of `light,flash,link,battery,key`), `LATER` or `BUSY`. The result shows for 5 s. */
export function selfTest(device: Instructed): string {
  const test = device.test;
  const now = device.hal.now();
  if (now >= test.until) {
    if (isBusy(device, now)) return BUSY;
    test.until = now + TEST_MS;
    test.keys = [KEY_RED, KEY_GREEN];
    device.refresh(true);
  }
  return examine(device);
}

/** Checks and shows the result; later when the link may still come. */
function examine(device: Instructed): string {
  const now = device.hal.now();
  const state = device.link.state;
  const limit = state === 'waiting' ? LINK_MS : 2 * LINK_MS;
  if (state !== 'connected' && now < limit) {
    device.hal.after(AGAIN_MS, () => {
      if (device.running) examine(device);
    });
    return LATER;
  }
  const failed = check(device).join(',');
  device.test.isGood = failed === '';
  device.test.resultAt = now + RUNNING_MS;
  device.refresh(false);
  return failed === '' ? OK : failed;
}

function isBusy(device: Instructed, now: number): boolean {
  if (device.pending() !== PENDING_NOTHING) return true;
  return device.calls.red.view(now) !== 'idle' || device.calls.green.view(now) !== 'idle';
}

/** The names of what is not as it should be. */
function check(device: Instructed): string[] {
  const health = device.hal.health();
  const log = device.log;
  const failed: string[] = [];
  if (device.indicator.shown === null) failed.push('light');
  // Says again what is true, so it changes nothing; the log reads back what it writes.
  if (!log.append(log.record(RECORD_BOOT, 0, 0, log.bootId, 0))) failed.push('flash');
  if (device.link.state !== 'connected') failed.push('link');
  if (health.batteryMv <= 0 || percentOf(health.batteryMv) <= LOW_PERCENT) failed.push('battery');
  if (isStuck(device.keys.red) || isStuck(device.keys.green)) failed.push('key');
  return failed;
}

function isStuck(contact: Debounce): boolean {
  return contact.isDown() && contact.isStuck;
}
