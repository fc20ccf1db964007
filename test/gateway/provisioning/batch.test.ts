// A day's list: row after row on its own cable; the next morning goes on, and the summary tells where the district stands.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INSTALLER } from '#gateway/messages/installer.ts';
import { textsIn } from '#gateway/messages/sentence.ts';
import { coverageText } from '#gateway/provisioning/batch/coverage.ts';
import { readList } from '#gateway/provisioning/batch/list.ts';
import { codeOf, protocolOf, sheetOf } from '#gateway/provisioning/batch/protocol.ts';
import { Failure } from '#gateway/provisioning/failure.ts';
import { given, inACable, startApi } from './set-up.ts';

const EN = textsIn(INSTALLER, 'en');
const ZH = textsIn(INSTALLER, 'zh');

test('a list is worked off row by row, bad rows are told with their lines, and the next morning goes on', async ({
  onTestFinished,
}) => {
  const api = await startApi(onTestFinished);
  const at = inACable(onTestFinished, '/dev/bench0');
  const second = inACable(onTestFinished, '/dev/bench1');
  const csv = join(at.stateFolder, 'homes.csv');
  writeFileSync(
    csv,
    [
      '\ufeff住户编号;设备编号;社区;街道;姓名;串口',
      'H-1;CB-0001;和平社区;新街口街道;张三丰;/dev/bench0',
      'H-2;C?;和平社区;新街口街道;李四;/dev/bench0',
      'H-3;CB-0003;光明社区;新街口街道;王五;/dev/bench1',
      'H-1;CB-0004;光明社区;新街口街道;赵六;/dev/bench1',
    ].join('\r\n'),
  );
  at.openOther = second.cable.open;
  second.cable.pulled = true;
  const { deviceId, reference, community, subdistrict, name, ...rest } = given(api);
  const flags = { ...rest, csv, lang: 'zh' as const };
  expect(await at.run(flags)).toBe(1);
  expect(at.shown).toContain('第 3 行：跳过：设备编号: 只能用');
  expect(at.shown).toContain('第 5 行：跳过：住户编号 与第 2 行相同');
  expect(at.shown).toContain('PORT_MISSING');
  expect(at.shown).toContain('已投入使用 1，未完成 1，跳过 2 行，还剩 0');
  expect(at.shown).not.toContain('张三丰');
  const keyed = api.asked.filter((request) => request.endsWith('/key')).length;
  second.cable.pulled = false;
  at.presses = second;
  at.shown = '';
  expect(await at.run(flags)).toBe(1);
  expect(at.shown).toContain('第 2 行，住户 H-1：以前已完成');
  expect(at.shown).toContain('已投入使用 2，未完成 0，跳过 2 行，还剩 0');
  expect(api.asked.filter((request) => request.endsWith('/key'))).toHaveLength(keyed + 1);
  expect(api.devices.map((device) => device.deviceId)).toEqual(['CB-0001', 'CB-0003']);
  expect(api.home('H-3')).toMatchObject({ community: '光明社区', resident: { name: '王五' } });
  expect(at.shown.split('\n').slice(-5)).toEqual([
    '街道        社区      住户  已安装  已测试  使用中',
    '新街口街道  光明社区     1       1       1       1',
    '新街口街道  和平社区     1       1       1       1',
    '合计                     2       2       2       2',
    '',
  ]);
});

test('a row that lacks an answer fails with its line, its account and zone go with it, and the rest goes on', async ({
  onTestFinished,
}) => {
  const api = await startApi(onTestFinished);
  const at = inACable(onTestFinished);
  const csv = join(at.stateFolder, 'homes.csv');
  const lines = [
    'reference,device_id,wifi_ssid,wifi_password,account,zone',
    'H-1,CB-0009,,,,',
    '"H-2,CB-0001,w,,,',
    'H-3,CB-0001,幸福家 Wi-Fi,密码 12345678,12AB,7',
  ];
  writeFileSync(csv, `${lines.join('\n')}\n`);
  const { deviceId, reference, wifi, ...rest } = given(api);
  expect(await at.run({ ...rest, csv })).toBe(1);
  expect(at.shown).toMatch(/line 2, home H-1: .*--wifi.*\(ANSWER_MISSING\)/);
  expect(at.shown).toMatch(/line 3: left out: a quotation mark/);
  expect(at.shown).toContain('1 in service, 1 not done, 1 rows left out, 0 still to come');
  expect(api.device()).toMatchObject({ state: 'in_service', account: '12AB', zone: '7' });
});

