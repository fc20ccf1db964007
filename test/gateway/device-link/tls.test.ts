// MQTT over TLS: the same devices, the same answers; what is no TLS is counted, and ends that connection alone.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallLifecycle } from '#gateway/calls/lifecycle.ts';
import { DeviceConnections } from '#gateway/device-link/device-connections.ts';
import { Intake } from '#gateway/device-link/intake.ts';
import { DEFAULT_INTAKE } from '#gateway/device-link/options.ts';
import { Refusals } from '#gateway/device-link/refusals.ts';
import { NO_DEVICE_EVENTS } from '#gateway/domain/ports/administration.ts';
import { NO_METER } from '#gateway/domain/ports/meter.ts';
import { DeviceList } from '#gateway/registry/device-file.ts';
import type { Certificate } from '#gateway/system/certificate.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { ownCertificate } from '#gateway/system/own-certificate.ts';
import { RECEIPT_STORED } from '#protocol/messages.ts';
import { MemoryJournal } from '#test/support/memory-journal.ts';
import type { RawDevice } from '#test/support/raw-device.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { closed, device } from './setting.ts';

const ID = 'CB-0001';
const HOST = '127.0.0.1';

async function certificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'call-button-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return await ownCertificate({ folder, names: [], now: Date.now() });
}

/** The intake alone: calls that take everything. */
async function start(connectTimeoutMs = 10_000) {
  const log = { info() {}, warn() {}, error() {} };
  const refusals = new Refusals(log);
  const calls = { openCallsOf: () => [], take: async () => 'stored' } as unknown as CallLifecycle;
  const directory = new DeviceList(async () => [testDevice(ID)]);
  const journal = new MemoryJournal();
  await Promise.all([directory.start(), journal.start()]);
  const intake = new Intake({
    calls,
    directory,
    journal,
    refusals,
    log,
    clock: systemClock,
    meter: NO_METER,
    connections: new DeviceConnections(),
    options: { ...DEFAULT_INTAKE, connectTimeoutMs },
    supervisor: { connected() {}, disconnected() {}, heard() {} },
    deviceEvents: NO_DEVICE_EVENTS,
  });
  const own = await certificate();
  const address = { host: HOST, port: 0 };
  const ports = await intake.start({ plain: address, tls: { ...address, ...own } });
  onTestFinished(() => intake.stop());
  return { intake, refusals, own, plain: ports.plain as number, tls: ports.tls as number };
}

function overTls(connectNo: number, { cert }: Certificate): RawDevice {
  const rawDevice = device(ID, connectNo);
  rawDevice.tls = { ca: cert };
  return rawDevice;
}

async function peerOf(port: number, options: object): Promise<PeerCertificate> {
  const socket: TLSSocket = connectTls({ port, host: HOST, ...options });
  await once(socket, 'secureConnect');
  const peer = socket.getPeerCertificate();
  socket.destroy();
  return peer;
}

describe('MQTT over TLS', () => {
  it('serves a device that checks the certificate, beside the plain listener', async () => {
    const { plain, tls, own, intake } = await start();
    const rawDevice = await overTls(1, own).join(tls);
    expect((await rawDevice.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    expect((rawDevice.socket as TLSSocket).getProtocol()).toBe('TLSv1.3');
    const again = await device(ID, 2).join(plain);
    await rawDevice.until(() => rawDevice.isClosed);
    expect((await again.press({ bootId: 1, seq: 2 })).result).toBe(RECEIPT_STORED);
    await until(() => intake.status().sockets === 1);
    expect(intake.status()).toMatchObject({ connected: 1, unconnected: 0 });
  });

  it('counts a handshake that fails, and a device that speaks plain MQTT there', async () => {
    const { tls, own, refusals, intake } = await start();
    const old = connectTls({
      port: tls,
      host: HOST,
      ca: own.cert,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
    });
    await closed(old);
    const plain = connect({ port: tls, host: HOST });
    plain.write('GET / HTTP/1.1\r\n\r\n');
    await closed(plain);
    await until(() => intake.status().sockets === 0);
    expect(refusals.counts()).toEqual({ TLS_FAILED: 2 });
    const rawDevice = await overTls(1, own).join(tls);
    expect((await rawDevice.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
  });

  it('cuts a handshake that never ends, and one that is only begun', async () => {
    const { tls, intake, refusals } = await start(100);
    const sockets = [0, 1].map(() => connect({ port: tls, host: HOST }));
    sockets[1]?.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]));
    await Promise.all(sockets.map(closed));
    await until(() => intake.status().sockets === 0);
    expect(refusals.counts()).toEqual({ CONNECT_LATE: 2 });
  });

  it('leaves nothing behind when a device goes at any moment', async () => {
    const { tls, own, intake } = await start();
    for (let n = 1; n <= 20; n++) {
      const rawDevice = overTls(n, own);
      const socket = connectTls({ port: tls, host: HOST, ca: own.cert });
      socket.on('error', () => {});
      if (n % 2 === 0) await once(socket, 'secureConnect');
      socket.destroy();
      if (n % 5 === 0) (await rawDevice.join(tls)).close();
    }
    await until(() => intake.status().sockets === 0);
    expect(intake.status()).toMatchObject({ connected: 0, unconnected: 0 });
  });

  it('shows a new certificate to new connections after a reload, and keeps those that are open', async () => {
    const { tls, own, intake } = await start();
    const rawDevice = await overTls(1, own).join(tls);
    const next = await certificate();
    intake.reloadTls(next);
    expect((await peerOf(tls, { ca: next.cert })).fingerprint256).toBe(next.fingerprint);
    expect((await rawDevice.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
  });

  it('keeps the certificate that it has when the new one is not good', async () => {
    const { tls, own, intake } = await start();
    const { cert } = await certificate();
    const { key } = await certificate();
    expect(() => intake.reloadTls({ cert, key })).toThrow(/CERTIFICATE_INVALID/);
    expect((await peerOf(tls, { ca: own.cert })).fingerprint256).toBe(own.fingerprint);
  });
});
