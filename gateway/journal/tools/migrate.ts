// Brings a journal of schema 1 up to schema 2. Killed at any moment, it goes on where it was at the next start.
import type { Session } from '#protocol/messages.ts';
import { type Call, openCall } from '../../domain/call.ts';
import { DedupeWindow } from '../../domain/dedupe-window.ts';
import type { DeviceEventRecord } from '../../domain/ports/journal.ts';
import { type AssignedPress, pressId } from '../../domain/press.ts';
import { deviceRow, emptyDevice, parseDeviceRow } from '../device-row.ts';
import type { Entry, LogRecord } from '../entries.ts';
import * as keys from '../keys.ts';
import { pagesOf } from '../pages.ts';
import type { Level, Operation } from '../recovering-level.ts';
import { Runs } from '../runs.ts';

// Schema 1 had no log. Its rows, as far as bringing them up to date needs to know:
/** `event!{identityKey}` → a press with `kind: 'press'`, or another event. */
const EVENT = 'event!';
/** `due!{identityKey}` → '' while the delivery of the press was open. */
const DUE = 'due!';
/** `session!{deviceId}` → the newest Session. */
const SESSION = 'session!';

type EventOf1 =
  | { kind: 'press'; press: AssignedPress }
  | { kind: 'event'; event: DeviceEventRecord };

/** `by-time!{arrival, 12 hex digits}!{identityKey}` → '': the order of the log to be. Gone when all is done. */
const BY_TIME = 'by-time!';
const TIME_DIGITS = 12;

/** Events in one record of the log. */
const CHUNK = 200;

type Row = [key: string, value: string];

/** Every piece is one synced batch, after which each event is either still there or in the log with all that follows. */
export async function migrateFrom1(level: Level): Promise<void> {
  const write = (operations: Operation[]) => level.batch(operations, { sync: true });
  for await (const rows of chunksUnder(level, EVENT)) await write(rows.map(byTime));
  let number = await lastNumber(level);
  for await (const rows of chunksUnder(level, BY_TIME)) {
    await write(await moved(level, rows, ++number));
  }
  for await (const rows of chunksUnder(level, SESSION)) await write(await sessions(level, rows));
  for await (const rows of chunksUnder(level, DUE)) {
    // Left over is the delivery of an event that is not there, which schema 1 never offered either.
    const lost = rows.filter(([, value]) => value === '');
    await write(lost.map(([key]) => ({ type: 'del', key })));
  }
  await write([{ type: 'put', key: keys.META_SCHEMA, value: keys.SCHEMA }]);
}

function chunksUnder(level: Level, prefix: string): AsyncGenerator<Row[]> {
  return pagesOf(() => level.iterator({ gte: prefix, lt: keys.endOf(prefix) }), CHUNK);
}

function byTime([key, value]: Row): Operation {
  const { receivedAt } = recordOf(readEventOf1(key, value));
  const time = receivedAt.toString(16).padStart(TIME_DIGITS, '0');
  return { type: 'put', key: `${BY_TIME}${time}!${key.slice(EVENT.length)}`, value: '' };
}

async function lastNumber(level: Level): Promise<number> {
  const range = { gte: keys.LOG, lt: keys.endOf(keys.LOG), reverse: true, limit: 1 };
  const [last] = await level.keys(range).all();
  return last === undefined ? 0 : keys.logNumber(last);
}

/** A record of the log, and the rows that follow from it, in the place of some events. */
async function moved(level: Level, rows: readonly Row[], number: number): Promise<Operation[]> {
  const names = rows.map(([key]) => key.slice(BY_TIME.length + TIME_DIGITS + 1));
  const values = await level.getMany(names.map((name) => EVENT + name));
  const events = names.map((name, index) => readEventOf1(EVENT + name, values[index] ?? ''));
  const isDue = await level.hasMany(names.map((name) => DUE + name));
  const calls = await callsOf(level, events);
  const operations: Operation[] = [];
  const entries: Entry[] = [];
  events.forEach((event, index) => {
    if (event.kind === 'event') {
      entries.push(event);
      return;
    }
    const { press } = event;
    entries.push({ kind: 'press', press, call: calls.get(press.callId) ?? callOf(event) });
    if (isDue[index]) operations.push(put(DUE + names[index], JSON.stringify(press)));
    else entries.push({ kind: 'settled', press: pressId(press) });
  });
  const at = Math.max(...events.map((event) => recordOf(event).receivedAt));
  const record: LogRecord = { at, entries };
  return [
    ...operations,
    ...(await seenRows(level, events)),
    ...(await deviceRows(level, events)),
    ...names.map((name): Operation => ({ type: 'del', key: EVENT + name })),
    ...rows.map(([key]): Operation => ({ type: 'del', key })),
    put(keys.logKey(number), JSON.stringify(record)),
    put(keys.META_CHECKPOINT, String(number)),
  ];
}

