// The journal as lines for people and their tools: presses with what became of their calls, events and notices.

import type { Call } from '../../domain/call.ts';
import { LIMITS, type Limit } from '../../domain/missed-deadline.ts';
import { type AssignedPress, pressId } from '../../domain/press.ts';
import { csvLine, type Field } from '../../system/csv.ts';
import type { Entry } from '../entries.ts';
import { CLOSED_CALL, dueKey, NOTICE, OPEN_CALL } from '../keys.ts';
import type { Level } from '../recovering-level.ts';
import type { Span } from './dates.ts';
import { logRecords, readTail, type Tail } from './log.ts';
import { CallShape, readRow } from './shapes.ts';

export const FORMATS = ['jsonl', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** What was written, and how many records of the log could not be read. */
export interface Exported {
  presses: number;
  events: number;
  notices: number;
  unreadable: number;
}

type PressEntry = Extract<Entry, { kind: 'press' }>;

/** A press with its call as it is now. */
interface Joined {
  press: AssignedPress;
  call: Call;
  /** The time limits that were missed. */
  missed: readonly Limit[];
  due: boolean;
}

/** The columns of a press in both formats, in this order. Times are ISO 8601, UTC; what has not happened is empty. */
const COLUMNS: Record<string, (of: Joined) => Field> = {
  press: ({ press }) => pressId(press),
  device_id: ({ press }) => press.deviceId,
  key: ({ press }) => press.key,
  received_at: ({ press }) => iso(press.receivedAt),
  age_ms: ({ press }) => press.ageMs,
  age_is_lower_bound: ({ press }) => press.ageIsLowerBound,
  count: ({ press }) => press.count,
  test: ({ press }) => press.test,
  call_id: ({ press }) => press.callId,
  joined: ({ press }) => press.joined,
  former_call_id: ({ call }) => call.formerCallId,
  stage: ({ call }) => call.stage,
  accepted_at: ({ call }) => iso(call.reached.accepted),
  answered_at: ({ call }) => iso(call.reached.answered),
  dispatched_at: ({ call }) => iso(call.reached.dispatched),
  closed_at: ({ call }) => iso(call.reached.closed),
  missed: ({ missed }) => missed.join(' ') || undefined,
  due: ({ due }) => due,
};

export const COLUMN_NAMES = Object.keys(COLUMNS);

/**
 * The lines of all that arrived within `span`, in the order in which it was stored, in pieces. `exported` is
 * counted up meanwhile. Only a piece of the log is in memory, and the calls that changed since the checkpoint.
 */
export async function* exportLines(
  level: Level,
  format: Format,
  span: Span,
  exported: Exported,
): AsyncGenerator<string> {
  const tail = await readTail(level);
  const isWithin = (at: number) => at >= span.from && at <= span.to;
  if (format === 'csv') yield csvLine(COLUMN_NAMES);
  for await (const records of logRecords(level)) {
    const entries = records.flatMap((numbered) =>
      'record' in numbered ? numbered.record.entries : [],
    );
    exported.unreadable += records.filter((numbered) => 'fault' in numbered).length;
    const lines: string[] = [];
    const presses = entries.filter(
      (entry): entry is PressEntry => entry.kind === 'press' && isWithin(entry.press.receivedAt),
    );
    for (const joined of await withCalls(level, tail, presses)) {
      lines.push(pressLine(format, joined));
      exported.presses++;
    }
    if (format === 'jsonl') lines.push(...otherLines(entries, isWithin, exported));
    yield lines.join('');
  }
}

/** Events and notices: a table of presses has no room for them. */
function otherLines(
  entries: readonly Entry[],
  isWithin: (at: number) => boolean,
  exported: Exported,
): string[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'event' && isWithin(entry.event.receivedAt)) {
      exported.events++;
      const { bootId: _boot, seq: _seq, ...event } = entry.event;
      return jsonLine({ type: 'event', event: pressId(entry.event), ...namedForOthers(event) });
    }
    if (entry.kind === 'notice' && isWithin(entry.notice.at)) {
      exported.notices++;
      return jsonLine({ type: 'notice', ...namedForOthers(entry.notice) });
    }
    return [];
  });
}

function pressLine(format: Format, joined: Joined): string {
  const fields = Object.entries(COLUMNS).map(([name, of]): [string, Field] => [name, of(joined)]);
  return format === 'csv'
    ? csvLine(fields.map(([, field]) => field))
    : jsonLine({ type: 'press', ...Object.fromEntries(fields) });
}

/** The call as it is now: by the end of the log, by the rows, or, when both have lost it, as the press left it. */
async function withCalls(
  level: Level,
  tail: Tail,
  entries: readonly PressEntry[],
): Promise<Joined[]> {
  const ids = [...new Set(entries.map(({ call }) => call.callId))].filter(
    (id) => !tail.calls.has(id),
  );
  const rows = await level.getMany(ids.flatMap((id) => [OPEN_CALL + id, CLOSED_CALL + id]));
  const calls = new Map<string, Call>();
  ids.forEach((id, index) => {
    const row = readRow<Call>(CallShape, rows[index * 2] ?? rows[index * 2 + 1] ?? '');
    if (row) calls.set(id, row);
  });
  const dueRows = await level.hasMany(entries.map(({ press }) => dueKey(press)));
  const missedIds = entries.map(({ press }) =>
    LIMITS.map((limit) => missedDeadlineId(press, limit)),
  );
  const noticeRows = await level.hasMany(missedIds.flat().map((id) => NOTICE + id));
  return entries.map(({ press, call }, index) => ({
    press,
    call: tail.calls.get(call.callId) ?? calls.get(call.callId) ?? call,
    missed: LIMITS.filter((_, which) => {
      const id = missedIds[index]?.[which] as string;
      return tail.dueNotices.has(id) || noticeRows[index * LIMITS.length + which];
    }),
    due: tail.due.get(pressId(press)) ?? (dueRows[index] as boolean),
  }));
}

/** The notice of a limit that was missed, by a press or by its call: as `calls/missed-deadlines.ts` names it. */
function missedDeadlineId(press: AssignedPress, limit: Limit): string {
  return `breach/${limit === 'answered' ? press.callId : pressId(press)}/${limit}`;
}

/** `receivedAt: 0` is `received_at: "1970-…"`: names with underscores, and times that people can read. */
function namedForOthers(record: object): object {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      /^at$|At$/.test(name) ? iso(value) : value,
    ]),
  );
}

function iso(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

function jsonLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
