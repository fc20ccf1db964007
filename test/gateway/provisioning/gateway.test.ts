// A false gateway gets nothing: neither the token nor a request. The right one is known by its certificate.

import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import { given, inACable, startApi } from './set-up.ts';

async function certificate() {
  const altNames = [{ type: 7 as const, ip: '127.0.0.1' }];
  const made = await generate([{ name: 'commonName', value: 'gateway' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { cert: made.cert, key: made.private, pin: new X509Certificate(made.cert).fingerprint256 };
}

describe('a gateway with TLS', () => {
  it('is known by the fingerprint of its certificate, with colons or without, or by who signed it', async ({
    onTestFinished,
  }) => {
    const { cert, key, pin } = await certificate();
    const api = await startApi(onTestFinished, { cert, key });
    const at = inACable(onTestFinished);
    expect(await at.run({ ...given(api), fingerprint: pin })).toBe(0);
    const plain = pin.replaceAll(':', '').toLowerCase();
    expect(await at.run({ ...given(api), fingerprint: plain })).toBe(0);
    const ca = join(at.stateFolder, 'ca.pem');
    writeFileSync(ca, cert);
    expect(await at.run({ ...given(api), ca })).toBe(0);
    expect(await at.run({ ...given(api), fingerprint: 'a0' })).toBe(2);
  });

  it('whose certificate is another is false: it hears no token and no request, and nothing is written', async ({
    onTestFinished,
  }) => {
    const right = await certificate();
    const wrong = await certificate();
    const heard: string[] = [];
    const server = createTls({ cert: wrong.cert, key: wrong.key }, (socket) => {
      socket.on('error', () => {});
      socket.on('data', (bytes) => heard.push(String(bytes)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const gateway = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const at = inACable(onTestFinished);
    const flags = { gateway, main: 'h:1', deviceId: 'CB-0001', reference: 'H-1', wifi: 'w' };
    const ca = join(at.stateFolder, 'ca.pem');
    writeFileSync(ca, right.cert);
    for (const trust of [{ fingerprint: right.pin }, { ca }, {}]) {
      expect(await at.run({ ...flags, ...trust, yes: true })).toBe(1);
      expect(at.failures.at(-1)).toBe('GATEWAY_FALSE');
    }
    expect(heard).toEqual([]);
    expect(at.cable.written).not.toContain(' set ');
  });
});

describe('https to something without TLS is told as that, and not as no connection', () => {
  it.each([
    ['en', 'answers, but without TLS', 'http://127.0.0.1'],
    ['zh', '有应答，但没有 TLS', 'http://127.0.0.1'],
  ] as const)('of a gateway that speaks plain HTTP, in %s', async (lang, words, next) => {
    const api = await startApi(onTestFinished);
    const at = inACable(onTestFinished);
    const { pin } = await certificate();
    for (const trust of [{}, { fingerprint: pin }]) {
      at.shown = '';
      const gateway = api.url.replace('http:', 'https:');
      expect(await at.run({ ...given(api), lang, gateway, ...trust })).toBe(1);
      expect(at.failures.at(-1)).toBe('GATEWAY_NO_TLS');
      expect(at.shown).toContain(words);
      expect(at.shown).toContain(next);
    }
    expect(api.asked).toEqual([]);
  });

  it.each([
    ['another service', 'SSH-2.0-OpenSSH\r\n', 'GATEWAY_NO_TLS'],
    ['a redirect to https', 'HTTP/1.1 301 Moved\r\nconnection: close\r\n\r\n', 'GATEWAY_NO_TLS'],
    // It is a TLS that this computer can't agree with.
    ['an alert of TLS', '\x15\x03\x01\x00\x02\x02\x28', 'GATEWAY_UNREACHABLE'],
    ['a line that is cut', '', 'GATEWAY_UNREACHABLE'],
  ])('of %s', async (_, answer, code) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(answer, 'latin1'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const at = inACable(onTestFinished);
    const { port } = server.address() as AddressInfo;
    await at.run({ gateway: `https://127.0.0.1:${port}`, coverage: true });
    expect(at.shown).toContain(`(${code})`);
  });
});

it('plain HTTP to another computer is refused before anything is sent', async ({
  onTestFinished,
}) => {
  const at = inACable(onTestFinished);
  for (const gateway of [
    'http://192.0.2.1:8081',
    'http://127.0.0.1.example:80',
    'http://localhost.example',
  ]) {
    expect(await at.run({ gateway })).toBe(2);
    expect(at.shown).toContain('GATEWAY_PLAIN');
  }
  for (const gateway of ['', 'gateway', 'ftp://127.0.0.1', 'https://']) {
    expect(await at.run({ gateway })).toBe(2);
  }
  expect(at.cable.opened).toBe(0);
});

it('a token is taken from its file, and neither shown nor sent when it can be none', async ({
  onTestFinished,
}) => {
  const api = await startApi(onTestFinished);
  const at = inACable(onTestFinished);
  const tokenFile = join(at.stateFolder, 'token');
  writeFileSync(tokenFile, `${api.token}\n`);
  expect(await at.run({ gateway: api.url, tokenFile, coverage: true })).toBe(0);
  for (const [text, code] of [
    ['cb_two\nlines', 1],
    ['', 2],
    ['令牌', 1],
  ] as const) {
    writeFileSync(tokenFile, text);
    expect(await at.run({ gateway: api.url, tokenFile, coverage: true })).toBe(code);
  }
  expect(at.shown).not.toMatch(/cb_|令牌\n/);
  expect(api.asked).toEqual(['GET /coverage']);
});

it('something else than the gateway, which answers otherwise, is told', async ({
  onTestFinished,
}) => {
  const answers = [
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}',
    'HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: https://evil.example\r\n\r\n',
    'SSH-2.0-OpenSSH\r\n',
  ];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(answers.shift() ?? ''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const at = inACable(onTestFinished);
  const gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const codes = [];
  for (const _ of [1, 2, 3, 4]) {
    at.shown = '';
    await at.run({ gateway, coverage: true });
    codes.push(/\(([A-Z_]+)\)\n$/.exec(at.shown)?.[1]);
  }
  expect(codes).toEqual(['GATEWAY_ODD', 'GATEWAY_ODD', 'GATEWAY_ODD', 'GATEWAY_UNREACHABLE']);
});