test('a row that names no port is installed on that of the flag', async ({ onTestFinished }) => {
  const api = await startApi(onTestFinished);
  const at = inACable(onTestFinished);
  const ports: string[] = [];
  at.openOther = async (path) => {
    ports.push(path);
    throw new Failure('PORT_MISSING', path);
  };
  const csv = join(at.stateFolder, 'homes.csv');
  writeFileSync(csv, 'reference,device_id,port\nH-1,CB-0001,\nH-2,CB-0002,/dev/of-the-row\n');
  const { deviceId, reference, ...rest } = given(api);
  expect(await at.run({ ...rest, csv, port: '/dev/of-the-flag' })).toBe(1);
  expect(new Set(ports)).toEqual(new Set(['/dev/of-the-flag', '/dev/of-the-row']));
  expect(at.cable.opened).toBe(0);
});

test('an installer at a terminal is told which home comes next, and may stop for the day', async ({
  onTestFinished,
}) => {
  const api = await startApi(onTestFinished);
  const at = inACable(onTestFinished);
  const csv = join(at.stateFolder, 'homes.csv');
  writeFileSync(csv, 'reference\tcommunity\nH-1\tA\nH-2\tB\n');
  const questions: string[] = [];
  at.onChoose = (question) => questions.push(question);
  at.choices.push('next', 'end');
  at.answers.device_id = 'CB-0001';
  const { deviceId, reference, yes, signalsSeen, ...rest } = given(api);
  expect(await at.run({ ...rest, csv }, true)).toBe(1);
  expect(questions.map((question) => /home (H-\d)/.exec(question)?.[1])).toEqual(['H-1', 'H-2']);
  expect(at.shown).toContain('1 in service, 0 not done, 0 rows left out, 1 still to come');
});

test('an installer at a terminal is told who lives in the next home, and where; no log is', async ({
  onTestFinished,
}) => {
  const api = await startApi(onTestFinished);
  const at = inACable(onTestFinished);
  const csv = join(at.stateFolder, 'homes.csv');
  writeFileSync(csv, 'reference,device_id,name,address\n5002,CB-0202,Wang Wu,Road 7\n');
  const questions: string[] = [];
  at.onChoose = (question) => questions.push(question);
  at.choices.push('end');
  const flags = { gateway: api.url, tokenFile: api.tokenFile, csv };
  expect(await at.run(flags, true)).toBe(1);
  expect(questions[0]).toContain('home 5002 (Wang Wu, Road 7), device CB-0202');
  await at.run({ ...flags, yes: true });
  expect(at.shown).not.toContain('Wang Wu');
});

test.each([
  ['an .xlsx or .ods', '504b030414000600'],
  ['an .xls', 'd0cf11e0a1b11ae1'],
])('%s is told to be a workbook, and how it becomes a list', async (_, bytes) => {
  for (const [texts, words] of [
    [EN, 'save it as “CSV UTF-8”'],
    [ZH, '另存为“CSV UTF-8”'],
  ] as const) {
    expect(() => readList(Buffer.from(bytes, 'hex'), texts)).toThrow(words);
  }
});

test('a list that can not be read ends with 2, and no port is opened', async ({
  onTestFinished,
}) => {
  const api = await startApi(onTestFinished);
  const at = inACable(onTestFinished);
  const csv = join(at.stateFolder, 'homes.csv');
  expect(await at.run({ gateway: api.url, tokenFile: api.tokenFile, csv })).toBe(2);
  writeFileSync(csv, 'name\nA\n');
  expect(await at.run({ gateway: api.url, tokenFile: api.tokenFile, csv })).toBe(2);
  expect(at.shown).toContain('the list lacks the column reference');
  expect(at.cable.opened).toBe(0);
});

