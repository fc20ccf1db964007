// Rows of the registry that an older version wrote are read by this one.
import { expect, it } from 'vitest';
import { NO_KEYS } from '#gateway/domain/registry/key-set.ts';
import { deviceJson, deviceOf } from '#gateway/registry/rows.ts';

const DEVICE = {
  deviceId: 'CB-0001',
  state: 'new' as const,
  group: 'north',
  model: '',
  firmware: '',

  account: '12AB',
  bindings: 0,
  createdAt: 1,
  changedAt: 2,
  keys: NO_KEYS,
};

it('a device has the zone that was written, and none when there were no zones yet', () => {
  const { zone, ...older } = deviceJson({ ...DEVICE, zone: '7' });
  expect(deviceOf({ ...older, zone })).toEqual({ ...DEVICE, zone: '7' });
  expect(deviceOf(older)).toEqual({ ...DEVICE, zone: '' });
});
