// The gesture that starts a self-test: the green key is down when the power comes on, and let go 3 to 10 s later.
import { NEVER } from '../core/debounce.ts';
import type { Instructed } from '../core/service.ts';
import { selfTest } from './self-test.ts';

const BOOT_POWER_ON = 1;
const BOOT_UNKNOWN = 5;
/** In ms since the start. */
const FROM_MS = 3000;
const TO_MS = 10000;
/** So long it must stay up: a stuck contact that flickers is no gesture. */
const UP_MS = 1000;
const LOOK_MS = 250;

/** Call when green is down at the start. Looks until the gesture is made, or can't be any more. */
export function awaitGesture(device: Instructed): void {
  const cause = device.hal.bootCause;
  if (cause === BOOT_POWER_ON || cause === BOOT_UNKNOWN) look(device);
}

function look(device: Instructed): void {
  if (!device.running) return;
  const now = device.hal.now();
  const green = device.keys.green;
  const edgeAt = green.edgeAt() ?? now;
  // Pressed since then: no gesture but a press. What was let go in time may be seen late: a connect can stand still.
  if (green.pressedAt !== NEVER || (green.isDown() && now > TO_MS)) return;
  if (!green.isDown()) {
    if (edgeAt < FROM_MS || edgeAt > TO_MS) return;
    if (now - edgeAt >= UP_MS) {
      selfTest(device);
      return;
    }
  }
  device.hal.after(LOOK_MS, () => look(device));
}
