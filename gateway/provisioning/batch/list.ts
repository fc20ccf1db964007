// The day's list: a CSV file becomes rows, and each row that is wrong is refused with its line; the rest goes on.
import { parse } from 'csv-parse/sync';
import { delimiterOf, isWorkbook, plainColumn } from '../../system/spreadsheet.ts';
import { decodeList } from '../../system/text.ts';
import { Failure } from '../failure.ts';
import { type FieldName, faultOf, HOME_FIELDS } from '../fields.ts';
import type { Texts } from '../view/texts.ts';

/** The fields of an installation that a list may hold, and on which port the device is. */
const COLUMNS = [
  'device_id',
  ...HOME_FIELDS,
  'group',
  'account',
  'zone',
  'wifi_ssid',
  'wifi_password',
  'main',
  'port',
] as const satisfies readonly (FieldName | 'port')[];
export type Column = (typeof COLUMNS)[number];

/** Names of columns besides their own; capitals, blanks, `-` and `_` don't matter. */
const OTHER_NAMES: Record<Column, readonly string[]> = {
  reference: ['home', '住户编号', '编号', '档案编号', '住户'],
  device_id: ['device', '设备编号', '设备', '设备号'],
  community: ['社区', '小区'],
  subdistrict: ['街道', '街道办'],
  name: ['resident', '姓名', '住户姓名'],
  address: ['地址', '住址'],
  telephone: ['phone', 'tel', '电话', '手机'],
  group: ['分组', '组'],
  account: ['sia', 'sia_account', 'sia账号', '账号'],
  zone: ['sia_zone', 'sia防区', '防区', '防区号'],
  wifi_ssid: ['wifi', 'ssid', 'wifi名称', '无线名称'],
  wifi_password: ['password', 'wifi密码', '无线密码'],
  main: ['gateway', '网关', '网关地址'],
  port: ['串口'],
};

export interface Row {
  line: number;
  values: Partial<Record<Column, string>>;
}

export interface List {
  rows: Row[];
  /** Refused, with what is wrong in words. */
  bad: { line: number; what: string }[];
}

/**
 * Commas, semicolons or tabs, as the first line has them. A line is a row: no cell may have a line break, so a quote
 * that is left open takes nothing with it. Errors: LIST_WRONG when the first line names no columns.
 */
export function readList(bytes: Uint8Array, texts: Texts): List {
  if (isWorkbook(bytes)) throw new Failure('LIST_WRONG', texts.workbook);
  const lines = decodeList(bytes).split(/\r\n|\n|\r/);
  const isFilled = (line: string) => line.trim() !== '';
  const firstAt = lines.findIndex(isFilled);
  // A first line for Excel, which says what stands between the cells.
  const hint = /^"?sep=(.)"?[,;\t]*$/i.exec(lines[firstAt] ?? '')?.[1];
  const headAt =
    hint === undefined
      ? firstAt
      : lines.findIndex((line, index) => index > firstAt && isFilled(line));
  const first = lines[headAt] ?? '';
  const delimiter = hint ?? delimiterOf(first);
  const head = cellsOf(first, delimiter) ?? [];
  if (head.length === 0) throw new Failure('LIST_WRONG', texts.columnMissing('reference'));
  const columns = columnsOf(head, texts);
  // In the words of the list, so that whoever mends it finds the column.
  const named = (column: Column) => head[columns.indexOf(column)] ?? column;
  const seen = new Map<string, number>();
  const list: List = { rows: [], bad: [] };
  for (const [index, text] of lines.entries()) {
    if (index <= headAt) continue;
    const line = index + 1;
    const cells = cellsOf(text, delimiter);
    // Of spreadsheets that were wider once.
    if (cells?.every((cell) => cell === '')) continue;
    const row = rowOf(cells ?? [], line, columns);
    const what = faultOfCells(cells, head.length, texts) ?? faultOfRow(row, texts, named);
    const wrong = what ?? twinOf(row, seen, texts, named);
    if (wrong === undefined) list.rows.push(row);
    else list.bad.push({ line, what: wrong });
  }
  return list;
}

/** Undefined: a quote stands where none may be. */
function cellsOf(line: string, delimiter: string): string[] | undefined {
  try {
    const [cells = []] = parse(line, { delimiter, trim: true, relax_column_count: true });
    return cells;
  } catch {
    return undefined;
  }
}

function faultOfCells(cells: string[] | undefined, of: number, texts: Texts): string | undefined {
  if (cells === undefined) return texts.quoteOpen;
  if (cells.length !== of) return texts.tooFew;
  // What the encoding of the file could not say.
  return cells.some((cell) => cell.includes('\ufffd')) ? texts.faults.surrogate : undefined;
}

function columnsOf(names: string[], texts: Texts): (Column | undefined)[] {
  const columns = names.map((name) =>
    COLUMNS.find((column) =>
      [column, ...OTHER_NAMES[column]].some((known) => plainColumn(known) === plainColumn(name)),
    ),
  );
  const known = columns.filter((column) => column !== undefined);
  const twice = known.find((column, index) => known.indexOf(column) !== index);
  if (twice) throw new Failure('LIST_WRONG', texts.columnTwice(twice));
  if (!known.includes('reference')) {
    throw new Failure('LIST_WRONG', texts.columnMissing('reference / 住户编号'));
  }
  return columns;
}

function rowOf(record: string[], line: number, columns: (Column | undefined)[]): Row {
  const values: Row['values'] = {};
  for (const [index, column] of columns.entries()) {
    const value = record[index] ?? '';
    if (column && value !== '') values[column] = value;
  }
  return { line, values };
}

type Named = (column: Column) => string;

function faultOfRow({ values }: Row, texts: Texts, named: Named): string | undefined {
  if (values.reference === undefined) return `${named('reference')}: ${texts.faults.missing}`;
  for (const [column, value] of Object.entries(values) as [Column, string][]) {
    if (column === 'port') continue;
    const fault = faultOf(column, value);
    if (fault !== undefined) return `${named(column)}: ${texts.faults[fault]}`;
  }
  return undefined;
}

/** No home and no device twice; the first one stands. */
function twinOf(
  { line, values }: Row,
  seen: Map<string, number>,
  texts: Texts,
  named: Named,
): string | undefined {
  for (const column of ['reference', 'device_id'] as const) {
    const value = values[column];
    if (value === undefined) continue;
    const before = seen.get(`${column} ${value}`);
    if (before !== undefined) return texts.duplicate(named(column), before);
  }
  for (const column of ['reference', 'device_id'] as const) {
    if (values[column] !== undefined) seen.set(`${column} ${values[column]}`, line);
  }
  return undefined;
}
