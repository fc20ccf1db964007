// A certificate of a TLS listener: that it and its key can be read, and belong together.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { GatewayError } from '../domain/errors.ts';

export interface CertificateFiles {
  cert: string;
  key: string;
}

export interface Certificate {
  /** PEM. */
  cert: string;
  key: string;
  /** For people who compare it: SHA-256, hex with colons. */
  fingerprint: string;
  /** UTC milliseconds. */
  expiresAt: number;
}

/** Errors: CERTIFICATE_INVALID, which names the file that the PEM is from, and never shows what is in it. */
export function certificateOf(pem: CertificateFiles, files: CertificateFiles): Certificate {
  const certificate = parsed(files.cert, 'certificate', () => new X509Certificate(pem.cert));
  const key = parsed(files.key, 'private key', () => createPrivateKey(pem.key));
  if (!certificate.checkPrivateKey(key)) {
    const detail = `${files.key}: not the key of the certificate in ${files.cert}`;
    throw new GatewayError('CERTIFICATE_INVALID', detail);
  }
  const { fingerprint256: fingerprint, validTo } = certificate;
  return { ...pem, fingerprint, expiresAt: Date.parse(validTo) };
}

function parsed<T>(file: string, what: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new GatewayError('CERTIFICATE_INVALID', `${file}: no ${what} in PEM`);
  }
}

/** When the first of some certificates in PEM is over, UTC milliseconds; undefined when there is none, or a broken one. */
export function parsePem(pem: string): { expiresAt: number } | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    const ends = blocks.map((block) => Date.parse(new X509Certificate(block).validTo));
    return ends.length === 0 ? undefined : { expiresAt: Math.min(...ends) };
  } catch {
    return undefined;
  }
}
