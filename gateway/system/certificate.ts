// A certificate of a TLS listener: that it and its key can be read, and belong together.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { GatewayError } from '../domain/errors.ts';
import { FILES } from '../messages/files.ts';
import { type Sentence, told } from '../messages/sentence.ts';

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
  const certificate = parsed(files.cert, FILES.noCertificate, () => new X509Certificate(pem.cert));
  const key = parsed(files.key, FILES.noPrivateKey, () => createPrivateKey(pem.key));
  if (!certificate.checkPrivateKey(key)) {
    const detail = told`${files.key}: ${FILES.otherKey(files.cert)}`;
    throw new GatewayError('CERTIFICATE_INVALID', detail);
  }
  const { fingerprint256: fingerprint, validTo } = certificate;
  return { ...pem, fingerprint, expiresAt: Date.parse(validTo) };
}

function parsed<T>(file: string, problem: Sentence, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new GatewayError('CERTIFICATE_INVALID', told`${file}: ${problem}`);
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
