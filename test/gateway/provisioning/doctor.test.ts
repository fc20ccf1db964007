// `--doctor` explains a device to whoever stands before it, and packs what helps without what is secret or private.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bench, given, inACable } from './set-up.ts';

test('a device in service is explained, and the bundle has neither secrets nor personal data', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const out = join(at.stateFolder, 'bundle.json');
  at.device.hal.condition.rssiDbm = -71;
  at.shown = '';
  const writtenBefore = at.cable.written.length;
  expect(await at.run({ doctor: true, out, gateway: api.url, tokenFile: api.tokenFile })).toBe(0);
  expect(at.cable.written.slice(writtenBefore)).not.toMatch(/ (auth|set|get|commit|test|reset) /);
  for (const line of [
    'It is CB-0001 and holds key version 1.',
    'Connected to its gateway.',
    'Wi-Fi: fair (-71 dBm)',
    'on mains; battery good (95 %)',
    'Nothing waits to be sent.',
    'The gateway knows it: in service, connected, key 1 in use, newest 1.',
  ]) {
    expect(at.shown).toContain(line);
  }
  at.shown = '';
  const chinese = { doctor: true, out, lang: 'zh', gateway: api.url } as const;
  expect(await at.run({ ...chinese, tokenFile: api.tokenFile })).toBe(0);
  expect(at.shown).toContain('网关认识它：使用中，已连接，');
  const bundle = readFileSync(out, 'utf8');
  expect(JSON.parse(bundle)).toMatchObject({
    device: { device_id: 'CB-0001', key_version: 1 },
    state: { link: 'connected', rssi_dbm: '-71' },
    gateway: { state: 'in_service', is_bound: true },
    installation: { key_proved: true },
  });
  const key = api.secretOf();
  const home = api.device().homeId as string;
  const secrets = [key, 'wifi-password-1', api.token, '张家', 'challenge', 'nonce'];
  const personal = ['张三丰', '幸福路', '13912345678', 'H-1', '和平社区', home];
  for (const secret of [...secrets, ...personal]) expect(bundle).not.toContain(secret);
});

test('a device without settings, and a gateway that is not reached, are told and no error', async ({
  onTestFinished,
}) => {
  const at = inACable(onTestFinished);
  const out = join(at.stateFolder, 'bundle.json');
  expect(await at.run({ doctor: true, out, lang: 'zh', gateway: 'http://127.0.0.1:1' })).toBe(0);
  expect(at.shown).toContain('没有设置：它不会呼叫任何人。');
  expect(at.shown).toContain('没有连接：没有设置。');
});

test('a device that does not come in names the cause', async ({ onTestFinished }) => {
  const { api, at } = await bench(onTestFinished);
  at.pace = { ...at.pace, linkMs: 200 };
  expect(await at.run({ ...given(api), main: '127.0.0.1:1', wifi: 'home' })).toBe(1);
  at.shown = '';
  const out = join(at.stateFolder, 'bundle.json');
  expect(await at.run({ doctor: true, out })).toBe(0);
  expect(at.shown).toContain('is in the Wi-Fi, but does not reach the gateway');
  expect(at.shown).toContain('The gateway was not asked');
});

test('why the gateway was not asked is told as it is: no address, no token, no id, or no answer', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  const out = join(at.stateFolder, 'bundle.json');
  const said = async (options: object) => {
    at.shown = '';
    expect(await at.run({ doctor: true, out, ...options })).toBe(0);
    return at.shown;
  };
  const { url: gateway, tokenFile } = api;
  expect(await said({ gateway, tokenFile })).toContain('without settings the device has no id');
  expect(await at.run(given(api))).toBe(0);
  expect(await said({})).toContain('name it with --gateway or CALL_BUTTON_GATEWAY');
  at.token = '';
  expect(await said({ gateway })).toContain('there is no token');
  const none = await said({ gateway: 'http://127.0.0.1:1', tokenFile });
  expect(none).toMatch(/GATEWAY_UNREACHABLE[\s\S]*why stands above/);
  for (const text of [none, await said({ gateway, tokenFile })]) {
    expect(text).not.toContain('The gateway was not asked');
  }
});

test('a port on which nothing answers is told, with the exit code 1', async ({
  onTestFinished,
}) => {
  const at = inACable(onTestFinished);
  at.device.stop();
  at.cable.device.onBytes(() => {});
  at.pace = { ...at.pace, attempts: 2, answerMs: 20 };
  expect(await at.run({ doctor: true })).toBe(1);
  expect(at.shown).toContain('Nothing answers on /dev/virtual0');
});
