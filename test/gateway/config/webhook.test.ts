// The webhook in the configuration: rotating secrets, its own authority and certificate, and what is wrong with them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkConfig, load } from '#gateway/config/index.ts';
import { authority, type Pem, signedBy } from '../destinations/certificates.ts';
import { tempFolder } from '../temp.ts';

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;

let ca: Pem;
let own: Pem;
let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  ca = await authority('Ours');
  own = await signedBy(ca, { host: 'gateway.test' });
});
beforeEach(async () => {
  folder = await tempFolder();
  await writeFile(at('1'), secretOf(1));
  await writeFile(at('2'), secretOf(2));
  await writeFile(at('ca.crt'), ca.cert);
  await writeFile(at('own.crt'), own.cert);
  await writeFile(at('own.key'), own.key);
});

const file = (name: string) => ({ file: at(name) });

async function written(changes: object): Promise<string> {
  const webhook = { type: 'webhook', url: 'https://p.test/', secret: file('1'), ...changes };
  const config = { data: at('data'), destinations: { p: webhook }, routes: { red: 'p' } };
  await writeFile(at('c.yaml'), JSON.stringify(config));
  return at('c.yaml');
}

const secrets = async (changes: object) => (await load(await written(changes))).secrets.p;
const text = async (changes: object) => (await checkConfig(await written(changes), undefined)).text;

describe('the secret of a webhook', () => {
  it('may be one, or while it rotates up to three', async () => {
    expect(await secrets({})).toEqual({ secret: secretOf(1) });
    const rotating = await secrets({ secret: [file('2'), file('1')] });
    expect(rotating).toEqual({ secret: `${secretOf(2)} ${secretOf(1)}` });
  });

  it('that is one of several and missing is told with its place', async () => {
    const told = await text({ secret: [file('1'), file('none')] });
    expect(told).toMatch(/destinations\.p\.secret\[1\]: nothing in file .*SECRET_MISSING/s);
  });

  it('that nobody wrote is told as missing, and not as something of another type', async () => {
    expect(await text({ secret: undefined })).toContain(
      'destinations.p.secret: is missing (line 1)',
    );
  });

  it('is not none, and not four', async () => {
    expect(await text({ secret: [] })).toContain('CONFIG_INVALID');
    expect(await text({ secret: [1, 2, 1, 2].map((n) => file(String(n))) })).toContain(
      'CONFIG_INVALID',
    );
  });
});

describe('the certificates of a webhook', () => {
  it('are read with the rest, so that a reload sees that they are others', async () => {
    const tls = { ca: at('ca.crt'), cert: at('own.crt'), key: at('own.key') };
    expect(await secrets(tls)).toEqual({ secret: secretOf(1), ...own, ca: ca.cert });
  });

  const wrong: [string, () => object, RegExp][] = [
    [
      'a certificate without its key',
      () => ({ cert: at('own.crt') }),
      /expected both cert and key/,
    ],
    ['a key of another', () => ({ cert: at('ca.crt'), key: at('own.key') }), /CERTIFICATE_INVALID/],
    [
      'an authority that is none',
      () => ({ ca: at('own.key') }),
      /no certificates in PEM.*CERTIFICATE_INVALID/s,
    ],
    ['a file that is not there', () => ({ ca: at('none') }), /none: .*CERTIFICATE_INVALID/s],
    [
      'certificates without TLS',
      () => ({ url: 'http://p.test/', ca: at('ca.crt') }),
      /expected https/,
    ],
  ];
  for (const [what, changes, told] of wrong) {
    it(`are refused: ${what}`, async () => {
      const found = await text(changes());
      expect(found).toMatch(told);
      expect(found).not.toMatch(/BEGIN|whsec/);
    });
  }

  it('that are over, or soon will be, are told by --check-config', async () => {
    const over = await signedBy(ca, { begins: -9, ends: -1 });
    const soon = await signedBy(ca, { ends: 3 });
    await writeFile(at('over.crt'), over.cert);
    await writeFile(at('soon.crt'), soon.cert);
    await writeFile(at('soon.key'), soon.key);
    const tls = { ca: at('over.crt'), cert: at('soon.crt'), key: at('soon.key') };
    const found = await text(tls);
    expect(found).toMatch(/destinations\.p\.ca: the certificate was good until/);
    expect(found).toMatch(/destinations\.p\.cert: the certificate is good until .* only/);
  });
});

describe('what an acceptance of a webhook is', () => {
  it('is told by --check-config when the configuration says it', async () => {
    const found = await text({ accepted_when: { field: 'result.code', equals: [0, 'OK'] } });
    expect(found).toContain('accepted when result.code in the answer is 0 / OK');
    expect(await text({ accepted_when: 'status' })).toContain('accepted by the status alone');
    expect(await text({})).toMatch(/https:\/\/p\.test, signed\n/);
  });

  for (const wrong of [
    'body',
    {},
    { field: 'code' },
    { field: '', equals: 1 },
    { field: 'a..b', equals: 1 },
    { field: 'code', equals: [] },
    { field: 'code', equals: {} },
    { equals: 1 },
    { field: 'code', equals: 1, or: 2 },
    { field: 7, equals: 1 },
  ]) {
    it(`is not ${JSON.stringify(wrong)}`, async () => {
      const found = await text({ accepted_when: wrong });
      expect(found).toMatch(/destinations\.p\.accepted_when.*CONFIG_INVALID/s);
    });
  }
});
