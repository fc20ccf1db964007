// Settings that are right, for tests: whole ones, and any that a store may hold.
import fc from 'fast-check';
import type { StoredSettings } from '#firmware/src/core/stored.d.ts';

export const STORED: StoredSettings = {
  device_id: 'CB-TEST',
  key_version: 1,
  key: '07'.repeat(32),
  main: { host: 'main.test', port: 1883 },
};

const uint32 = (min: number) => fc.integer({ min, max: 0xffffffff });
const text = (low: number, high: number, minLength: number, maxLength: number) =>
  fc
    .array(fc.integer({ min: low, max: high }), { minLength, maxLength })
    .map((codes) => String.fromCharCode(...codes));
const key = {
  key_version: uint32(1),
  key: fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString('hex')),
};
const address = fc.record({
  host: text(33, 126, 1, 128),
  port: fc.integer({ min: 1, max: 65535 }),
});

/** All that the store may hold, with and without what may be absent. */
export const anyStored = fc.record(
  {
    device_id: fc.stringMatching(/^[A-Za-z0-9_-]{4,32}$/),
    ...key,
    old_key: fc.record(key),
    rotated_by: uint32(1),
    main: address,
    spare: address,
    wifi: fc.record({ ssid: text(1, 255, 1, 32), password: text(1, 255, 0, 64) }),
    heartbeat_s: fc.integer({ min: 60, max: 86_400 }),
    unreached_after_s: fc.integer({ min: 30, max: 600 }),
    keepalive_s: fc.integer({ min: 1, max: 300 }),
    revision: uint32(0),
    tried_revision: uint32(0),
  },
  { requiredKeys: ['device_id', 'key_version', 'key', 'main'] },
);
