// What --check-config finds, in 简体中文: every kind of mistake, and what every code says to do.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkConfig } from '#gateway/config/index.ts';
import { GatewayError, type GatewayErrorCode } from '#gateway/domain/errors.ts';
import { ERRORS } from '#gateway/messages/errors.ts';
import { EXPECTED } from '#gateway/messages/expected.ts';
import { told } from '#gateway/messages/sentence.ts';
import { fileProblem } from '#gateway/system/files.ts';
import { tempFolder } from '../temp.ts';

let folder = '';
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await tempFolder();
});

const WRONG = `
data: ${'./data'}
mqtt: { host: 0.0.0.0, port: 70000 }
mqtts: 5
admin: { port: 80x }
http: { port: 1883 }
destinations:
  a: { type: webhook, url: "ftp://x", secret_file: nope }
  g: { type: webhook, url: "https://h/", secret: { env: S }, accepted_when: body }
  h: { type: webhook, url: "https://h/", secret: { env: S }, accepted_when: { field: "a b", equals: [] } }
  b: { type: webhook, url: "https://u:p@h/", secret: { env: "" }, cert: x }
  c: { type: sia, receiver: { host: h, port: 0 }, account: 12, format: MORSE, key: 7 }
  d: { type: mqtt, url: "http://h", prefix: "a b" }
  e: { type: quux }
  f: { type: mqtt, url: "mqtt://h/x", password: { env: P }, cert: x }
routes:
  red: { to: a, deadline: 5, accept: 5 parsecs, retry: [] }
  green: 7
  groups: 4
supervision: { offline_after: -1, battery: { low: 10, critical: 20 } }
journal: { keep: 1s }
flood: { per_minute: 1.5 }
flows: { port: 1, host: 0.0.0.0, users: [{ name: a }] }
log: loud
registry: { master_key: { env: 1 } }
devices: 3
frobnicate: 1
`;
/** Bounds for which the schema has no words of its own. */
const OUT_OF_BOUNDS = `
mqtts: { names: [${'n,'.repeat(51)} ""] }
destinations:
  a: { type: webhook, url: "https://h/", secret: [] }
  b: { type: mqtt, url: "mqtt://h", user: ${'u'.repeat(201)}, devices_per_second: 9999 }
  c: { type: mqtt, url: "mqtt://h", devices_per_second: -1 }
  d: { type: mqtt, url: "mqtt://h", devices_per_second: 1.5 }
  "": { type: flow }
routes: { red: { to: a, retry: [${'1s,'.repeat(21)}] } }
flows: { heap_mb: 1, function_timeout: 90h, users: [{ name: ${'n'.repeat(65)}, role: king, password_hash: { file: "" } }] }
"not so strange as this one": 1
`;
const CONTRADICTING = `
mqtt: { port: 1883 }
http: { port: 1883 }
destinations:
  a: { type: webhook, url: "https://h/", secret: { env: NO_SUCH_VARIABLE } }
  f: { type: flow }
routes:
  red: { to: a, accept: 60s, answer: 30s, stored: 90s, fallback: { to: a, after: 8s }, escalate: [{ to: aa, after: 2m }, { to: a, after: 1m }] }
`;
const DEVICES = `devices:
  - { device_id: "x y", key: "12" }
  - { device_id: CB-0001, key: ${'0a'.repeat(32)}, state: lost }
  - { foo: 1 }
  - 5
`;
const WARNED = `
mqtt: { port: 1883 }
destinations:
  a: { type: webhook, url: "https://h/", secret: { file: SECRET } }
  arc: { type: sia, receiver: { host: h, port: 1 }, account: "123" }
routes:
  red: { to: a, accept: 45s, answer: 2m }
  status: arc
  groups: { nowhere: { red: a } }
supervision: { silent_after: 15m }
devices: DEVICES
`;

async function checked(config: string, language: 'en' | 'zh' = 'zh'): Promise<string> {
  await writeFile(at('c.yaml'), config);
  const { text } = await checkConfig(at('c.yaml'), undefined, language);
  return text.replaceAll(folder, '');
}

/** Words in a row that no field, file or example has. */
const ENGLISH =
  /\b(?:expected|Invalid|Too|received|must|found|is|are|not|no|the|nothing|which|only|its|with|write|named|that)\b(?! :)/;
