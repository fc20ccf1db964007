// TLS to the platform: whom the webhook trusts, how it proves who it is, and what a wrong certificate yields.
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { TlsFiles } from '#gateway/destinations/http-pool.ts';
import { HostLookup } from '#gateway/destinations/lookup.ts';
import { deliveryOf, PERSONAL_DATA } from '#test/contract/deliveries.ts';
import { authority, type Pem, signedBy } from './certificates.ts';
import { FAST, webhookTo } from './server.ts';

let ca: Pem;
let other: Pem;
let good: Pem;
beforeAll(async () => {
  ca = await authority('Ours');
  other = await authority('Other');
  good = await signedBy(ca);
});

const never = () => new AbortController().signal;

async function platform(own: Pem, options: object = {}) {
  const asked: TLSSocket[] = [];
  const server = createServer({ ...own, ...options }, (request, response) => {
    asked.push(request.socket as TLSSocket);
    request.resume().once('end', () => response.end());
  });
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { asked, server, url: `https://127.0.0.1:${port}/` };
}

function webhook(url: string, tls: TlsFiles) {
  const destination = webhookTo(url, Date.now, new HostLookup(), { tls, time: FAST });
  onTestFinished(() => destination.stop());
  return destination;
}

describe('a platform', () => {
  it('is trusted when the authority vouches for it that the configuration names', async () => {
    const { url } = await platform(good);
    const outcome = await webhook(url, { ca: ca.cert }).deliver(deliveryOf(1), never());
    expect(outcome).toEqual({ kind: 'accepted' });
  });

  const wrong: [string, string, () => Promise<Pem>][] = [
    ['has expired', 'CERT_HAS_EXPIRED', () => signedBy(ca, { begins: -9, ends: -1 })],
    ['is not good yet', 'CERT_NOT_YET_VALID', () => signedBy(ca, { begins: 5, ends: 9 })],
    ['is for another host', 'ERR_TLS_CERT_ALTNAME_INVALID', () => signedBy(ca, { host: 'x.test' })],
    ['is vouched for by nobody', 'DEPTH_ZERO_SELF_SIGNED_CERT', async () => other],
    ['is of another authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', () => signedBy(other)],
  ];
  for (const [what, detail, make] of wrong) {
    it(`whose certificate ${what} is UNREACHABLE with ${detail}, and hears nothing`, async () => {
      const { url, asked } = await platform(await make());
      const outcome = await webhook(url, { ca: ca.cert }).deliver(deliveryOf(1), never());
      expect(outcome).toEqual({ kind: 'failed', code: 'UNREACHABLE', detail });
      expect(asked).toHaveLength(0);
    });
  }

  it('with a wrong certificate is told as the reason of the link, without a delivery', async () => {
    const { url } = await platform(await signedBy(ca, { begins: -9, ends: -1 }));
    const destination = webhook(url, { ca: ca.cert });
    await destination.start();
    while (destination.link === undefined) await new Promise(setImmediate);
    expect(destination.link).toMatchObject({ isUp: false, reason: 'CERT_HAS_EXPIRED' });
  });
});

describe('our own certificate', () => {
  const asks = () => ({ ca: ca.cert, requestCert: true, rejectUnauthorized: true });

  it('is shown to a platform that asks for it', async () => {
    const { url, asked } = await platform(good, asks());
    const own = await signedBy(ca, { host: 'gateway.test' });
    const destination = webhook(url, { ca: ca.cert, ...own });
    await destination.start();
    expect(await destination.deliver(deliveryOf(1), never())).toEqual({ kind: 'accepted' });
    expect(asked[0]?.getPeerCertificate().subject.CN).toBe('gateway.test');
  });

  it('that is missing, or of somebody else, yields UNREACHABLE and nothing of the resident', async () => {
    const { url, asked } = await platform(good, asks());
    for (const own of [{}, await signedBy(other)]) {
      const outcome = await webhook(url, { ca: ca.cert, ...own }).deliver(deliveryOf(1), never());
      expect(outcome).toMatchObject({ kind: 'failed', code: 'UNREACHABLE' });
      expect(JSON.stringify(outcome)).not.toMatch(PERSONAL_DATA);
    }
    expect(asked).toHaveLength(0);
  });
});
