// The options of `call-button provision`, as commander gives them.

export interface ProvisionOptions {
  port?: string;
  lang?: 'en' | 'zh';
  gateway?: string;
  ca?: string;
  fingerprint?: string;
  tokenFile?: string;
  deviceId?: string;
  reference?: string;
  community?: string;
  subdistrict?: string;
  name?: string;
  address?: string;
  telephone?: string;
  group?: string;
  account?: string;
  zone?: string;
  wifi?: string;
  wifiPasswordFile?: string;
  main?: string;
  spare?: string;
  heartbeat?: string;
  unreachedAfter?: string;
  rebind?: string;
  dropPress?: true;
  again?: true;
  signalsSeen?: true;
  yes?: true;
  serviceTelephone?: string;
  csv?: string;
  coverage?: true;
  doctor?: true;
  repair?: true;
  back?: true;
  out?: string;
  state?: string;
}
