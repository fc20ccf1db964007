// A device on the host with settings in its store, as a board has them: what the gateway changes outlasts a restart.

import type { Settings } from '#firmware/src/core/settings.ts';
import type { StoredAddress } from '#firmware/src/core/stored.d.ts';
import type { Store } from '#firmware/src/hal.ts';
import { adopt } from '#firmware/src/service/settings-file.ts';
import { loadSettings, saveSettings } from '#firmware/src/service/settings-store.ts';
import type { Address } from '#protocol/messages.ts';
import { sha256 } from './sha256.ts';

const stored = ({ host, port, tls }: Address): StoredAddress => ({
  host,
  port,
  ...(tls && { tls }),
});

/**
 * The settings of the next boot: those given, with what the store holds over them. An empty store gets the given
 * ones first. What the store can't hold (a heartbeat of 1 s, other limits) comes from the given ones at each boot.
 */
export function settingsOfBoot(store: Store, given: Settings): Settings {
  const keeper = { store, sha256 };
  if (loadSettings(keeper) === null) {
    const { deviceId, key, keyVersion, main, spare } = given;
    saveSettings(keeper, {
      device_id: deviceId,
      key_version: keyVersion,
      key: Buffer.from(key).toString('hex'),
      main: stored(main),
      ...(spare && { spare: stored(spare) }),
    });
  }
  const settings = { ...given, limits: { ...given.limits } };
  const held = loadSettings(keeper);
  if (held !== null) adopt(settings, held);
  return settings;
}
