// The device's settings as text in its store. These names stand in the file, so no build shortens them.

export interface StoredAddress {
  /** 1 to 128 printable ASCII characters, no blank. */
  host: string;
  /** 1 to 65535. */
  port: number;
  /** Hides what travels; the frames' seal authenticates. Default: false. */
  tls?: boolean;
}

export interface StoredKey {
  /** From 1. */
  key_version: number;
  /** 64 hexadecimal digits. */
  key: string;
}

export interface WifiSettings {
  /** 1 to 32 characters, each one byte. */
  ssid: string;
  /** At most 64 characters, each one byte. */
  password: string;
}

/** What may be absent has the standard figures of `settings.ts`, or isn't there. */
export interface StoredSettings extends StoredKey {
  /** 4 to 32 of A–Z a–z 0–9 _ - */
  device_id: string;
  /** The key before, until the present one has been used. */
  old_key?: StoredKey;
  /** command_id of the rotation that made the key. */
  rotated_by?: number;
  main: StoredAddress;
  spare?: StoredAddress;
  wifi?: WifiSettings;
  /** 60 to 86400. */
  heartbeat_s?: number;
  /** 30 to 600. */
  unreached_after_s?: number;
  /** 1 to 300. */
  keepalive_s?: number;
  /** Of the configuration that is in use. */
  revision?: number;
  /** Of the configuration whose addresses were tried last: one that failed isn't tried again. */
  tried_revision?: number;
}
