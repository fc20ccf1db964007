// The day's list: whatever spreadsheets write is read, and what is wrong is refused row by row, with its line.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INSTALLER } from '#gateway/messages/installer.ts';
import { textsIn } from '#gateway/messages/sentence.ts';
import { readList } from '#gateway/provisioning/batch/list.ts';
import { Failure } from '#gateway/provisioning/failure.ts';

const EN = textsIn(INSTALLER, 'en');
const ZH = textsIn(INSTALLER, 'zh');

const read = (text: string) => readList(Buffer.from(text), EN);
const references = (text: string) => read(text).rows.map(({ values }) => values.reference);

describe('a list', () => {
  it('with commas, semicolons or tabs, with a BOM and with CRLF is the same list', () => {
    for (const between of [',', ';', '\t']) {
      const rows = [`reference${between}wifi_ssid`, `H-1${between}张家`, `H-2${between}李家`];
      for (const end of ['\n', '\r\n']) {
        const { rows: found, bad } = read(`\ufeff${rows.join(end)}${end}`);
        expect(bad).toEqual([]);
        expect(found).toEqual([
          { line: 2, values: { reference: 'H-1', wifi_ssid: '张家' } },
          { line: 3, values: { reference: 'H-2', wifi_ssid: '李家' } },
        ]);
      }
    }
  });

  it('may begin with empty lines, and the lines are counted all the same', () => {
    const { rows, bad } = read('\ufeff\r\n\r\nreference\r\nH-1\r\n\r\nH-1\r\n');
    expect(rows).toEqual([{ line: 4, values: { reference: 'H-1' } }]);
    expect(bad).toEqual([{ line: 6, what: 'the same reference as in line 4' }]);
  });

  it('may name its columns in Chinese, and have others that mean nothing', () => {
    const { rows } = read(
      '住户编号,社区,备注,Wi-Fi名称,Wi-Fi 密码\nH-1,和平社区,二楼,张家,12345678\n',
    );
    expect(rows[0]?.values).toEqual({
      reference: 'H-1',
      community: '和平社区',
      wifi_ssid: '张家',
      wifi_password: '12345678',
    });
  });

  it('may have account and zone at an alarm receiver, so that two buttons of a home are told apart', () => {
    for (const head of ['reference,account,zone', '编号,SIA 账号,防区号', 'home,sia,sia_zone']) {
      const { rows, bad } = read(`${head}\nH-1,12AB,7\nH-2,12AB,1000\nH-3,12AB,\n`);
      expect(rows.map(({ values }) => values)).toEqual([
        { reference: 'H-1', account: '12AB', zone: '7' },
        { reference: 'H-3', account: '12AB' },
      ]);
      expect(bad).toEqual([
        { line: 3, what: `${head.split(',')[2]}: expected a number from 0 to 999` },
      ]);
    }
  });

  it('as Excel saves it in China (GB 18030) is read too', () => {
    // 编号 H-1 for: 编号,社区 / H-1,和平
    const bytes = Buffer.from('b1e0bac52cc9e7c7f80a482d312cbacdc6bd0a', 'hex');
    expect(readList(bytes, EN).rows[0]?.values).toEqual({
      reference: 'H-1',
      community: '和平',
    });
  });

  it('as "Unicode text" of Excel (UTF-16, tabs) is read too', () => {
    const bytes = Buffer.from('\ufeff编号\t社区\r\nH-1\t和平\r\n', 'utf16le');
    expect(readList(bytes, EN).rows[0]?.values).toEqual({
      reference: 'H-1',
      community: '和平',
    });
  });

  it('that says it is UTF-8 is, and only the row with half a character is left out', () => {
    const half = Buffer.from('张').subarray(0, 2);
    const bytes = Buffer.concat([
      Buffer.from('\ufeffreference,name\nH-1,'),
      half,
      Buffer.from('\nH-2,李\n'),
    ]);
    expect(readList(bytes, EN)).toEqual({
      rows: [{ line: 3, values: { reference: 'H-2', name: '李' } }],
      bad: [{ line: 2, what: 'half of a character is missing: type it again' }],
    });
  });

  it('keeps a comma, a quote and an empty cell inside of its cells', () => {
    const { rows } = read('reference,address,name\nH-1,"Road 7, ""left"" door",\n');
    expect(rows[0]?.values).toEqual({ reference: 'H-1', address: 'Road 7, "left" door' });
  });

  it('without the column of the reference, with one twice, or with nothing at all is refused as a whole', () => {
    for (const text of ['', '\n', 'name,address\nA,B\n', 'reference,编号\nA,B\n']) {
      expect(() => read(text)).toThrow(Failure);
    }
    expect(() => read('name\nA\n')).toThrow(/LIST_WRONG.*reference/);
  });
});

