// Files that a person writes: UTF-8, or for lists what spreadsheets write, and nothing is lost without a word.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { checkConfig, readConfig, readSecret } from '#gateway/config/index.ts';
import { API } from '#gateway/management/wire.ts';
import { FILES } from '#gateway/messages/files.ts';
import { INSTALLER } from '#gateway/messages/installer.ts';
import { textsIn } from '#gateway/messages/sentence.ts';
import { readList } from '#gateway/provisioning/batch/list.ts';
import { addTestDevice, readDeviceFile } from '#gateway/registry/device-file.ts';
import { decodeList, decodeText, TextMistake } from '#gateway/system/text.ts';
import { ApiBench } from '../management/management-bench.ts';
import { tempFile, tempFolder } from '../temp.ts';

/** 张 and 住户 as an editor in China saves them. */
const ZHANG = Buffer.from([0xd5, 0xc5]);
const HOME = Buffer.from([0xd7, 0xa1, 0xbb, 0xa7]);
const KEY = 'ab'.repeat(32);

const joined = (...parts: (string | Buffer)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

function mistakeIn(bytes: Buffer): string {
  try {
    return `good: ${decodeText(bytes)}`;
  } catch (error) {
    expect(error).toBeInstanceOf(TextMistake);
    return (error as TextMistake).sentence.en;
  }
}

describe('a text of a person', () => {
  it('is UTF-8 with or without a byte order mark', () => {
    expect(decodeText(Buffer.from('a: 张\n'))).toBe('a: 张\n');
    expect(decodeText(Buffer.from('\ufeffa: 张\n'))).toBe('a: 张\n');
    expect(decodeText(Buffer.alloc(0))).toBe('');
  });

  it('in another encoding is refused with the line of the first character that is not', () => {
    expect(mistakeIn(joined('# x\na: ', ZHANG, '\n'))).toBe(FILES.notUtf8(2, true).en);
    expect(mistakeIn(joined('# 张\r\n\r\na: ', HOME, '\n'))).toBe(FILES.notUtf8(3, true).en);
    expect(mistakeIn(joined('a: 1\nb: M', Buffer.from([0xfc]), 'ller'))).toContain('line 2: ');
    expect(mistakeIn(joined('a\n', Buffer.from('张').subarray(0, 2)))).toContain('line 2: ');
    expect(mistakeIn(joined('a: ', Buffer.from([0xff]), '\n'))).toBe(FILES.notUtf8(1, false).en);
    expect(mistakeIn(Buffer.from('\ufeffa: 1', 'utf16le'))).toBe(FILES.utf16.en);
    expect(mistakeIn(Buffer.from('\ufeffa: 1', 'utf16le').swap16())).toBe(FILES.utf16.en);
    expect(mistakeIn(Buffer.from('a: 1', 'utf16le'))).toBe(FILES.nul(1).en);
    expect(mistakeIn(joined('a: "\ud800"'))).toContain('good: ');
  });
});

test('a devices file in GBK is refused by every door with its line: no name arrives as other characters', async () => {
  const folder = await tempFolder();
  const devices = join(folder, 'devices.yaml');
  const entry = `devices:\n  - device_id: CB-0001\n    key: "${KEY}"\n    home: { reference: "1", name: "`;
  await writeFile(devices, joined(entry, ZHANG, '" }\n'));
  await expect(readDeviceFile(devices)).rejects.toMatchObject({
    code: 'DEVICES_UNREADABLE',
    message: expect.stringContaining('devices.yaml: line 4: characters in GBK'),
  });
  const config = join(folder, 'c.yaml');
  await writeFile(config, `data: ${folder}\ndevices: ${devices}\n`);
  const { ok, text } = await checkConfig(config, undefined, 'zh');
  expect(ok).toBe(false);
  expect(text).toContain('第 4 行：字符编码是 GBK');
  await writeFile(devices, joined('\ufeff', entry, '张', '" }\n'));
  expect((await readDeviceFile(devices))[0]?.home.name).toBe('张');
});

test('comments in another encoding keep no gateway from starting, and are not rewritten', async () => {
  const folder = await tempFolder();
  const devices = join(folder, 'devices.yaml');
  const bytes = joined(
    '# ',
    HOME,
    '\r\ndevices: # ',
    ZHANG,
    `\r\n  - { device_id: CB-0001, key: "${KEY}" }\r\n`,
  );
  await writeFile(devices, bytes);
  expect(await readDeviceFile(devices)).toMatchObject([{ deviceId: 'CB-0001' }]);
  await expect(addTestDevice(devices, 'CB-0002')).rejects.toMatchObject({
    code: 'DEVICES_UNREADABLE',
    message: expect.stringContaining('line 1: characters in GBK'),
  });
  const config = join(folder, 'c.yaml');
  await writeFile(config, joined('# ', HOME, `\nname: north # `, ZHANG, '\n'));
  expect((await readConfig(config)).name).toBe('north');
  for (const value of [
    joined('name: "', ZHANG, ' # x"\n'),
    joined('name: |\n  # ', ZHANG, '\n'),
    joined('x: &', ZHANG, ' 1\nname: *', HOME, '\n'),
    Buffer.from('\ufeff# x\nname: a\n', 'utf16le'),
  ]) {
    await writeFile(config, value);
    await expect(readConfig(config)).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE' });
  }
});

test('a configuration or a secret in another encoding is refused, and with a byte order mark it is read', async () => {
  const file = await tempFile('c.yaml', '');
  await writeFile(file, joined('name: ', ZHANG, '\n'));
  await expect(readConfig(file)).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE' });
  await writeFile(file, '\ufeffname: 张\n');
  expect((await readConfig(file)).name).toBe('张');
  const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
  await writeFile(file, `\ufeff${secret}\r\n`);
  expect(await readSecret('p', { file })).toBe(secret);
  await writeFile(file, Buffer.from(`\ufeff${secret}`, 'utf16le'));
  await expect(readSecret('p', { file })).rejects.toMatchObject({
    code: 'SECRET_INVALID',
    message: expect.stringContaining('UTF-16'),
  });
});

test('half a character in a list in UTF-8 takes its own row only, and turns no other into other characters', () => {
  const half = Buffer.from('李').subarray(0, 2);
  const bytes = joined('reference,name\nH-1,张\nH-2,', half, '\nH-3,王\n');
  const { rows, bad } = readList(bytes, textsIn(INSTALLER, 'en'));
  expect(rows.map(({ values }) => values.name)).toEqual(['张', '王']);
  expect(bad.map(({ line }) => line)).toEqual([3]);
});

test('a list is read as spreadsheets write it', () => {
  expect(decodeList(joined('a,', HOME, '\n', ZHANG, ',b\n'))).toBe('a,住户\n张,b\n');
  expect(decodeList(Buffer.from('\ufeffa\t张', 'utf16le'))).toBe('a\t张');
  expect(decodeList(Buffer.from('\ufeffa\t张', 'utf16le').swap16())).toBe('a\t张');
  expect(decodeList(Buffer.from('\ufeffa,张'))).toBe('a,张');
});

test('the admin API refuses a body that is not UTF-8: a name would be lost', async () => {
  const bench = await ApiBench.start();
  const heard = await fetch(`http://127.0.0.1:${bench.gateway.adminPort}${API}/homes`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${bench.tokens.operator}`,
      'content-type': 'application/json',
    },
    body: joined('{"reference":"1","name":"', ZHANG, '"}'),
  });
  expect(heard.status).toBe(400);
  expect(await heard.json()).toMatchObject({
    code: 'FIELD_INVALID',
    message: expect.stringContaining('body: line 1: characters in GBK'),
  });
});
