// The device on the host HAL: real TCP, a real broker, real time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FileFlash } from '#firmware/host/flash.ts';
import { HostHal } from '#firmware/host/hal.ts';
import { Device } from '#firmware/src/core/device.ts';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { until } from '#test/support/until.ts';
import { waiting } from '#test/support/waiting.ts';
import { receiptingBroker } from './receipting-broker.ts';
import { DEVICE_ID, KEY, Notes } from './scripted-gateway.ts';

async function broker() {
  const { port, uplinks } = await receiptingBroker();
  const address = { host: '127.0.0.1', port, tls: false };
  return { settings: standardSettings(DEVICE_ID, KEY.secret, 1, address, null), uplinks };
}

test('a red press arrives over real TCP and "help is coming" comes back', async () => {
  const { settings, uplinks } = await broker();
  const shown: string[] = [];
  const hal = new HostHal({ onShow: (pattern) => shown.push(pattern.name) });
  const device = new Device(hal, settings, new Notes(), () => SERVICE);
  onTestFinished(() => device.stop());
  device.start();
  await until(() => device.link.state === 'connected');
  hal.press(KEY_RED);
  expect(shown.at(-1)).toBe('pressed');
  await until(() => shown.at(-1) === 'accepted');
  expect(uplinks.map((uplink) => uplink.event.kind)).toEqual(['boot', 'heartbeat', 'press']);
  expect(waiting(device.outbox)).toEqual([]);
});

test('a press made before a power cut arrives after it, out of a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'flash');
  const { settings, uplinks } = await broker();
  const before = new HostHal({ flash: new FileFlash(path) });
  new Device(before, settings, new Notes(), () => SERVICE).start();
  before.press(KEY_RED);
  before.powerOff();
  const flash = new FileFlash(path);
  onTestFinished(() => flash.close());
  const device = new Device(new HostHal({ flash }), settings, new Notes(), () => SERVICE);
  onTestFinished(() => device.stop());
  device.start();
  await until(() => uplinks.some((uplink) => uplink.event.kind === 'press'));
  const press = uplinks.find((uplink) => uplink.event.kind === 'press');
  expect(press).toMatchObject({ identity: { bootId: 1, seq: 2 }, ageIsLowerBound: true });
});

test('a gateway that is not there is tried again', async () => {
  const { settings } = await broker();
  const nobody = { ...settings, main: { host: '127.0.0.1', port: 1, tls: false } };
  const notes = new Notes();
  const device = new Device(
    new HostHal(),
    { ...nobody, spare: settings.main },
    notes,
    () => SERVICE,
  );
  onTestFinished(() => device.stop());
  device.start();
  await until(() => device.link.state === 'connected');
  expect(notes.lines[1]).toMatch(/^link waiting .*ECONNREFUSED/);
});
