// CSV as RFC 4180 has it: quotes where they are needed, CRLF, and no field that a spreadsheet would run as a formula.

/** Nothing is an empty field. */
export type Field = string | number | boolean | undefined;

/** One line with its line end. */
export function csvLine(fields: readonly Field[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

/**
 * A text that begins like a formula gets an apostrophe in front, and so does one that begins with an apostrophe:
 * whoever takes away the first apostrophe of a text that begins with one has the text as it was.
 */
function csvField(field: Field): string {
  if (typeof field !== 'string') return field === undefined ? '' : String(field);
  const text = /^[=+\-@\t\r']/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
