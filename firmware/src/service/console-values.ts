// The settings that are stored, by the names that the console has for them.
import type { StoredSettings } from '../core/stored.d.ts';

/** As text; undefined for what has no value. */
export function storedValue(stored: StoredSettings, name: string): string | undefined {
  const spare = stored.spare;
  const wifi = stored.wifi;
  switch (name) {
    case 'device_id':
      return stored.device_id;
    case 'key':
      return stored.key;
    case 'key_version':
      return '' + stored.key_version;
    case 'main_host':
      return stored.main.host;
    case 'main_port':
      return '' + stored.main.port;
    case 'main_tls':
      return stored.main.tls ? '1' : '0';
    case 'spare_host':
      return spare ? spare.host : undefined;
    case 'spare_port':
      return spare ? '' + spare.port : undefined;
    case 'spare_tls':
      return spare ? (spare.tls ? '1' : '0') : undefined;
    case 'wifi_ssid':
      return wifi ? wifi.ssid : undefined;
    case 'wifi_password':
      return wifi ? wifi.password : undefined;
    case 'heartbeat_s':
      return stored.heartbeat_s ? '' + stored.heartbeat_s : undefined;
  }
  return stored.unreached_after_s ? '' + stored.unreached_after_s : undefined;
}
