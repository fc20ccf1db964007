// CSV that every parser of RFC 4180 reads back, and that no spreadsheet runs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, plainField } from '#gateway/system/csv.ts';
import { parseCsv } from '../journal/tools/parse-csv.ts';

describe('a line of CSV', () => {
  it('ends with CRLF, and has quotes only where they are needed', () => {
    expect(csvLine(['CB-1/1/2', 3, true, undefined, ''])).toBe('CB-1/1/2,3,true,,\r\n');
    expect(csvLine(['a,b', 'say "x"', 'two\nlines', 'two\r\nlines'])).toBe(
      '"a,b","say ""x""","two\nlines","two\r\nlines"\r\n',
    );
  });

  it('has no text that begins like a formula', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
      const [[field = ''] = []] = parseCsv(csvLine([`${start}1+1`]));
      expect(field).toBe(`'${start}1+1`);
    }
    expect(csvLine([-5])).toBe('-5\r\n');
  });

  it('that somebody else has written keeps an apostrophe that stands for nothing', () => {
    expect(plainField("'t Hooft")).toBe("'t Hooft");
    expect(plainField("'=1")).toBe('=1');
  });

  it('is read back as it was by taking away one apostrophe, whatever stands in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n\'",;a1'.split('')) }),
    );
    const lines = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(lines, (rows) => {
        const read = parseCsv(rows.map(csvLine).join(''));
        const plain = read.map((row) => row.map(plainField));
        expect(JSON.stringify(plain)).toBe(JSON.stringify(rows));
      }),
    );
  });
});