/** The calls of these presses as they are now. */
async function callsOf(level: Level, events: readonly EventOf1[]): Promise<Map<string, Call>> {
  const ids = [
    ...new Set(events.flatMap((event) => (event.kind === 'press' ? [event.press.callId] : []))),
  ];
  const open = await level.getMany(ids.map((id) => keys.OPEN_CALL + id));
  const closed = await level.getMany(ids.map((id) => keys.CLOSED_CALL + id));
  const calls = new Map<string, Call>();
  ids.forEach((id, index) => {
    const text = open[index] ?? closed[index];
    if (text !== undefined) calls.set(id, JSON.parse(text));
  });
  return calls;
}

/** A call that schema 1 doesn't have, as far as its press and its name tell. */
function callOf({ press }: Extract<EventOf1, { kind: 'press' }>): Call {
  const [, bootId, seq] = press.callId.split('.');
  const openedBy = { bootId: Number(bootId), seq: Number(seq) };
  return { ...openCall(press, undefined), callId: press.callId, openedBy };
}

async function seenRows(level: Level, events: readonly EventOf1[]): Promise<Operation[]> {
  const found = new Map<string, number[]>();
  for (const { deviceId, bootId, seq } of events.map(recordOf)) {
    const key = keys.seenKey(deviceId, bootId);
    found.set(key, [...(found.get(key) ?? []), seq]);
  }
  const texts = await level.getMany([...found.keys()]);
  return [...found].map(([key, numbers], index) => {
    const runs = Runs.parse(texts[index]);
    for (const seq of numbers) runs.add(seq);
    return put(key, String(runs));
  });
}

async function deviceRows(level: Level, events: readonly EventOf1[]): Promise<Operation[]> {
  const deviceIds = [...new Set(events.map((event) => recordOf(event).deviceId))];
  const window = new DedupeWindow();
  const texts = await level.getMany(deviceIds.map((id) => keys.DEVICE + id));
  for (const [index, id] of deviceIds.entries()) window.put(id, stateOf(texts[index]));
  for (const record of events.map(recordOf)) window.add(record.deviceId, record);
  return deviceIds.map((id) => put(keys.DEVICE + id, deviceRow(window.state(id) ?? emptyDevice())));
}

async function sessions(level: Level, rows: readonly Row[]): Promise<Operation[]> {
  const deviceIds = rows.map(([key]) => key.slice(SESSION.length));
  const texts = await level.getMany(deviceIds.map((id) => keys.DEVICE + id));
  return rows.flatMap(([key, value], index): Operation[] => {
    const session: Session = JSON.parse(value);
    const row = deviceRow({ ...stateOf(texts[index]), session });
    return [put(keys.DEVICE + deviceIds[index], row), { type: 'del', key }];
  });
}

function stateOf(text: string | undefined) {
  return text === undefined ? emptyDevice() : parseDeviceRow(text);
}

/** Of what can't be read the identity, which is in the key, and the text are kept. */
function readEventOf1(key: string, text: string): EventOf1 {
  try {
    const { kind, ...record } = JSON.parse(text);
    if (Number.isSafeInteger(record.receivedAt) && record.receivedAt >= 0) {
      if (kind !== 'press') return { kind: 'event', event: { kind, ...record } };
      if (typeof record.callId === 'string') return { kind: 'press', press: record };
    }
  } catch {
    // Kept as it is, below.
  }
  const [deviceId = '', bootId = '', seq = ''] = key.slice(EVENT.length).split('!');
  const identity = { deviceId, bootId: Number.parseInt(bootId, 16), seq: Number.parseInt(seq, 16) };
  const frame = Buffer.from(text).toString('base64');
  const event = { ...identity, kind: 'unreadable', receivedAt: 0, ageMs: 0, frame };
  return { kind: 'event', event };
}

function recordOf(event: EventOf1) {
  return event.kind === 'press' ? event.press : event.event;
}

function put(key: string, value: string): Operation {
  return { type: 'put', key, value };
}
