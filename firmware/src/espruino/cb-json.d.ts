// What stands in `cb.json`, the settings file in Storage.

interface FileAddress {
  host: string;
  port: number;
}

interface WifiSettings {
  ssid: string;
  password: string;
}

interface SettingsFile {
  deviceId: string;
  keyVersion: number;
  /** 64 hexadecimal digits. */
  key: string;
  main: FileAddress;
  spare?: FileAddress;
  wifi?: WifiSettings;
}
