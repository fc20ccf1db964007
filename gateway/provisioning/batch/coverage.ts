// The coverage summary: homes, installed, tested, in service, by subdistrict and community.
import type { Coverage } from '../client/api.ts';
import type { Texts } from '../view/texts.ts';
import { widthOf } from '../view/width.ts';

const COUNTS = ['homes', 'installed', 'tested', 'in_service'] as const;

/** A table with a last line for all. */
export function coverageText(rows: readonly Coverage[], { coverage: words }: Texts): string {
  const sum = (of: readonly Coverage[]) =>
    COUNTS.map((count) => String(of.reduce((all, row) => all + row[count], 0)));
  const sorted = [...rows].sort(
    (a, b) => a.subdistrict.localeCompare(b.subdistrict) || a.community.localeCompare(b.community),
  );
  const table = [
    [words.subdistrict, words.community, ...COUNTS.map((count) => words[count])],
    ...sorted.map((row) => [row.subdistrict || '–', row.community || '–', ...sum([row])]),
    [words.all, '', ...sum(rows)],
  ];
  const widths = table[0]?.map((_, column) =>
    Math.max(...table.map((cells) => widthOf(cells[column] ?? ''))),
  );
  return `${table
    .map((cells) =>
      cells
        .map((cell, column) => padded(cell, widths?.[column] ?? 0, column >= 2))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

function padded(text: string, width: number, isNumber: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return isNumber ? blanks + text : text + blanks;
}
