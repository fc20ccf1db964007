// Checks the rows of the journal against what its log says.
import type { Call } from '../../domain/call.ts';
import { DedupeWindow, type DeviceState, WINDOW } from '../../domain/dedupe-window.ts';
import type { Notice } from '../../domain/notice.ts';
import { type AssignedPress, pressId } from '../../domain/press.ts';
import { parseDeviceRow } from '../device-row.ts';
import * as keys from '../keys.ts';
import type { Level } from '../recovering-level.ts';
import type { Findings } from './findings.ts';
import type { Tail } from './log.ts';
import { readRuns, type Seen } from './seen.ts';
import { CallShape, NoticeShape, PressShape, readRow } from './shapes.ts';

/** Every identity would be recognised: by the row of its boot, and by that of its device, which is asked first. */
export async function checkSeen(level: Level, seen: Seen, findings: Findings): Promise<void> {
  for (const [deviceId, boots] of seen) {
    const bootKeys = [...boots.keys()].map((boot) => keys.seenKey(deviceId, boot));
    const [deviceText = '', ...bootTexts] = await level.getMany([
      keys.DEVICE + deviceId,
      ...bootKeys,
    ]);
    const device = readDevice(deviceText);
    const window = new DedupeWindow();
    if (device) window.put(deviceId, device);
    [...boots].forEach(([bootId, runs], index) => {
      const known = readRuns(bootTexts[index] ?? '') ?? [];
      const isNew = (seq: number) => window.judge(deviceId, { bootId, seq }) === 'new';
      for (const [from, to] of readRuns(String(runs)) ?? []) {
        const isCovered = known.some(([first, last]) => first <= from && last >= to);
        if (isCovered && device && !hasNew(from, to, device, isNew)) continue;
        const which = from === to ? `${from}` : `${from} to ${to}`;
        findings.fault('IDENTITY_FORGOTTEN', `${deviceId}/${bootId}, number ${which}`);
      }
    });
  }
}

/** Only the end of a run, and what the window of the device reaches, can be taken for new. */
function hasNew(
  from: number,
  to: number,
  { newest }: DeviceState,
  isNew: (seq: number) => boolean,
): boolean {
  if (isNew(to)) return true;
  const end = Math.min(to, newest.seq);
  for (let seq = Math.max(from, newest.seq - WINDOW + 1); seq <= end; seq++) {
    if (isNew(seq)) return true;
  }
  return false;
}

/** What the log says of open deliveries, and what of it the rows can't know yet. */
export interface DueTruth {
  due: ReadonlySet<string>;
  dueNotices: ReadonlySet<string>;
  tail: Tail;
  /** Deliveries that began before this may have outlived their records. UTC milliseconds. */
  expiredBefore: number;
}

/** The rows of open deliveries, with the end of the log on top of them, are those that the log has open. */
export async function checkDue(level: Level, truth: DueTruth, findings: Findings): Promise<void> {
  const { due, dueNotices, tail, expiredBefore } = truth;
  const presses = new Map<string, AssignedPress>();
  for await (const [key, text] of rowsUnder(level, keys.DUE)) {
    const press = readRow<AssignedPress>(PressShape, text);
    if (press && keys.identityKey(press) === key) presses.set(pressId(press), press);
    else findings.fault('ROW_UNREADABLE', keys.DUE + key);
  }
  const notices = new Map<string, Notice>();
  for await (const [key, text] of rowsUnder(level, keys.DUE_NOTICE)) {
    const notice = readRow<Notice>(NoticeShape, text);
    if (notice?.id === key) notices.set(key, notice);
    else findings.fault('ROW_UNREADABLE', keys.DUE_NOTICE + key);
  }
  const isOld = (at: number | undefined) => (at ?? expiredBefore) < expiredBefore;
  const open = openOf(presses.keys(), tail.due);
  const openNotices = openOf(notices.keys(), tail.dueNotices);
  compare('press', due, open, (id) => isOld(presses.get(id)?.receivedAt), findings);
  compare('notice', dueNotices, openNotices, (id) => isOld(notices.get(id)?.at), findings);
  findings.openPresses = open.size;
  findings.openNotices = openNotices.size;
}

function openOf(rows: Iterable<string>, tail: ReadonlyMap<string, boolean>): Set<string> {
  const open = new Set(rows);
  for (const [key, isOpen] of tail) {
    if (isOpen) open.add(key);
    else open.delete(key);
  }
  return open;
}

function compare(
  what: string,
  truth: ReadonlySet<string>,
  found: ReadonlySet<string>,
  isOld: (id: string) => boolean,
  findings: Findings,
): void {
  for (const id of truth) if (!found.has(id)) findings.fault('DUE_MISSING', `${what} ${id}`);
  for (const id of found) {
    if (!truth.has(id) && !isOld(id)) findings.fault('DUE_LEFT_OVER', `${what} ${id}`);
  }
}

/** Each call is where its stage says, once. Counts them by stage. */
export async function checkCalls(level: Level, tail: Tail, findings: Findings): Promise<void> {
  for (const call of tail.calls.values()) findings.calls[call.stage]++;
  for (const prefix of [keys.OPEN_CALL, keys.CLOSED_CALL]) {
    for await (const [callId, text] of rowsUnder(level, prefix)) {
      // The end of the log puts it where it belongs.
      if (tail.calls.has(callId)) continue;
      const call = readRow<Call>(CallShape, text);
      if (call?.callId !== callId) {
        findings.fault('ROW_UNREADABLE', prefix + callId);
        continue;
      }
      const isTwice = prefix === keys.CLOSED_CALL && (await level.has(keys.OPEN_CALL + callId));
      const isClosed = call.stage === 'closed';
      if (isTwice || isClosed !== (prefix === keys.CLOSED_CALL)) {
        findings.fault('CALL_MISPLACED', `call ${callId}`);
      }
      if (!isTwice) findings.calls[call.stage]++;
    }
  }
}

/** What is known of devices and boots, and what the supervision keeps, can be read. Counts the devices. */
export async function checkRemembered(level: Level, findings: Findings): Promise<void> {
  const isWhole: [prefix: string, (text: string) => boolean][] = [
    [keys.DEVICE, (text) => readDevice(text) !== undefined],
    [keys.SEEN, (text) => readRuns(text) !== undefined],
    [keys.STATE, isJson],
  ];
  for (const [prefix, isGood] of isWhole) {
    for await (const [key, text] of rowsUnder(level, prefix)) {
      if (prefix === keys.DEVICE) findings.devices++;
      if (!isGood(text)) findings.fault('ROW_UNREADABLE', prefix + key);
    }
  }
}

function readDevice(text: string): DeviceState | undefined {
  return /^\d+(,\d+){4}$/.test(text) ? parseDeviceRow(text) : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The rows under a prefix, each with the rest of its key. */
async function* rowsUnder(level: Level, prefix: string): AsyncGenerator<[string, string]> {
  for await (const [key, text] of level.iterator({ gte: prefix, lt: keys.endOf(prefix) })) {
    yield [key.slice(prefix.length), text];
  }
}