const english = (text: string) =>
  text.split('\n').filter((line) => ENGLISH.test(line.replaceAll(/`[^`]*`/g, '')));

describe('in Chinese', () => {
  it('has every wrong value, and how many there are', async () => {
    const text = await checked(WRONG);
    expect(english(text)).toEqual([]);
    const findings = text.split('\n').filter((line) => line.startsWith('/c.yaml: '));
    expect(findings.length).toBeGreaterThan(25);
    expect(text).toContain(`发现 ${findings.length} 个问题`);
  });

  it('has every bound in plain words, as English has: none are those of a library', async () => {
    const text = await checked(OUT_OF_BOUNDS);
    const plain = await checked(OUT_OF_BOUNDS, 'en');
    expect(english(text)).toEqual([]);
    expect(plain).not.toMatch(/Too |Invalid|[<>]=|\bitems\b|pattern/);
    for (const [words, chinese] of [
      ['names: expected at most 50 entries', 'names: 应不超过 50 项'],
      ['devices_per_second: expected at most 1000', 'devices_per_second: 应不超过 1000'],
      ['devices_per_second: expected at least 0', 'devices_per_second: 应不少于 0'],
      ['d.devices_per_second: expected a whole number', 'd.devices_per_second: 应为整数'],
      ['a.secret: expected at least one entry', 'a.secret: 应至少有一项'],
      ['destinations."": expected another name here', 'destinations."": 应换一个名称'],
      ['user: expected at most 200 characters', 'user: 应不超过 200 个字符'],
      ['heap_mb: expected 64 to 8192, in MB', 'heap_mb: 应为 64 到 8192，单位 MB'],
      ['such as 250ms, 2s, 15m, 2h or 730d', '例如 250ms、2s、15m、2h 或 730d'],
      ['not known: (a strange key)', '没有这样的设置：（奇怪的名称）'],
    ] as const) {
      expect([plain, text]).toEqual([
        expect.stringContaining(words),
        expect.stringContaining(chinese),
      ]);
    }
  });

  it('has every contradiction, missing secret and unreadable file', async () => {
    expect(english(await checked(CONTRADICTING))).toEqual([]);
    const fixed = CONTRADICTING.replace(/routes:[\s\S]*/, 'routes: { red: a }').replace(
      / {2}f:.*/,
      '',
    );
    const more = `devices: ${at('none.yaml')}`;
    const text = await checked(`${fixed.replace('http: { port: 1883 }', '')}\n${more}\n`);
    expect(text).toContain('环境变量 NO_SUCH_VARIABLE 中没有内容');
    expect(text).toContain('没有这个文件');
    expect(english(text)).toEqual([]);
    await mkdir(at('c.yaml.d'));
    const folderText = (await checkConfig(at('c.yaml.d'), undefined, 'zh')).text;
    expect(folderText).toContain('是目录，不是文件');
  });

  it('has every mistake in the devices file', async () => {
    await writeFile(at('devices.yaml'), DEVICES);
    expect(english(await checked(`devices: ${at('devices.yaml')}`))).toEqual([]);
  });

  it('has every warning', async () => {
    const entry = `{ device_id: CB-0001, key: "${'0a'.repeat(32)}", home: { reference: "1" } }`;
    await writeFile(at('devices.yaml'), `devices: [${entry}]`);
    await writeFile(at('s.secret'), `whsec_${Buffer.alloc(32).toString('base64')}`);
    const config = WARNED.replace('DEVICES', at('devices.yaml')).replace('SECRET', at('s.secret'));
    const text = await checked(config);
    expect(text).toContain('请注意');
    expect(text).toContain('没有设备属于组 "nowhere"');
    expect(english(text)).toEqual([]);
  });

  it('has what each code says to do, with the same commands and fields', () => {
    for (const [code, { en, zh }] of Object.entries(ERRORS)) {
      const error = new GatewayError(code as GatewayErrorCode, 'CB-1');
      expect(error.message).toBe(`CB-1\n${en} (${code})`);
      expect(error.messageIn('zh')).toBe(`CB-1\n${zh}（${code}）`);
      for (const [quoted] of en.matchAll(/`[^`]+`/g)) {
        if (!quoted.includes('TOKEN')) expect(zh).toContain(quoted);
      }
    }
  });

  it('keeps what it has no words for', () => {
    const problem = fileProblem(new Error('EIO: i/o error, read'));
    expect(told`/a: b: ${problem}`.zh).toBe('/a: b: EIO: i/o error, read');
  });
});

it('a name of a token that is no such name is told in Chinese', () => {
  const said = told`name: ${EXPECTED.characters('1-64', 'A-Z a-z 0-9 . _ -')}`;
  expect(said.en).toBe('name: expected 1 to 64 of A-Z a-z 0-9 . _ -');
  expect(said.zh).toBe('name: 应为 1 到 64 个字符，只能用 A-Z a-z 0-9 . _ -（不能用中文）');
});
