// The settings as provisioning has stored them: from JSON to what the device works with.
import type { Address } from '#protocol/messages.ts';
import { type Settings, standardSettings } from '../core/settings.ts';
import type { FileAddress, SettingsFile } from '../core/stored.d.ts';

function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.substr(i * 2, 2), 16);
  return bytes;
}

function address(file: FileAddress): Address {
  return { host: file.host, port: file.port, tls: false };
}

/** The device's settings, or null when the file can't be right. */
export function settingsOf(file: SettingsFile): Settings | null {
  if (!file.deviceId || !file.keyVersion || !file.main || !file.key) return null;
  if (file.key.length !== 64) return null;
  const spare = file.spare ? address(file.spare) : null;
  const main = address(file.main);
  return standardSettings(file.deviceId, fromHex(file.key), file.keyVersion, main, spare);
}
