// Presses and calls as the tests of the gateway need them: good ones, but for what a test changes.
import { type Call, openCall } from '#gateway/domain/call.ts';
import { type AssignedPress, callIdOf, type Press } from '#gateway/domain/press.ts';

export const T0 = Date.UTC(2026, 0, 1);
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export function press(changes: Partial<Press> = {}): Press {
  return {
    deviceId: 'CB-1',
    bootId: 1,
    seq: 1,
    key: 'red',
    count: 1,
    test: false,
    receivedAt: T0,
    ageMs: 0,
    ageIsLowerBound: false,
    ...changes,
  };
}

/** A press that opened a call of its own. */
export function assigned(changes: Partial<AssignedPress> = {}): AssignedPress {
  const pressed = press(changes);
  return { ...pressed, callId: callIdOf(pressed), joined: false, ...changes };
}

export function call(changes: Partial<Call> = {}, openedBy: Partial<Press> = {}): Call {
  return { ...openCall(press(openedBy), undefined), ...changes };
}
