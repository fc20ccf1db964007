// What provisioning writes to Storage as `cb.json`.

export interface FileAddress {
  host: string;
  port: number;
}

export interface WifiSettings {
  ssid: string;
  password: string;
}

export interface SettingsFile {
  /** 4 to 32 of A–Z a–z 0–9 _ - */
  deviceId: string;
  /** From 1. */
  keyVersion: number;
  /** 64 hexadecimal digits. */
  key: string;
  main: FileAddress;
  spare?: FileAddress;
  wifi?: WifiSettings;
}