const INSTALLATION = {
  version: 1 as const,
  device_id: 'CB-0001',
  gateway: 'https://g',
  reference: '住-<1>',

  community: 'A & B',
  subdistrict: '新街口',
  group: 'north',
  accepted: ['WIFI_WEAK'],

  steps: [],
  started_at: '2026-11-25T08:00:00.000Z',
};

test('the sheet to print shows what is in service and what is not, and nothing in it is markup of its own', () => {
  const open = sheetOf(INSTALLATION, EN);
  expect(open).toContain('NOT IN SERVICE');
  expect(open).toContain('住-&#60;1&#62;');
  expect(open).toContain('A &#38; B');
  expect(open).toMatch(/<svg[\s\S]*<path/);
  expect(protocolOf(INSTALLATION)).toMatchObject({ in_service: false, accepted: ['WIFI_WEAK'] });
  const done = { ...INSTALLATION, in_service_at: '2026-11-25T08:20:00.000Z' };
  // On the clock of this computer.
  expect(sheetOf(done, ZH)).toMatch(/<td>2026-11-2[456] \d\d:\d\d<\/td>/);
  expect(codeOf(done)).toBe('CB-0001\n住-<1>');
  // Another home is another code: the reference is in it as UTF-8.
  expect(sheetOf({ ...done, reference: '住-<2>' }, ZH).replace('2&#62;', '1&#62;')).not.toBe(
    sheetOf(done, ZH),
  );
});

test('the sheet tells the resident what the keys do and whom to telephone, and has a line for each signature', () => {
  const sheet = sheetOf(INSTALLATION, ZH, '025-<1>');
  for (const words of ['致住户', '红键：', '绿键：', '请打电话', '025-&#60;1&#62;']) {
    expect(sheet).toContain(words);
  }
  expect(sheet.match(/class="line"/g)).toHaveLength(2);
  expect(sheetOf(INSTALLATION, EN)).toContain('Telephone of the service: ____');
});

test('the sheet tells the result of the self-test in the language of whoever signs it', () => {
  const tested = (self_test: string) => ({ ...INSTALLATION, self_test });
  expect(sheetOf(tested('ok'), ZH)).toContain('<td>通过</td>');
  expect(sheetOf(tested('waiting for the link'), ZH)).toContain('还没有结果');
  expect(sheetOf(tested('waiting for the link'), EN)).toContain('no result yet');
  expect(sheetOf(INSTALLATION, ZH)).toContain('自检</th><td>–</td>');
});

test.each([
  ['en', EN, 'not measured', 'No'],
  ['zh', ZH, '未测量', '否'],
] as const)('the sheet of an unfinished installation says in %s what was not measured, and no “no” that nobody has said', (_, texts, none, no) => {
  const cell = (name: string, installation: Parameters<typeof sheetOf>[0]) => {
    const [, after = ''] = sheetOf(installation, texts).split(`<th>${name}</th><td>`);
    return after.split('</td>')[0];
  };
  const { mains, light, signal, battery, key } = texts.sheet;
  expect(cell(mains, INSTALLATION)).toBe(none);
  expect(cell(light, INSTALLATION)).toBe(`${none} · ${none}`);
  expect(cell(signal, INSTALLATION)).toBe(none);
  expect(cell(battery, INSTALLATION)).toBe(none);
  expect(cell(key, INSTALLATION)).toBe('–');
  const measured = { ...INSTALLATION, on_mains: false, light_confirmed: false, rssi_dbm: null };
  expect(cell(mains, measured)).toBe(no);
  expect(cell(light, measured)).toBe(`${no} · ${none}`);
  expect(cell(signal, measured)).toBe(texts.strength.unknown);
});

test('a coverage summary without a row is a head and zeros', () => {
  expect(coverageText([], EN)).toBe(
    'subdistrict  community  homes  installed  tested  in service\nall                         0          0       0           0\n',
  );
});
