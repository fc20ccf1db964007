// Whom a destination is believed by, and how the gateway proves who it is: PEM files that the configuration names.
import { GatewayError } from '../domain/errors.ts';
import { FILES } from '../messages/files.ts';
import { told } from '../messages/sentence.ts';
import { parsePem } from '../system/certificate.ts';
import { readCertificate, readPem } from './certificate.ts';

export interface TlsFiles {
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
}

/** What is in them, PEM. Errors: CERTIFICATE_INVALID. */
export async function readTls({ ca, cert, key }: TlsFiles): Promise<Record<string, string>> {
  const own = cert && key ? await readCertificate({ cert, key }) : undefined;
  return {
    ...(ca === undefined ? {} : { ca: await readAuthorities(ca) }),
    ...(own ? { cert: own.cert, key: own.key } : {}),
  };
}

async function readAuthorities(file: string): Promise<string> {
  const pem = await readPem(file);
  if (parsePem(pem) !== undefined) return pem;
  throw new GatewayError('CERTIFICATE_INVALID', told`${file}: ${FILES.noCertificates}`);
}
