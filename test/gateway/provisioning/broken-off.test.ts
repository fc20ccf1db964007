// An installation that breaks off anywhere goes on: a pulled cable, a lost answer, Ctrl-C, a bad line, a device that restarts.
import { describe, expect, it, test } from 'vitest';
import { sha256 } from '#firmware/host/sha256.ts';
import { loadSettings } from '#firmware/src/service/settings-store.ts';
import { AdminGateway } from '#test/support/admin-gateway.ts';
import { BAD_LINE } from '#test/support/line-faults.ts';
import { placeOf, provisionMany } from '#test/support/provision-many.ts';
import { VirtualInstallation } from '#test/support/virtual-installer.ts';
import { bench, given } from './set-up.ts';

describe('a cable that is pulled', () => {
  it.concurrent('in the middle of the settings: it goes on by itself when the cable is back', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    at.cable.pullsAt = (written) => written.includes('set wifi_ssid');
    expect(await at.run(given(api))).toBe(0);
    expect(at.shown).toContain('the cable is back');
    expect(api.device()).toMatchObject({ state: 'in_service', keyVersion: 1 });
  });

  it.concurrent('and stays away: the next run issues a new key, because the first one is forgotten', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    at.cable.pullsAt = (written) => written.includes('set main_port');
    at.cable.pulledForMs = 400;
    at.pace = { ...at.pace, replugMs: 10 };
    expect(await at.run(given(api))).toBe(1);
    expect(loadSettings({ store: at.device.hal.store, sha256 })).toBeNull();
    await expect.poll(() => at.cable.pulled).toBe(false);
    expect(await at.run(given(api))).toBe(0);
    expect(api.device()).toMatchObject({ state: 'in_service', keyVersion: 2 });
    expect([api.devices.length, api.homes.length]).toEqual([1, 1]);
  });

  it.concurrent('as the settings are committed: what the device holds then tells whether they were', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    // The line itself is lost with the cable.
    at.cable.pullsAt = (written) => written.includes(' commit ');
    expect(await at.run(given(api))).toBe(0);
    expect(at.shown).toContain('The answer to the last line did not come');
    expect(api.device()).toMatchObject({ state: 'in_service', keyVersion: 1 });
  });
});

test.concurrent('an answer to commit that is lost for good is no failure: the device proves that it holds the key', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  at.pace = { ...at.pace, attempts: 10 };
  const boots = at.device.boots;
  at.cable.deafAt = (written) => written.includes(' commit ');
  expect(await at.run(given(api))).toBe(0);
  expect(at.shown).toContain('The answer to the last line did not come');
  expect(at.cable.written.match(/ commit /g)?.length).toBe(10);
  expect(at.device.boots).toBe(boots + 1);
  expect(api.device().keyVersion).toBe(1);
});

test.concurrent('a device that restarts between two settings is greeted anew, and gets them all again', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  at.cable.onWritten = (written) => {
    if (!written.includes('set main_port') || at.device.boots > 1) return;
    at.device.hal.restart();
  };
  expect(await at.run(given(api))).toBe(0);
  expect(at.shown).toContain('The device has restarted in between');
  expect(api.device().keyVersion).toBe(1);
});

test.concurrent('Ctrl-C at any step leaves everything in order, and the same command goes on', async () => {
  const api = await AdminGateway.start();
  const titles = [
    'Find the device',
    'Enter the home',
    'Register the device',
    'Write key and settings',
    'Connect',
    'Light and buzzer',
    'Press the red key',
    'Put into service',
  ];
  const all = titles.map(async (title, index) => {
    const at = new VirtualInstallation();
    at.token = await api.newToken(`installer-${index}`);
    const { tokenFile, ...options } = given(api, index + 1);
    at.onStep = (step) => {
      if (step === title) at.controller.abort();
    };
    expect(await at.run(options), title).toBe(1);
    expect(at.shown, title).toContain('Go on with the same command');
    at.controller = new AbortController();
    at.onStep = () => {};
    expect(await at.run(options), `${title}: ${at.shown}`).toBe(0);
    at.close();
  });
  await Promise.all(all);
  expect(api.devices.length).toBe(titles.length);
  for (const { state } of api.devices) expect(state).toBe('in_service');
  await api.stop();
});

test.concurrent('8 devices on bad lines, at once: all in service, none twice, none lost', async () => {
  const api = await AdminGateway.start();
  const done = await provisionMany({ devices: 8, beside: 8, seed: 7, gateway: placeOf(api) });
  for (const { deviceId, code, keyVersion, shown } of done) {
    expect(code, shown).toBe(0);
    expect(api.device(deviceId)).toMatchObject({ state: 'in_service', keyVersion });
  }
  // The lines were bad indeed: a clean one carries less than 2,000 bytes.
  expect(Math.max(...done.map(({ written }) => written))).toBeGreaterThan(2_200);
  const homes = api.devices.map(({ homeId }) => homeId);
  expect(new Set(homes).size).toBe(8);
  const calls = (await Promise.all(done.map(({ deviceId }) => api.callsOf(deviceId)))).flat();
  expect(calls).toHaveLength(16);
  expect(new Set(calls.map(({ deviceId, key }) => `${deviceId} ${key}`)).size).toBe(16);
  await api.stop();
});

test.concurrent('a line that is nothing but noise is told as such, and nothing is registered', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished, undefined, { ...BAD_LINE, flip: 1 });
  at.pace = { ...at.pace, attempts: 3, answerMs: 30 };
  at.cable.talks();
  expect(await at.run(given(api))).toBe(1);
  expect(at.failures).toEqual(['DEVICE_UNREADABLE']);
  expect(api.devices.length).toBe(0);
});

test.concurrent('a conversation that was recorded and is played again changes nothing', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  expect(await at.run({ ...given(api), wifi: 'another network', again: true })).toBe(0);
  const recorded = at.cable.written;
  expect(recorded).toMatch(/ auth [\s\S]* commit /);
  const { key, wifi } = loadSettings({ store: at.device.hal.store, sha256 })!;
  expect(await at.run({ ...given(api), wifi: 'a third network', again: true })).toBe(0);
  const before = loadSettings({ store: at.device.hal.store, sha256 });
  expect(before?.wifi?.ssid).not.toBe(wifi?.ssid);
  const boots = at.device.boots;
  const heard = await at.cable.play(recorded);
  expect(heard).toMatch(/PROOF_(WRONG|REQUIRED)/);
  expect(loadSettings({ store: at.device.hal.store, sha256 })).toEqual(before);
  expect([before?.key, at.device.boots]).toEqual([key, boots]);
});
