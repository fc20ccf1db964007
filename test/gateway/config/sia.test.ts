// The configuration of a destination of type sia: what it may say, what it must say, and where a mistake is.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readDestinationSecrets } from '#gateway/config/destinations.ts';
import { checkConfig, readConfig } from '#gateway/config/index.ts';
import { tempFolder } from '../temp.ts';

let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});

const LEAST = 'type: sia, receiver: { host: arc.test, port: 7700 }, account: "12ab"';
const yaml = (more = '', least = LEAST) =>
  `destinations: { arc: { ${least}${more && `, ${more}`} } }\n`;

async function written(text: string): Promise<string> {
  const file = join(folder, 'c.yaml');
  await writeFile(file, text);
  return file;
}

const read = async (text: string) => (await readConfig(await written(text))).destinations.arc;

describe('a receiver', () => {
  it('needs an address and an account; the rest has defaults', async () => {
    expect(await read(yaml())).toEqual({
      type: 'sia',
      receiver: { host: 'arc.test', port: 7700 },
      account: '12AB',

      format: 'ADM-CID',
      supervision: 60_000,
      extended: [],
      events: {},
    });
  });

  it.each([
    'alarm-receivers.md',
    'alarm-receivers.zh-CN.md',
  ])('takes what the guide %s shows', async (name) => {
    const guide = await readFile(new URL(`../../../docs/guides/${name}`, import.meta.url), 'utf8');
    const [, example = ''] = /```yaml\n(destinations:.*?)```/s.exec(guide) ?? [];
    expect(Object.keys(parse(example).destinations.arc)).toEqual(
      expect.arrayContaining([
        'receiver',
        'spare',
        'account',
        'format',
        'key',
        'supervision',
        'extended',
        'events',
      ]),
    );
    expect(await read(example)).toMatchObject({
      type: 'sia',
      spare: { port: 7700 },
      supervision: 60_000,
    });
  });

  it.each([
    [
      'receiver: { host: x, port: 0 }',
      'destinations.arc.receiver.port: expected a port, 1 to 65535',
    ],
    ['spare: { host: x }', 'destinations.arc.spare.port: expected a port, 1 to 65535'],
    ['account: 1234', 'destinations.arc.account: expected 3 to 16 hex digits, in quotes'],
    ['account: "12"', 'destinations.arc.account: expected 3 to 16 hex digits, in quotes'],
    ['account: "12G4"', 'destinations.arc.account: expected 3 to 16 hex digits, in quotes'],
    ['format: CID', 'destinations.arc.format: '],
    [
      'supervision: 100ms',
      'destinations.arc.supervision: expected a time with its unit, from 1s to 25h',
    ],
    ['key: 00112233445566778899AABBCCDDEEFF', 'destinations.arc.key: '],
    ['extended: [name]', 'destinations.arc.extended[0]: '],
    ['events: { blue: off }', 'destinations.arc.events: not known: "blue"'],
    [
      'events: { red: { cid: 99 } }',
      'destinations.arc.events.red.cid: expected a whole number, 100 to 999',
    ],
    [
      'events: { red: { sia: QAA } }',
      'destinations.arc.events.red.sia: expected two capital letters',
    ],
    [
      'events: { red: { zone: 1000 } }',
      'destinations.arc.events.red.zone: expected a whole number, 0 to 999',
    ],
    ['events: { red: { colour: 1 } }', 'destinations.arc.events.red: not known: "colour"'],
  ])('is refused with its place: %s', async (part, message) => {
    const [key = ''] = part.split(':');
    const least = LEAST.split(/, (?=[a-z]+:)/).filter((one) => !one.startsWith(`${key}:`));
    const wrong = read(
      yaml(part, key === 'receiver' ? 'type: sia, account: "12AB"' : least.join(', ')),
    );
    await expect(wrong).rejects.toThrow(message);
  });

  it('shows no key that was written where its place belongs', async () => {
    const key = '00112233445566778899AABBCCDDEEFF';
    await expect(read(yaml(`key: "${key}"`))).rejects.not.toThrow(key);
  });
});

describe('the key', () => {
  const secrets = async (text: string) => {
    await writeFile(join(folder, 'key'), text);
    const config = await read(yaml(`key: { file: ${join(folder, 'key')} }`));
    return await readDestinationSecrets('arc', config as never);
  };

  it('has 16, 24 or 32 bytes in hex', async () => {
    for (const bytes of [16, 24, 32]) {
      expect(await secrets(`${'0aF'.repeat(bytes).slice(0, bytes * 2)}\n`)).toHaveProperty('key');
    }
  });

  it('of another form is refused, and not shown', async () => {
    for (const text of ['0123', 'x'.repeat(32), '0'.repeat(34), '0'.repeat(128)]) {
      const refused = secrets(text);
      await expect(refused).rejects.toThrow(
        /destinations\.arc\.key: what is in file .* is not 32, 48 or 64 hex digits/,
      );
      await expect(refused).rejects.not.toThrow(text);
    }
    await expect(secrets('')).rejects.toThrow('destinations.arc.key: nothing in file');
  });

  it('may be missing', async () => {
    expect(await readDestinationSecrets('arc', (await read(yaml())) as never)).toEqual({});
  });
});

describe('--check-config', () => {
  const devices = `devices:
  - { device_id: CB-0001, key: "${'cd'.repeat(32)}", home: { reference: Paul, sia_account: "1234" } }
  - { device_id: CB-0002, key: "${'cd'.repeat(32)}", home: { reference: Maria } }
`;
  const check = async (more: string, language: 'en' | 'zh' = 'en') => {
    await writeFile(join(folder, 'devices.yaml'), devices);
    const text = `${yaml(more)}routes: { red: arc }\ndata: ${folder}\ndevices: ${join(folder, 'devices.yaml')}\n`;
    return await checkConfig(await written(text), undefined, language);
  };

  it('tells the receivers, the format, whether it is encrypted and tested', async () => {
    const { ok, text } = await check('spare: { host: arc2.test, port: 1 }');
    expect(ok).toBe(true);
    expect(text).toContain(
      'arc: sia, arc.test:7700, spare arc2.test:1, ADM-CID, NOT encrypted: for a line of your own or a tunnel only, link tested every 1m',
    );
    await writeFile(join(folder, 'key'), '0'.repeat(32));
    const more = `supervision: off, format: SIA-DCS, key: { file: ${join(folder, 'key')} }`;
    expect((await check(more)).text).toContain(
      'arc: sia, arc.test:7700, SIA-DCS, encrypted, link not tested',
    );
    expect((await check(more, 'zh')).text).toContain(
      'arc: sia, arc.test:7700, SIA-DCS, 已加密, 不检测链路',
    );
  });

  it('tells how many homes the centre would not know, and no home', async () => {
    const { text } = await check('');
    expect(text).toContain(
      'destinations.arc: devices whose home has no sia_account (3 to 16 hex digits): 1.',
    );
    expect(text).not.toMatch(/Maria|Paul/);
  });
});
