// CSV as RFC 4180 has it: quotes where they are needed, CRLF, and no field that a spreadsheet would run as a formula.

/** Without it Excel takes UTF-8 for the encoding of the machine. */
export const BYTE_ORDER_MARK = '\ufeff';

/** For a class of a pattern: what begins a formula. A spreadsheet in Chinese or Japanese takes the wide characters too. */
const FORMULA_SIGNS = '=+\\-@\\t\\r\\n＝＋－＠';
const NEEDS_APOSTROPHE = new RegExp(`^[${FORMULA_SIGNS}']`);

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
  const text = NEEDS_APOSTROPHE.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A field that `csvLine` has written, as it was before. Of others only what looks like one of those is changed. */
export function plainField(text: string): string {
  const isWritten = text.startsWith("'") && NEEDS_APOSTROPHE.test(text.slice(1));
  return isWritten ? text.slice(1) : text;
}
