// A device on the host has settings in its store, as a board has them.
import { expect, test } from 'vitest';
import { settingsOfBoot } from '#firmware/host/provisioning.ts';
import { loadSettings, saveSettings } from '#firmware/src/service/settings-store.ts';
import { FakeStore, sha256 } from '#test/support/fake-hal.ts';
import { SPARE, settings } from './scripted-gateway.ts';
import { STORED } from './stored-settings.ts';

test('an empty store gets the given settings, and the device works with these', () => {
  const store = new FakeStore();
  const given = settings({ spare: SPARE, heartbeatMs: 1_000 });
  expect(settingsOfBoot(store, given)).toEqual(given);
  const spare = { host: SPARE.host, port: SPARE.port };
  expect(loadSettings({ store, sha256 })).toEqual({ ...STORED, spare });
});

test('what the gateway has changed holds in the next boot, and the given settings stay as they are', () => {
  const store = new FakeStore();
  const given = settings({ heartbeatMs: 1_000 });
  settingsOfBoot(store, given);
  saveSettings({ store, sha256 }, { ...STORED, revision: 3, unreached_after_s: 40 });
  expect(settingsOfBoot(store, given)).toMatchObject({
    revision: 3,
    heartbeatMs: 1_000,
    limits: { unreachedRed: 40_000 },
  });
  expect(given).toEqual(settings({ heartbeatMs: 1_000 }));
});