describe('a row', () => {
  it('that is wrong is left out with its line and why, and the rest goes on', () => {
    const long = 'x'.repeat(65);
    const { rows, bad } = read(
      [
        'reference,device_id,wifi_ssid,wifi_password',
        'H-1,CB-0001,home,12345678',
        ',CB-0002,home,12345678',
        'H-3,C!,home,12345678',
        `${long},CB-0004,home,12345678`,
        'H-5,CB-0005,一二三四五六七八九十一,12345678',
        'H-6,CB-0006,home,1234',
        'H-7,CB-0007',
        '',
        'H-1,CB-0009,home,12345678',
        'H-10,CB-0001,home,12345678',
        'H-11,CB-0011,ho\u0007me,12345678',
        'H-12,CB-0012,home,12345678',
      ].join('\n'),
    );
    expect(rows.map(({ line }) => line)).toEqual([2, 13]);
    expect(bad.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 10, 11, 12]);
    expect(bad.map(({ what }) => what.split(':')[0])).toEqual([
      'reference',
      'device_id',
      'reference',
      'wifi_ssid',
      'wifi_password',
      'a row with another number of columns than the first line has',
      'the same reference as in line 2',
      'the same device_id as in line 2',
      'wifi_ssid',
    ]);
    expect(JSON.stringify(bad)).not.toContain('1234');
  });

  it('with a quote that is left open takes no other row with it', () => {
    for (const open of ['H-2,"Road', 'H-2,Road" 7', 'H-2,"Road" 7', 'H-2,"Road 7\nflat 3",x']) {
      const { rows, bad } = read(`reference,address\nH-1,a\n${open}\nH-3,"b"\nH-4,c\n`);
      expect(rows.map(({ values }) => values.reference)).toEqual(['H-1', 'H-3', 'H-4']);
      expect(bad[0]).toEqual({ line: 3, what: expect.stringContaining('a quotation mark') });
    }
    const { bad } = readList(Buffer.from('编号,地址\nH-2,"路\n'), ZH);
    expect(bad[0]?.what).toContain('引号');
  });

  it('is refused for every field that does not fit, with the field and never its value', () => {
    const long = 'MARKED'.repeat(50);
    const wrong = [
      ...['community', 'subdistrict', 'name', 'address', 'group'].map((field) => [field, long]),
      ...['device_id', 'telephone', 'account', 'zone', 'wifi_password', 'main'].map((field) => [
        field,
        'MARKED!',
      ]),
      ['wifi_ssid', '张MARKED'.repeat(4)],
      ['name', 'MARKED\u0000'],
      ['group', 'MARKED\u202e'],
    ];
    for (const [column, value] of wrong) {
      for (const texts of [EN, ZH]) {
        const list = `reference,${column}\nH-1,\nH-2,${value}\nH-3,\n`;
        const { rows, bad } = readList(Buffer.from(list), texts);
        expect([column, rows.map(({ line }) => line)]).toEqual([column, [2, 4]]);
        expect(bad).toEqual([{ line: 3, what: expect.stringMatching(`^${column}: `) }]);
        expect(JSON.stringify(bad)).not.toContain('MARKED');
      }
    }
  });

  it('of which the first with a reference is wrong doesn’t stand in the way of the next', () => {
    expect(references('reference,zone\nH-1,x\nH-1,1\n')).toEqual(['H-1']);
  });

  it('never stops the others, whatever stands in it', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 5 }), (cells) => {
        const junk = cells.join(',').replaceAll(/[\n\r]/g, '');
        const found = references(`reference,name\nfirst-row,A\n${junk}\nlast-row,B\n`);
        expect(found[0]).toBe('first-row');
        expect(found.at(-1)).toBe('last-row');
      }),
    );
  });
});
