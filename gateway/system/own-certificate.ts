// The gateway's own certificate: made at the first start, kept afterwards.

import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { GatewayError } from '../domain/errors.ts';
import { codeOf, reasonOf } from '../domain/reason.ts';
import { FILES } from '../messages/files.ts';
import { told } from '../messages/sentence.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { dnsName } from './dns-name.ts';
import { makeFolder, writeDurably } from './durable.ts';
import { interfaces } from './interfaces.ts';

const VALID_YEARS = 20;
/** A machine's clock may be behind when it is new. */
const BACKDATED_MS = 24 * 3_600_000;

export interface WhereAndWho {
  /** `cert.pem` and `key.pem` are kept here. */
  folder: string;
  /** DNS names and addresses, besides those of this machine. What is neither is left out. */
  names: readonly string[];
  /** UTC milliseconds. */
  now: number;
}

/** Errors: CERTIFICATE_INVALID, which names the file and never shows what is in it. */
export async function ownCertificate({ folder, names, now }: WhereAndWho): Promise<Certificate> {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const cert = await readKept(files.cert);
  const key = await readKept(files.key);
  if (cert !== undefined && key !== undefined) return certificateOf({ cert, key }, files);
  if (cert !== undefined) {
    const detail = told`${files.key}: ${FILES.aloneThere(files.cert)}`;
    throw new GatewayError('CERTIFICATE_INVALID', detail);
  }
  const made = await make(names, now);
  await makeFolder(folder);
  // The certificate last: without it a start that was interrupted is begun again.
  await writeDurably(files.key, made.private);
  await writeDurably(files.cert, made.cert, { mode: 0o644 });
  return certificateOf({ cert: made.cert, key: made.private }, files);
}

function make(names: readonly string[], now: number): ReturnType<typeof generate> {
  const notAfterDate = new Date(now);
  notAfterDate.setUTCFullYear(notAfterDate.getUTCFullYear() + VALID_YEARS);
  return generate([{ name: 'commonName', value: 'call-button gateway' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',

    notBeforeDate: new Date(now - BACKDATED_MS),
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: altNames(allNames(names)) },
    ],
  });
}

type AltName = { type: 2; value: string } | { type: 7; ip: string };

function allNames(names: readonly string[]): Set<string> {
  const all = Object.values(interfaces()).flatMap((addresses) => addresses ?? []);
  // An address with a zone is good on this machine only, and no name for others.
  const addresses = all.map(({ address }) => address).filter((address) => isIP(address) > 0);
  return new Set([...names, 'localhost', '127.0.0.1', '::1', hostname(), ...addresses]);
}

/** A name of another script goes in as IDNA writes it: the certificate cuts each character to a byte. */
function altNames(names: ReadonlySet<string>): AltName[] {
  const found = new Map<string, AltName>();
  for (const name of names) {
    const value = dnsName(name);
    if (isIP(name) > 0) found.set(name, { type: 7, ip: name });
    else if (value !== undefined) found.set(value, { type: 2, value });
  }
  return [...found.values()];
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new GatewayError('CERTIFICATE_INVALID', `${file}: ${reasonOf(error)}`);
  }
}
