// The admin API beyond this machine: over TLS alone, with the certificate whose fingerprint clients compare.
import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { ConfigSchema } from '#gateway/config/index.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import { tempFolder } from '../temp.ts';

async function startOn(admin: object | 'off') {
  const port = { port: 0 };
  const config = ConfigSchema.parse({
    data: await tempFolder(),
    log: 'silent',
    mqtt: port,
    http: port,
    admin,
  });
  const ports = await realPorts(config);
  const gateway = new Gateway(config, ports);
  await gateway.start();
  onTestFinished(() => gateway.stop());
  return { port: gateway.adminPort, certificate: ports.certificate };
}

/** The status without a token, and the certificate that was shown. */
async function askOverTls(port: number): Promise<{ status: number | undefined; pin: string }> {
  return await new Promise((resolve, reject) => {
    const where = { host: '127.0.0.1', port, path: '/api/v1/whoami', rejectUnauthorized: false };
    const asking = request(where, (response) => {
      const { fingerprint256: pin } = (response.socket as TLSSocket).getPeerCertificate();
      response.resume().once('end', () => resolve({ status: response.statusCode, pin }));
    });
    asking.once('error', reject).end();
  });
}

it('on an address of the network it speaks TLS, and nothing in the clear', async () => {
  const { port, certificate } = await startOn({ host: '0.0.0.0', port: 0 });
  const { fingerprint } = await certificate();
  expect(await askOverTls(port)).toEqual({ status: 401, pin: fingerprint });
  await expect(fetch(`http://127.0.0.1:${port}/api/v1/openapi.json`)).rejects.toThrow(
    'fetch failed',
  );
});

it('on loopback it is plain, and nothing is there when it is off', async () => {
  const { port } = await startOn({ port: 0 });
  expect((await fetch(`http://127.0.0.1:${port}/api/v1/whoami`)).status).toBe(401);
  expect((await startOn('off')).port).toBe(0);
});
