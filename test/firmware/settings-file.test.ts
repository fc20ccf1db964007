// The text of the stored settings: read back as it was written, and refused when a field is wrong.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeSettings,
  parseSettings,
  settingsOf,
  wrongField,
} from '#firmware/src/service/settings-file.ts';
import { anyStored, STORED } from './stored-settings.ts';

test('any right settings are read back as they were written', () => {
  fc.assert(
    fc.property(anyStored, (stored) => {
      expect(parseSettings(encodeSettings(stored))).toEqual(stored);
    }),
  );
});

test('any other text is refused, or holds right settings', () => {
  const texts = fc.oneof(fc.string(), fc.json(), anyStored.map(encodeSettings));
  const damage = fc.tuple(texts, fc.nat(), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(damage, ([text, at, put]) => {
      const from = at % (text.length + 1);
      const stored = parseSettings(text.slice(0, from) + put + text.slice(from + put.length));
      if (stored !== null) expect(wrongField(stored)).toBe('');
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['device_id', { device_id: 'abc' }],
  ['device_id', { device_id: 'CB 0001' }],
  ['device_id', { device_id: 'x'.repeat(33) }],
  ['device_id', { device_id: undefined }],
  ['key', { key: '07'.repeat(31) }],
  ['key', { key: 'g7'.repeat(32) }],
  ['key', { key: 'AB'.repeat(32) }],
  ['key', { key_version: 0 }],
  ['key', { key_version: 1.5 }],
  ['key', { key_version: 4_294_967_296 }],
  ['old_key', { old_key: null }],
  ['old_key', { old_key: { key_version: 1 } }],
  ['rotated_by', { rotated_by: 0 }],
  ['main', { main: undefined }],
  ['main', { main: { host: '', port: 1 } }],
  ['main', { main: { host: 'x'.repeat(129), port: 1 } }],
  ['main', { main: { host: 'a b', port: 1 } }],
  ['main', { main: { host: 'é', port: 1 } }],
  ['main', { main: { host: 'a', port: 0 } }],
  ['spare', { spare: { host: 'a', port: 65_536 } }],
  ['spare', { spare: 'a:1' }],
  ['wifi', { wifi: { ssid: '', password: '' } }],
  ['wifi', { wifi: { ssid: '名', password: '' } }],
  ['wifi', { wifi: { ssid: 'a' } }],
  ['heartbeat_s', { heartbeat_s: 59 }],
  ['heartbeat_s', { heartbeat_s: 86_401 }],
  ['heartbeat_s', { heartbeat_s: '600' }],
  ['unreached_after_s', { unreached_after_s: 29 }],
  ['unreached_after_s', { unreached_after_s: 601 }],
  ['keepalive_s', { keepalive_s: 301 }],
  ['revision', { revision: -1 }],
  ['tried_revision', { tried_revision: null }],
])('a wrong %s is named: %j', (field, change) => {
  const stored = { ...STORED, ...change } as never;
  expect(wrongField(stored)).toBe(field);
  expect(parseSettings(JSON.stringify(stored))).toBe(null);
});

test('a field of a later version is kept', () => {
  const later = { ...STORED, colour: 'blue' };
  expect(parseSettings(JSON.stringify(later))).toEqual(later);
});

test('the device works with what is stored, and with the standard figures for the rest', () => {
  expect(settingsOf(STORED)).toMatchObject({
    deviceId: 'CB-TEST',
    keyVersion: 1,
    key: new Uint8Array(32).fill(7),
    main: { host: 'main.test', port: 1883, tls: false },
    spare: null,
    heartbeatMs: 600_000,
    keepaliveS: 60,
    limits: { unreachedRed: 90_000 },
  });
  const changed = settingsOf({
    ...STORED,
    spare: { host: 'spare.test', port: 1884 },
    heartbeat_s: 60,
    unreached_after_s: 30,
    keepalive_s: 20,
  });
  expect(changed).toMatchObject({
    spare: { host: 'spare.test', port: 1884 },
    heartbeatMs: 60_000,
    keepaliveS: 20,
    limits: { unreachedRed: 30_000 },
  });
});
