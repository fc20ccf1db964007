// Certificates for the tests of TLS: an authority, what it vouches for, and what is wrong in each way.
import { generate } from 'selfsigned';

const DAY = 86_400_000;
const from = (days: number) => new Date(Date.now() + days * DAY);
const name = (value: string) => [{ name: 'commonName', value }];

export interface Pem {
  cert: string;
  key: string;
}

const pem = ({ private: key, cert }: { private: string; cert: string }): Pem => ({ key, cert });

export async function authority(called: string): Promise<Pem> {
  const basic = { name: 'basicConstraints' as const, cA: true, critical: true };
  const usage = {
    name: 'keyUsage' as const,
    keyCertSign: true,
    digitalSignature: true,
    critical: true,
  };
  return pem(
    await generate(name(called), {
      extensions: [basic, usage],
      keyType: 'ec',
      algorithm: 'sha256',
    }),
  );
}

/** For 127.0.0.1 unless `host` says another; good from `begins` to `ends` days from now. */
export async function signedBy(
  ca: Pem,
  { host = '127.0.0.1', begins = -1, ends = 30 } = {},
): Promise<Pem> {
  const isAddress = /^[\d.]+$/.test(host);
  const altNames = isAddress
    ? [{ type: 7 as const, ip: host }]
    : [{ type: 2 as const, value: host }];
  return pem(
    await generate(name(host), {
      ca,
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: from(begins),
      notAfterDate: from(ends),
      extensions: [{ name: 'subjectAltName', altNames }],
    }),
  );
}
