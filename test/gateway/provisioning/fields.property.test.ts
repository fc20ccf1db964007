// Whatever an installer types outside of a field's range is refused before anything is written; what the device takes is taken.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrongField } from '#firmware/src/service/settings-file.ts';
import { addressOf, FIELD_NAMES, type FieldName, faultOf } from '#gateway/provisioning/fields.ts';
import type { ProvisionOptions } from '#gateway/provisioning/options.ts';
import { inACable } from './set-up.ts';

const OPTION: Record<FieldName, keyof ProvisionOptions> = {
  device_id: 'deviceId',
  reference: 'reference',
  community: 'community',

  subdistrict: 'subdistrict',
  name: 'name',
  address: 'address',
  telephone: 'telephone',

  group: 'group',
  account: 'account',
  zone: 'zone',
  wifi_ssid: 'wifi',

  main: 'main',
  spare: 'spare',

  heartbeat_s: 'heartbeat',
  unreached_after_s: 'unreachedAfter',
  reason: 'rebind',
  wifi_password: 'wifiPasswordFile',
} as const;

const controls = fc.constantFrom(
  '\0',
  '\n',
  '\r',
  '\t',
  '\x1b',
  '\x7f',
  '\u0085',
  '\u2028',
  '\u202e',
);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });

describe('a field', () => {
  it.each(FIELD_NAMES)('%s has no control character, and no half of one', (field) => {
    fc.assert(
      fc.property(text, controls, text, (before, control, after) => {
        expect(faultOf(field, before + control + after)).toBe('control');
      }),
    );
    expect(faultOf(field, 'ab\ud800cd')).toBe('surrogate');
  });

  it.each(FIELD_NAMES)('%s is not as long as a page', (field) => {
    expect(faultOf(field, 'x'.repeat(300))).toBeDefined();
    expect(faultOf(field, '1'.repeat(300))).toBeDefined();
  });

  it('that must be there is missing when it is empty or blank', () => {
    for (const field of ['device_id', 'reference', 'wifi_ssid', 'main', 'reason'] as const) {
      expect(faultOf(field, '')).toBe('missing');
    }
    expect(faultOf('reference', '   ')).toBe('missing');
    for (const field of ['community', 'name', 'wifi_password', 'spare'] as const) {
      expect(faultOf(field, '')).toBeUndefined();
    }
  });

  it('counts bytes where the device does: 10 Chinese characters are a network, 11 are not', () => {
    expect(faultOf('wifi_ssid', '张'.repeat(10))).toBeUndefined();
    expect(faultOf('wifi_ssid', '张'.repeat(11))).toBe('long_bytes');
    expect(faultOf('wifi_password', '密'.repeat(21))).toBeUndefined();
    expect(faultOf('wifi_password', '密'.repeat(22))).toBe('long_bytes');
    expect(faultOf('wifi_password', '1234567')).toBe('password_short');
  });

  it('counts places and names as the gateway does: a rare character is two of UTF-16', () => {
    expect(faultOf('name', '𠮷'.repeat(64))).toBeUndefined();
    expect(faultOf('name', '𠮷'.repeat(65))).toBe('long');
  });

  it('takes places, names and addresses in Chinese', () => {
    for (const field of ['community', 'subdistrict', 'name', 'address', 'group'] as const) {
      expect(faultOf(field, '南京市鼓楼区幸福路 7 号 201 室')).toBeUndefined();
    }
    expect(faultOf('telephone', '+86 (025) 8341-1234')).toBeUndefined();
    expect(faultOf('telephone', 'call me')).toBe('telephone');
  });

  it('of seconds and ports takes its range and nothing beside it', () => {
    const good = (field: FieldName, value: string) => faultOf(field, value) === undefined;
    expect(
      ['59', '60', '86400', '86401', '1e3', '-60', '60.5', ' 60'].map((one) =>
        good('heartbeat_s', one),
      ),
    ).toEqual([false, true, true, false, false, false, false, false]);
    expect(['29', '30', '600', '601'].map((one) => good('unreached_after_s', one))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['0', '007', '999', '1000', '-1', '7.5', 'a'].map((one) => good('zone', one))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(
      ['h:0', 'h:1', 'h:65535', 'h:65536', 'h:', 'h', ':1', 'h:1x', 'a b:1'].map((one) =>
        good('main', one),
      ),
    ).toEqual([false, true, true, false, false, false, false, false, false]);
    expect(addressOf('tls://[::1]:8883')).toEqual({ host: '::1', port: 8883, tls: true });
    expect(addressOf('gateway.example:1883')).toEqual({
      host: 'gateway.example',
      port: 1883,
      tls: false,
    });
  });

  it('that is taken is right for the device too', () => {
    const any = fc.record({
      id: fc.string({ maxLength: 40 }),
      host: fc.string({ maxLength: 140 }),
      port: fc.integer({ min: -1, max: 70_000 }),
      ssid: fc.string({ unit: 'grapheme', maxLength: 40 }),
      password: fc.string({ unit: 'grapheme', maxLength: 70 }),
      heartbeat: fc.integer({ min: 0, max: 100_000 }),
    });
    const key = { key: '07'.repeat(32), key_version: 1 };
    const bytes = (value: string) => Buffer.from(value, 'utf8').toString('latin1');
    fc.assert(
      fc.property(any, ({ id, host, port, ssid, password, heartbeat }) => {
        const main = `${host}:${port}`;
        const right: [FieldName, string, object][] = [
          ['device_id', id, { device_id: id }],
          ['main', main, { main: { host: addressOf(main).host, port: addressOf(main).port } }],
          ['wifi_ssid', ssid, { wifi: { ssid: bytes(ssid), password: '' } }],
          ['wifi_password', password, { wifi: { ssid: 'a', password: bytes(password) } }],
          ['heartbeat_s', String(heartbeat), { heartbeat_s: heartbeat }],
        ];
        for (const [field, value, part] of right) {
          if (faultOf(field, value) !== undefined) continue;
          const stored = { device_id: 'CB-1', main: { host: 'h', port: 1 }, ...key, ...part };
          expect([field, value, wrongField(stored)]).toEqual([field, value, '']);
        }
      }),
    );
  });
});

it('a wrong value in any flag ends the command with 2 before a port is opened, and the value is not repeated', async ({
  onTestFinished,
}) => {
  const at = inACable(onTestFinished);
  for (const field of FIELD_NAMES) {
    if (field === 'wifi_password') continue;
    at.shown = '';
    expect(await at.run({ gateway: 'http://127.0.0.1:1', [OPTION[field]]: 'private\x07' })).toBe(2);
    expect(at.shown).toContain(field);
    expect(at.shown).not.toContain('private');
  }
  expect(at.cable.opened).toBe(0);
});
