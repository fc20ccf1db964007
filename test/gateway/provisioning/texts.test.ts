// What an installer reads is there in both languages, for every failure, and with a next thing to try.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { INSTALLER } from '#gateway/messages/installer.ts';
import { languageOf } from '#gateway/messages/language.ts';
import { LANGUAGES, textsIn } from '#gateway/messages/sentence.ts';
import { FAILURES } from '#gateway/provisioning/failure.ts';
import { linkFailure, signalOf } from '#gateway/provisioning/steps/health.ts';

describe('the texts', () => {
  it('explain every failure, with the detail where there is one, and what to do', () => {
    for (const texts of LANGUAGES.map((language) => textsIn(INSTALLER, language))) {
      expect(Object.keys(texts.failures).toSorted()).toEqual([...FAILURES].toSorted());
      for (const { what, next } of Object.values(texts.failures)) {
        expect(what('the-detail').length).toBeGreaterThan(3);
        expect(next.length).toBeGreaterThan(3);
      }
    }
  });

  it('are Chinese in the Chinese table', () => {
    for (const { what, next } of Object.values(textsIn(INSTALLER, 'zh').failures)) {
      expect(`${what('')}${next}`).toMatch(/\p{Script=Han}{4}/u);
    }
  });

  it.each([
    'installers-manual.md',
    'installers-manual.zh-CN.md',
  ])('are explained in %s, code by code', (name) => {
    const path = new URL(`../../../docs/guides/${name}`, import.meta.url);
    const codes = [...readFileSync(path, 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(
      ([, code]) => code,
    );
    expect(codes.toSorted()).toEqual([...FAILURES].toSorted());
  });
});

it('the language is the one that was named, else that of the system, else English', () => {
  expect(languageOf({ LANG: 'en_US.UTF-8' }, 'zh')).toBe('zh');
  expect(languageOf({ LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(languageOf({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' })).toBe('en');
  expect(languageOf({})).toBe('en');
});

it('what the device says of its connection becomes the cause that an installer can mend', () => {
  const codes = Object.fromEntries(
    [
      'AUTH_FAIL',
      '_WAY_HANDSHAKE_TIMEOUT',
      'HANDSHAKE_TIMEOUT',
      'NO_AP_FOUND',
      'BEACON_TIMEOUT',
      'no_connection',
      'no_CONNACK',
      'no_way_out',
      'refused_with_code__',
      'connect_ECONNREFUSED___________',
      'something_else',
      '',
    ].map((reason) => [reason, linkFailure(reason).code]),
  );
  expect(codes).toEqual({
    AUTH_FAIL: 'WIFI_PASSWORD',
    _WAY_HANDSHAKE_TIMEOUT: 'WIFI_PASSWORD',

    HANDSHAKE_TIMEOUT: 'WIFI_PASSWORD',
    NO_AP_FOUND: 'WIFI_NOT_FOUND',

    BEACON_TIMEOUT: 'WIFI_LOST',
    no_connection: 'LINK_NO_GATEWAY',

    no_CONNACK: 'LINK_NO_GATEWAY',
    no_way_out: 'LINK_NO_GATEWAY',

    refused_with_code__: 'LINK_REFUSED',
    something_else: 'LINK_SLOW',
    '': 'LINK_SLOW',
    connect_ECONNREFUSED___________: 'LINK_NO_GATEWAY',
  });
});

it("what is shown of the device's reason lost only what was no letter", () => {
  const shown = (reason: string) => linkFailure(reason).detail;
  expect(shown('connect_ECONNREFUSED____________')).toBe('connect_ECONNREFUSED');
  expect(shown('_WAY_HANDSHAKE_TIMEOUT')).toBe('4WAY_HANDSHAKE_TIMEOUT');
  expect(shown('refused_with_code__')).toBe('refused_with_code');
  expect(shown('____')).toBe('');
});

it('a signal is good to -67 dBm, weak from -75, and 0 is unknown', () => {
  expect([0, -50, -67, -68, -74, -75, -80, -81].map(signalOf)).toEqual([
    'unknown',
    'good',
    'good',
    'fair',
    'fair',
    'weak',
    'weak',
    'bad',
  ]);
});
