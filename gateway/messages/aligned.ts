// Rows of text in columns, for terminals.

/** A Chinese character takes two places. */
export function aligned(rows: readonly string[][]): string {
  const widthOf = (text: string) => [...text].length + (text.match(/[^\0-\u02ff→]/gu)?.length ?? 0);
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => widthOf(row[at] ?? ''))),
  );
  return rows
    .map((row) =>
      row
        .map((text, at) => text + ' '.repeat(Math.max((widths[at] ?? 0) - widthOf(text), 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
