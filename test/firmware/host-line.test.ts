// The device on real sockets: TLS to the gateway's own certificate, and peers that accept and never answer.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HostHal } from '#firmware/host/hal.ts';
import { Device } from '#firmware/src/core/device.ts';
import { type Settings, standardSettings } from '#firmware/src/core/settings.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import { ownCertificate } from '#gateway/system/own-certificate.ts';
import { type Address, KEY_RED } from '#protocol/messages.ts';
import { until } from '#test/support/until.ts';
import { waiting } from '#test/support/waiting.ts';
import { HOST, peer } from './peer.ts';
import { receiptingBroker } from './receipting-broker.ts';
import { DEVICE_ID, KEY, Notes } from './scripted-gateway.ts';

function run(main: Address, spare: Address | null, quick: Partial<Settings['limits']> = {}) {
  const standard = standardSettings(DEVICE_ID, KEY.secret, 1, main, spare);
  const notes = new Notes();
  const hal = new HostHal();
  const limits = { ...standard.limits, ...quick };
  const device = new Device(hal, { ...standard, limits }, notes, () => SERVICE);
  onTestFinished(() => {
    device.stop();
    hal.powerOff();
  });
  device.start();
  return { device, notes, hal };
}

async function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return await ownCertificate({ folder, names: [], now: Date.now() });
}

test("a red press arrives over TLS to the gateway's own certificate", async () => {
  const { port, uplinks } = await receiptingBroker(await certificate());
  const { device, hal } = run({ host: HOST, port, tls: true }, null);
  await until(() => device.link.state === 'connected');
  hal.press(KEY_RED);
  await until(() => waiting(device.outbox).length === 0);
  expect(uplinks.some((uplink) => uplink.event.kind === 'press')).toBe(true);
});

test('TLS against a plain listener, and plain MQTT against a TLS listener, are failed attempts', async () => {
  const plain = await receiptingBroker();
  const tls = await receiptingBroker(await certificate());
  const quick = { answer: 200, redRetryFirst: 20, idleRetryFirst: 20, idleRetryLongest: 50 };
  for (const address of [
    { host: HOST, port: plain.port, tls: true },
    { host: HOST, port: tls.port, tls: false },
  ]) {
    const { device } = run(address, null, quick);
    await until(() => device.link.backoff.failures >= 3);
    expect(device.link.connections).toBe(0);
    device.stop();
  }
});

test('a spare with TLS takes the red press that a half-open main swallows', async () => {
  const deaf = await peer((socket) => socket.pause());
  const { port, uplinks } = await receiptingBroker(await certificate());
  const main = { host: HOST, port: deaf.port, tls: false };
  const { device, hal } = run(main, { host: HOST, port, tls: true }, { redAnswer: 100 });
  hal.press(KEY_RED);
  await until(() => device.link.state === 'connected');
  await until(() => uplinks.some((uplink) => uplink.event.kind === 'press'));
  const press = uplinks.find((uplink) => uplink.event.kind === 'press');
  expect(press?.event).toMatchObject({ kind: 'press', key: KEY_RED });
});

test('a peer that accepts and never answers is left, and no socket to it is kept', async () => {
  const deaf = await peer((socket) => socket.resume());
  const quick = { answer: 30, idleRetryFirst: 10, idleRetryLongest: 20 };
  const { device } = run({ host: HOST, port: deaf.port, tls: false }, null, quick);
  await until(() => device.link.connectNo > 10);
  device.stop();
  await until(() => deaf.sockets.size === 0);
});

const CONNACK = Buffer.from([0x20, 2, 0, 0]);
const endless: Record<string, Buffer> = {
  noise: Buffer.alloc(65_536, 0xff),
  'one packet without an end': Buffer.concat([
    CONNACK,
    Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]),
  ]),
  'good packets that say nothing': Buffer.concat([
    CONNACK,
    Buffer.alloc(65_536, Buffer.from([0x40, 2, 0, 1])),
  ]),
};

for (const [name, bytes] of Object.entries(endless)) {
  test(`a false gateway that sends ${name} for ever is left, and nothing of it is kept`, async () => {
    let sent = 0;
    const flood = await peer((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(bytes)) sent += bytes.length;
      };
      socket.on('drain', more);
      more();
    });
    const quick = { answer: 300, idleRetryFirst: 5_000 };
    const { device, notes } = run({ host: HOST, port: flood.port, tls: false }, null, quick);
    await until(() => notes.lines.some((line) => line.startsWith('link waiting')));
    await until(() => flood.sockets.size === 0);
    expect(device.link.client).toBe(null);
    expect(sent).toBeGreaterThan(0);
  });
}
