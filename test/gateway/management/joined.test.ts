// A press that joins an open test call counts by its own arrival, and not by that of the press that opened the call.
import { expect, test } from 'vitest';
import { advanceCall, joinCall, openCall } from '#gateway/domain/call.ts';
import type { RegisteredDevice } from '#gateway/domain/ports/registry.ts';
import type { Press } from '#gateway/domain/press.ts';
import { acceptanceGaps } from '#gateway/management/acceptance.ts';
import type { ApiSubjects } from '#gateway/management/endpoint.ts';
import { callView } from '#gateway/management/views.ts';

const press = (seq: number, receivedAt: number): Press => ({
  deviceId: 'CB-0001',
  bootId: 1,
  seq,
  key: 'green',
  test: true,
  count: 1,

  receivedAt,
  ageMs: 0,
  ageIsLowerBound: false,
});
const alone = advanceCall(openCall(press(1, 1_000), undefined), 'accepted', 1_100);
const joined = joinCall(alone, press(2, 5_000));
const SEEN = { light_confirmed: true, buzzer_confirmed: true, rssi_dbm: null, battery_percent: 90 };

test('the view of a call tells when its latest press came', () => {
  expect(callView(alone)).toMatchObject({ last_press_at: '1970-01-01T00:00:01.000Z' });
  expect(callView(joined)).toMatchObject({
    opened_at: '1970-01-01T00:00:01.000Z',
    last_press_at: '1970-01-01T00:00:05.000Z',
  });
  const { arrival, ...former } = joined;
  expect(callView(former)).toMatchObject({ last_press_at: '1970-01-01T00:00:01.000Z' });
});

test('a press since the newest key was issued is found in a call of before it', async () => {
  const device = { deviceId: 'CB-0001', keyIssuedAt: 3_000 } as RegisteredDevice;
  const gapsWith = (call: typeof joined) =>
    acceptanceGaps(device, SEEN, {
      administration: { device: () => ({ connected: true }) },
      history: { callsOf: async () => [call] },
      registry: { bindingsOf: async () => [] },
    } as unknown as ApiSubjects);
  expect(await gapsWith(alone)).toContain('green_press_not_accepted');
  expect(await gapsWith(joined)).not.toContain('green_press_not_accepted');
});
