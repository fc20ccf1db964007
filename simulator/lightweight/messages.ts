// What a light device says about itself, as the firmware would say it.

import { BATTERY_CRITICAL, BATTERY_LOW, BATTERY_NORMAL } from '#firmware/src/core/battery.ts';
import { FIRMWARE_VERSION } from '#firmware/src/core/settings.ts';
import type { DeviceEvent } from '#protocol/messages.ts';

const MAINS_LOST = 1;
const MAINS_RESTORED = 2;
const LOW_PERCENT = 20;
const CRITICAL_PERCENT = 5;
const BATTERY_MV = 4_100;

export const BOOTED: DeviceEvent = {
  kind: 'boot',
  cause: 1,
  firmware: FIRMWARE_VERSION,
  model: 'light',
};

export interface Condition {
  percent: number;
  onMains: boolean;
}

/** One for all devices that are well. */
export const WELL: Condition = { percent: 100, onMains: true };

function levelOf({ percent, onMains }: Condition): number {
  if (onMains || percent > LOW_PERCENT) return BATTERY_NORMAL;
  return percent > CRITICAL_PERCENT ? BATTERY_LOW : BATTERY_CRITICAL;
}

/** The events that tell of a change. */
export function eventsOf(before: Condition, after: Condition): DeviceEvent[] {
  const events: DeviceEvent[] = [];
  if (before.onMains !== after.onMains) {
    events.push({ kind: 'mains', state: after.onMains ? MAINS_RESTORED : MAINS_LOST });
  }
  const level = levelOf(after);
  if (levelOf(before) !== level) {
    const batteryPercent = after.percent;
    events.push({ kind: 'battery', level, batteryMv: BATTERY_MV, batteryPercent });
  }
  return events;
}

export interface Vitals {
  condition: Condition;
  uptimeMs: number;
  outboxDepth: number;
  reconnects: number;
}

export function heartbeat(vitals: Vitals, asksReceipt: boolean): DeviceEvent {
  const { condition, uptimeMs, outboxDepth, reconnects } = vitals;
  return {
    kind: 'heartbeat',
    uptimeS: Math.floor(uptimeMs / 1_000),
    batteryMv: BATTERY_MV,
    batteryPercent: condition.percent,
    onMains: condition.onMains,
    rssiDbm: 0,
    freeVariables: 0,
    outboxDepth,
    reconnects,
    lastError: 0,
    firmware: FIRMWARE_VERSION,
    configurationRevision: 0,
    asksReceipt,
  };
}
