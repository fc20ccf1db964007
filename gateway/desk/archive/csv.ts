// Lists as files are read: CSV, also as Excel in China writes it.
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { GatewayError } from '../../domain/errors.ts';
import { codeOf, reasonOf } from '../../domain/reason.ts';
import { delimiterOf, isWorkbook } from '../../system/spreadsheet.ts';
import { decodeList } from '../../system/text.ts';

export interface Line {
  /** In the file, counted from 1. */
  number: number;
  cells: string[];
}

const PART = 65_536;

/**
 * The lines of a list, the first with the names of the columns, and no empty ones. Read in parts, so that a long one
 * holds nobody up. Errors: DESK_LIST_WRONG, with the line.
 */
export async function* linesOf(bytes: Uint8Array): AsyncGenerator<Line> {
  if (isWorkbook(bytes)) throw new GatewayError('DESK_LIST_WRONG', 'xlsx');
  // A first line for Excel, which says what stands between the cells.
  const [, hint, body = ''] = /^(?:"?sep=(.)"?[,;\t]*\r?\n)?(.*)$/is.exec(decodeList(bytes)) ?? [];
  const delimiter = hint ?? delimiterOf(body.slice(0, body.search(/\n|$/)));
  const parser = Readable.from(partsOf(body)).pipe(
    parse({ delimiter, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  const linesBefore = hint === undefined ? 0 : 1;
  try {
    let number = 1 + linesBefore;
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (record.some((cell) => cell.trim() !== '')) yield { number, cells: record };
      number = info.lines + 1 + linesBefore;
    }
  } catch (error) {
    if (!codeOf(error)?.startsWith('CSV_')) throw error;
    const line = (error as { lines?: number }).lines ?? 0;
    throw new GatewayError('DESK_LIST_WRONG', `${line + linesBefore}: ${reasonOf(error)}`);
  }
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

function* partsOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    // A pair of surrogates stays together.
    const code = text.charCodeAt(from + PART - 1);
    const to = from + PART + (code >= 0xd800 && code <= 0xdbff ? 1 : 0);
    yield text.slice(from, to);
    from = to;
  }
}
