// What spreadsheets write: how a list is told from a workbook, and its columns from one another.
import { withoutInvisible } from '../domain/text.ts';

/** By the first bytes: a ZIP, as .xlsx and .ods are, or the older .xls. */
export function isWorkbook(bytes: Uint8Array): boolean {
  const begin = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return begin === '504b0304' || begin === 'd0cf11e0';
}

/** Commas, semicolons or tabs: what the first line has most of. */
export function delimiterOf(first: string): string {
  const counts = [',', ';', '\t'].map(
    (delimiter) => [delimiter, first.split(delimiter).length] as const,
  );
  return counts.reduce((most, candidate) => (candidate[1] > most[1] ? candidate : most))[0];
}

/** For comparing names of columns: capitals, blanks, `-`, `_` and what nobody sees don't matter. */
export function plainColumn(name: string): string {
  return withoutInvisible(name)
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '');
}
