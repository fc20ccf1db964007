// Days and weeks as people at the desk count them: by the time zone of its machine, weeks from Monday.

/** 20260131. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate();
}

/** The moment at which a day begins. */
export function startOfDay(day: number): number {
  return dateOf(day).getTime();
}

export function nextDay(day: number, days = 1): number {
  const date = dateOf(day);
  date.setDate(date.getDate() + days);
  return dayOf(date.getTime());
}

/** The Monday of its week. */
export function weekOf(day: number): number {
  return nextDay(day, -((dateOf(day).getDay() + 6) % 7));
}

/** `2026-01-31` of 20260131. */
export function isoOf(day: number): string {
  const text = String(day);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}

/** Undefined: there is no such day. */
export function dayFrom(iso: string): number | undefined {
  const [year = 0, month = 0, date = 0] = iso.split('-').map(Number);
  const day = year * 10_000 + month * 100 + date;
  return dayOf(startOfDay(day)) === day ? day : undefined;
}

/** Every day from `from` up to and with `to`. */
export function daysBetween(from: number, to: number): number[] {
  const days: number[] = [];
  for (let day = from; day <= to; day = nextDay(day)) days.push(day);
  return days;
}

function dateOf(day: number): Date {
  return new Date(Math.floor(day / 10_000), Math.floor((day % 10_000) / 100) - 1, day % 100);
}
