// Reads CSV as RFC 4180 has it, and nothing more lenient.

export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /"((?:[^"]|"")*)"(,|\r\n)|([^",\r\n]*)(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (match === null) throw new Error(`no CSV at ${at}`);
    const [, quoted, afterQuoted, plain, afterPlain] = match;
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if ((afterQuoted ?? afterPlain) === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
