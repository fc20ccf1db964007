// The certificate of the encrypted listener, from the files that the configuration names.
import { readFile } from 'node:fs/promises';
import { GatewayError } from '../domain/errors.ts';
import { told } from '../messages/sentence.ts';
import { type Certificate, type CertificateFiles, certificateOf } from '../system/certificate.ts';
import { fileProblem } from '../system/files.ts';

/** Reads both files. Errors: CERTIFICATE_INVALID, which names the file and never shows what is in it. */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  return certificateOf({ cert: await readPem(files.cert), key: await readPem(files.key) }, files);
}

/** Reads one file. Errors: CERTIFICATE_INVALID. */
export async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new GatewayError('CERTIFICATE_INVALID', told`${file}: ${fileProblem(error)}`);
  }
}
