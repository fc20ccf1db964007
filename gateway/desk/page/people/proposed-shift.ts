// The shift that the plan proposes first in a week: eight hours that aren't over yet.

const BEGINS_HOUR = 8;
const LASTS_HOURS = 8;

export interface ProposedShift {
  /** As a field of a form has it, in the time of this machine's zone: `2026-01-07T08:00`. */
  from: string;
  to: string;
}

/** `week` is the beginning of its Monday, `now` UTC milliseconds. Of a week that is over, its Monday. */
export function proposedShift(week: Date, now: number): ProposedShift {
  const isOver = now >= atHour(week, 7 * 24).getTime();
  const monday = atHour(week, BEGINS_HOUR);
  const morning = atHour(new Date(now), BEGINS_HOUR);
  const nextHour = atHour(new Date(now), new Date(now).getHours() + 1);
  const today = now <= morning.getTime() ? morning : nextHour;
  const from = isOver || now <= monday.getTime() ? monday : today;
  return { from: fieldOf(from), to: fieldOf(atHour(from, from.getHours() + LASTS_HOURS)) };
}

/** An hour above 23 falls on a later day. */
function atHour(day: Date, hour: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour);
}

function fieldOf(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:00`;
}
