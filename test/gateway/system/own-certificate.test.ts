// The gateway's own certificate: made once, kept, good for the names of the machine, and said what is wrong with it.
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ownCertificate } from '#gateway/system/own-certificate.ts';

const NOW = Date.UTC(2026, 10, 22);
const YEAR = 365.25 * 24 * 3_600_000;

async function place(): Promise<{ folder: string; names: string[]; now: number }> {
  const parent = await mkdtemp(join(tmpdir(), 'call-button-test-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  return { folder: join(parent, 'tls'), names: ['gateway.example', '10.1.2.3'], now: NOW };
}

const refusal = (where: Parameters<typeof ownCertificate>[0]) =>
  ownCertificate(where).then(
    () => 'no error',
    (error: Error) => error.message,
  );

describe('the own certificate', () => {
  it('is good for 20 years, for the names of the configuration and those of the machine', async () => {
    const { cert, fingerprint, expiresAt } = await ownCertificate(await place());
    const certificate = new X509Certificate(cert);
    expect(certificate.checkHost('gateway.example')).toBe('gateway.example');
    expect(certificate.checkIP('10.1.2.3')).toBe('10.1.2.3');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost(hostname())).toBe(hostname());
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(certificate.fingerprint256).toBe(fingerprint);
    expect((expiresAt - NOW) / YEAR).toBeCloseTo(20, 1);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(NOW);
  });

  it('has names of other scripts as IDNA writes them, and leaves out what is no name', async () => {
    const names = ['网关.example', 'xn--d6q013i.example', 'gw:8883', 'a..b', 'Bücher.example.'];
    const { cert } = await ownCertificate({ ...(await place()), names });
    const { subjectAltName = '' } = new X509Certificate(cert);
    const found = subjectAltName.split(', ').filter((name) => name.includes('example'));
    expect(found).toEqual(['DNS:xn--d6q013i.example', 'DNS:xn--bcher-kva.example']);
    expect(subjectAltName).not.toMatch(/Qs|8883|a\.\.b/);
    expect(new X509Certificate(cert).checkHost('xn--d6q013i.example')).toBe('xn--d6q013i.example');
  });

  it('is made once and kept; nobody else can read its key', async () => {
    const where = await place();
    const first = await ownCertificate(where);
    expect(await ownCertificate({ ...where, names: ['another.example'] })).toEqual(first);
    expect((await stat(join(where.folder, 'key.pem'))).mode & 0o777).toBe(0o600);
    expect((await stat(where.folder)).mode & 0o777).toBe(0o700);
  });

  it('is made anew when the first start was interrupted between key and certificate', async () => {
    const where = await place();
    const first = await ownCertificate(where);
    await rm(join(where.folder, 'cert.pem'));
    expect((await ownCertificate(where)).cert).not.toBe(first.cert);
  });

  it('that lost its key, or has that of another, is refused by name', async () => {
    const where = await place();
    const other = await place();
    await ownCertificate(where);
    await ownCertificate(other);
    const key = join(where.folder, 'key.pem');
    await writeFile(key, await readFile(join(other.folder, 'key.pem')));
    expect(await refusal(where)).toContain(`${key}: not the key of the certificate`);
    await rm(key);
    expect(await refusal(where)).toMatch(/key\.pem: is missing[\s\S]*CERTIFICATE_INVALID/);
  });

  it('that is damaged is refused by name, and nothing of it is shown', async () => {
    const where = await place();
    await ownCertificate(where);
    await writeFile(join(where.folder, 'key.pem'), 'SECRET-PART');
    const message = await refusal(where);
    expect(message).toContain('key.pem: no private key in PEM');
    expect(message).not.toContain('SECRET-PART');
    await writeFile(join(where.folder, 'cert.pem'), '');
    expect(await refusal(where)).toContain('cert.pem: no certificate in PEM');
  });
});
