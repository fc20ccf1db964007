// The files in which Node-RED keeps what is deployed, as the flows write them and a backup copies them.

export const FLOWS_FILE = 'flows.json';
export const CREDENTIALS_FILE = 'flows_cred.json';

/** What a deployment writes. */
export const DEPLOYED_FILES = [FLOWS_FILE, CREDENTIALS_FILE] as const;
export type DeployedFile = (typeof DEPLOYED_FILES)[number];

/** Behind the name of what Node-RED has written and not put in its place yet. */
export const BESIDE = '.$$$';
