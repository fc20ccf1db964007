// Times as DC-09 writes them: HH:MM:SS,MM-DD-YYYY in UTC.

const FORM = /^(\d\d):(\d\d):(\d\d),(\d\d)-(\d\d)-(\d{4})$/;

/** `utc`: milliseconds. */
export function showTime(utc: number): string {
  const [date = '', time = ''] = new Date(utc).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${time.slice(0, 8)},${month}-${day}-${year}`;
}

/** UTC milliseconds; undefined when it is no moment that there was or will be. */
export function readTime(text: string): number | undefined {
  const [, hour, minute, second, month, day, year] = FORM.exec(text) ?? [];
  if (year === undefined) return undefined;
  const utc = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date.parse lets the 31st of February be the 2nd of March.
  return Number.isFinite(utc) && showTime(utc) === text ? utc : undefined;
}
