// The device's small codec: uplink frames out, receipts and progress in. Agrees with protobufjs; tests compare.
import type {
  CallNews,
  CallStageNumber,
  DeviceEvent,
  Identity,
  Instruction,
  Key,
  Progress,
  Receipt,
  UpdateFrame,
  Uplink,
} from '../messages.ts';
import { WireReader, WireWriter } from './wire.ts';

/** The field's number in Uplink. */
function writeEvent(writer: WireWriter, event: DeviceEvent): number {
  if (event.kind === 'press') {
    writer.uint(1, event.key);
    writer.uint(2, event.count);
    return 8;
  }
  if (event.kind === 'heartbeat') {
    writer.uint(1, event.uptimeS);
    writer.uint(2, event.batteryMv);
    writer.uint(3, event.batteryPercent);
    writer.bool(4, event.onMains);
    writer.sint(5, event.rssiDbm);
    writer.uint(6, event.freeVariables);
    writer.uint(7, event.outboxDepth);
    writer.uint(8, event.reconnects);
    writer.uint(9, event.lastError);
    writer.text(10, event.firmware);
    writer.uint(11, event.configurationRevision);
    writer.bool(12, event.asksReceipt);
    return 9;
  }
  if (event.kind === 'boot') {
    writer.uint(1, event.cause);
    writer.text(2, event.firmware);
    writer.text(3, event.model);
    return 10;
  }
  if (event.kind === 'fault') {
    writer.uint(1, event.faultKind);
    writer.uint(2, event.detail);
    return 11;
  }
  if (event.kind === 'battery') {
    writer.uint(1, event.level);
    writer.uint(2, event.batteryMv);
    writer.uint(3, event.batteryPercent);
    return 12;
  }
  if (event.kind === 'mains') {
    writer.uint(1, event.state);
    return 13;
  }
  if (event.kind === 'command_result') {
    writer.uint(1, event.commandId);
    writer.uint(2, event.outcome);
    writer.text(3, event.detail);
    return 14;
  }
  if (event.kind === 'update_status') {
    writer.uint(1, event.image);
    writer.uint(2, event.state);
    writer.uint(3, event.next);
    writer.text(4, event.detail);
    writer.text(5, event.running);
    writer.uint(6, event.slot);
    return 16;
  }
  return 15;
}

/** An Uplink frame, ready to be sealed. */
export function encodeUplink(uplink: Uplink): number[] {
  const writer = new WireWriter();
  writer.uint(1, uplink.ageMs);
  writer.bool(2, uplink.ageIsLowerBound);
  writer.bool(3, uplink.test);
  const identity = uplink.identity;
  if (identity !== null) {
    const inner = new WireWriter();
    inner.uint(1, identity.bootId);
    inner.uint(2, identity.seq);
    writer.message(4, inner);
  }
  const event = new WireWriter();
  writer.message(writeEvent(event, uplink.event), event);
  return writer.bytes;
}

function readIdentity(reader: WireReader): Identity | null {
  const identity = { bootId: 0, seq: 0 };
  while (reader.next()) {
    if (reader.isVarint(1)) identity.bootId = reader.value;
    else if (reader.isVarint(2)) identity.seq = reader.value;
  }
  return reader.failed || identity.bootId === 0 || identity.seq === 0 ? null : identity;
}

function readReceipt(reader: WireReader): Receipt | null {
  let answers = 0;
  let identity: Identity | null = null;
  let result = 0;
  let reason = 0;
  while (reader.next()) {
    if (reader.isVarint(1)) answers = reader.value;
    else if (reader.isData(2)) {
      identity = readIdentity(reader.inner());
      if (identity === null) return null;
    } else if (reader.isVarint(3)) result = reader.value;
    else if (reader.isVarint(4)) reason = reader.value;
  }
  if (reader.failed || result === 0 || answers === 0) return null;
  return { kind: 'receipt', answers: answers, identity: identity, result: result, reason: reason };
}

function readCall(reader: WireReader): CallNews | null {
  let openedBy: Identity | null = null;
  let latest: Identity | null = null;
  let key = 0;
  let stage = 0;
  while (reader.next()) {
    if (reader.isData(1)) openedBy = readIdentity(reader.inner());
    else if (reader.isVarint(2)) key = reader.value;
    else if (reader.isVarint(3)) stage = reader.value;
    else if (reader.isData(4)) latest = readIdentity(reader.inner());
  }
  if (reader.failed || openedBy === null || latest === null) return null;
  if (key === 0 || stage === 0) return null;
  return { openedBy: openedBy, key: key as Key, stage: stage as CallStageNumber, latest: latest };
}

function readProgress(reader: WireReader): Progress | null {
  let complete = false;
  const calls: CallNews[] = [];
  while (reader.next()) {
    if (reader.isVarint(1)) complete = reader.value !== 0;
    else if (reader.isData(2)) {
      const call = readCall(reader.inner());
      if (call === null) return null;
      calls.push(call);
    }
  }
  if (reader.failed || (calls.length === 0 && !complete)) return null;
  return { kind: 'progress', complete: complete, calls: calls };
}

/** What a device understands at once; instructions and updates are left as they came, because they are seldom. */
export type News = Receipt | Progress | Instruction | UpdateFrame | { kind: 'unknown' };

/** The Downlink frame in `bytes`, or null when it is damaged or a required field is absent. */
export function decodeNews(bytes: Uint8Array): News | null {
  let news: News | null = { kind: 'unknown' };
  const reader = new WireReader(bytes, 0, bytes.length);
  while (reader.next()) {
    if (reader.isData(8)) news = readReceipt(reader.inner());
    else if (reader.isData(9)) news = readProgress(reader.inner());
    else if (reader.isData(10) || reader.isData(11)) news = { kind: 'instruction', frame: bytes };
    else if (reader.isData(12)) {
      const step = (bytes[reader.from] as number) >> 3;
      news = { kind: 'update_frame', frame: bytes, step: step };
    }
    if (news === null) return null;
  }
  return reader.failed ? null : news;
}
