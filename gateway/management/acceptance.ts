// The acceptance test as the gateway sees it: what is still missing before a device is in service.
import type { z } from 'zod';
import { isAtLeast, latestPress } from '../domain/call.ts';
import type { RegisteredDevice } from '../domain/ports/registry.ts';
import type { ApiSubjects } from './endpoint.ts';
import { isConnected } from './views.ts';
import type { AcceptanceBody, AcceptanceGap } from './wire.ts';

/** A resident's test presses of years are not looked through. */
const NEWEST_CALLS = 50;

/**
 * Empty: nothing is missing. Only presses since the newest key was issued and since the device stands in its home
 * count: those that it made there.
 */
export async function acceptanceGaps(
  device: RegisteredDevice,
  seen: z.output<typeof AcceptanceBody>,
  { administration, history, registry }: ApiSubjects,
): Promise<z.output<typeof AcceptanceGap>[]> {
  const { deviceId, keyIssuedAt = 0 } = device;
  const [binding] = await registry.bindingsOf(deviceId);
  const since = Math.max(keyIssuedAt, binding?.since ?? 0);
  const calls = await history.callsOf(deviceId, NEWEST_CALLS);
  const isAccepted = (key: 'green' | 'red') =>
    calls.some(
      (call) =>
        call.key === key &&
        call.test &&
        latestPress(call).receivedAt >= since &&
        isAtLeast(call, 'accepted'),
    );
  const isMissing: Record<z.output<typeof AcceptanceGap>, boolean> = {
    no_home: device.homeId === undefined,
    key_not_used: device.keyVersion === 0 || device.keyVersionUsed !== device.keyVersion,
    not_connected: !isConnected(administration, deviceId),
    green_press_not_accepted: !isAccepted('green'),
    red_press_not_accepted: !isAccepted('red'),
    light_not_confirmed: !seen.light_confirmed,
    buzzer_not_confirmed: !seen.buzzer_confirmed,
  };
  const gaps = Object.entries(isMissing).filter(([, isSo]) => isSo);
  return gaps.map(([gap]) => gap as z.output<typeof AcceptanceGap>);
}
