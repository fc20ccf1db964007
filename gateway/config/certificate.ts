// The certificate of the encrypted listener: that its files are there, belong together and are not over.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GatewayError } from '../domain/errors.ts';
import { fileProblem } from '../ops/files.ts';

export interface CertificateFiles {
  cert: string;
  key: string;
}

export interface Certificate {
  /** PEM, as in the files. */
  cert: string;
  key: string;
  /** UTC milliseconds. */
  expiresAt: number;
}

/** Reads both files. Errors: CERTIFICATE_INVALID, which names the file and never shows what is in it. */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const [cert, key] = [await readPem(files.cert), await readPem(files.key)];
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    throw new GatewayError('CERTIFICATE_INVALID', `${files.cert}: no certificate in PEM`);
  }
  let belongs: boolean;
  try {
    belongs = certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new GatewayError('CERTIFICATE_INVALID', `${files.key}: no private key in PEM`);
  }
  if (!belongs) {
    const detail = `${files.key}: not the key of the certificate in ${files.cert}`;
    throw new GatewayError('CERTIFICATE_INVALID', detail);
  }
  return { cert, key, expiresAt: Date.parse(certificate.validTo) };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new GatewayError('CERTIFICATE_INVALID', `${file}: ${fileProblem(error)}`);
  }
}
