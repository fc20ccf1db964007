// Vectors of good uplink frames: every event, typical and extreme, and what a newer device may send.
import { encodeUplink } from '../../device/frames.ts';
import type { WireWriter } from '../../device/wire.ts';
import {
  type DeviceEvent,
  type Heartbeat,
  KEY_GREEN,
  KEY_RED,
  MAX_UINT32,
  type ReceivedUplink,
  type Uplink,
} from '../../messages.ts';
import { fields, hex, IMAGE, SESSION, writtenUint } from './common.ts';
import { BAD_UPLINKS } from './uplinks-bad.ts';

const IDENTITY = { bootId: 7, seq: 1 };
const RED: DeviceEvent = { kind: 'press', key: KEY_RED, count: 1 };

const HEARTBEAT: Heartbeat = {
  kind: 'heartbeat',
  uptimeS: 86_400,
  batteryMv: 4_100,
  batteryPercent: 97,
  onMains: true,
  rssiDbm: -61,
  freeVariables: 9_000,
  outboxDepth: 0,
  reconnects: 2,
  lastError: 0,
  firmware: '1.0.0',
  configurationRevision: 4,
  asksReceipt: false,
};

const EMPTY_HEARTBEAT: Heartbeat = {
  kind: 'heartbeat',
  uptimeS: 0,
  batteryMv: 0,
  batteryPercent: 0,
  onMains: false,
  rssiDbm: 0,
  freeVariables: 0,
  outboxDepth: 0,
  reconnects: 0,
  lastError: 0,
  firmware: '',
  configurationRevision: 0,
  asksReceipt: false,
};

const FULL_HEARTBEAT: Heartbeat = {
  kind: 'heartbeat',
  uptimeS: MAX_UINT32,
  batteryMv: 65_535,
  batteryPercent: 100,
  onMains: true,
  rssiDbm: -127,
  freeVariables: MAX_UINT32,
  outboxDepth: MAX_UINT32,
  reconnects: MAX_UINT32,
  lastError: MAX_UINT32,
  firmware: 'f'.repeat(32),
  configurationRevision: MAX_UINT32,
  asksReceipt: true,
};

function uplink(event: DeviceEvent, over: Partial<Uplink> = {}): Uplink {
  const isStatus = ['heartbeat', 'lost', 'update_status'].includes(event.kind);
  const identity = isStatus ? null : IDENTITY;
  return { ageMs: 0, ageIsLowerBound: false, test: false, identity, event, ...over };
}

/** `canonical`: a device writes exactly these bytes. */
function good(name: string, event: DeviceEvent, over: Partial<Uplink> = {}) {
  const message = uplink(event, over);
  return { name, session: SESSION, frame: hex(encodeUplink(message)), message, canonical: true };
}

/** A frame by hand, and how the gateway reads it. */
function read(name: string, frame: Uint8Array, message: ReceivedUplink) {
  return { name, session: SESSION, frame: hex(frame), message, canonical: false };
}

function identity(writer: WireWriter): void {
  writer.data(
    4,
    fields((inner) => {
      inner.uint(1, IDENTITY.bootId);
      inner.uint(2, IDENTITY.seq);
    }),
  );
}

/** A frame with the usual identity and one event whose content is written by hand. */
function withEvent(field: number, write: (writer: WireWriter) => void): Uint8Array {
  return fields((writer) => {
    identity(writer);
    writer.data(field, fields(write));
  });
}

function unknownEvent(field: number, withIdentity: boolean): ReceivedUplink {
  const event = { kind: 'unknown', field } as const;
  const named = withIdentity ? IDENTITY : null;
  return { ageMs: 0, ageIsLowerBound: false, test: false, identity: named, event };
}

function canonicalUplinks() {
  const largest = { bootId: SESSION.bootId, seq: MAX_UINT32 };
  return [
    good('a red press', RED, { ageMs: 350 }),
    good('a green press', { kind: 'press', key: KEY_GREEN, count: 1 }, { ageMs: 120 }),
    good('a red press that stands for three', { kind: 'press', key: KEY_RED, count: 3 }),
    good('the largest count', { kind: 'press', key: KEY_RED, count: 65_535 }),
    good('a press of an earlier boot: its age is a lower bound', RED, {
      ageMs: 93_000,
      ageIsLowerBound: true,
      identity: { bootId: 5, seq: 12 },
    }),
    good('the largest age and seq', RED, { ageMs: MAX_UINT32, identity: largest }),
    good('a press in test mode', RED, { test: true }),
    good('a heartbeat', HEARTBEAT),
    good('a heartbeat that asks for a receipt', { ...HEARTBEAT, asksReceipt: true }),
    good('a heartbeat in which everything is 0', EMPTY_HEARTBEAT),
    good('a heartbeat in which everything is at its limit', FULL_HEARTBEAT),
    good('a boot', { kind: 'boot', cause: 1, firmware: '1.0.0', model: 'ESP32' }),
    good('the longest names', {
      kind: 'boot',
      cause: 5,
      firmware: 'f'.repeat(32),
      model: 'm'.repeat(32),
    }),
    good('a boot whose cause this version does not know', {
      kind: 'boot',
      cause: 99,
      firmware: '',
      model: '',
    }),
    good('a stuck red key', { kind: 'fault', faultKind: 1, detail: 2 }),
    good('a fault with the largest detail', { kind: 'fault', faultKind: 4, detail: MAX_UINT32 }),
    good('a low battery', { kind: 'battery', level: 2, batteryMv: 3_400, batteryPercent: 18 }),
    good('an empty battery', { kind: 'battery', level: 3, batteryMv: 0, batteryPercent: 0 }),
    good('mains lost', { kind: 'mains', state: 1 }),
    good('mains restored', { kind: 'mains', state: 2 }),
    good('a command is done', { kind: 'command_result', commandId: 9, outcome: 1, detail: '' }),
    good('a command failed', {
      kind: 'command_result',
      commandId: MAX_UINT32,
      outcome: 2,
      detail: 'd'.repeat(32),
    }),
    good('the will', { kind: 'lost' }),
    good('a device wants the next chunk', {
      kind: 'update_status',
      image: IMAGE,
      state: 1,
      next: 768,
      detail: '',
      running: '0.2.0',
      slot: 1,
    }),
    good('an update waits for a press', {
      kind: 'update_status',
      image: IMAGE,
      state: 2,
      next: 0,
      detail: 'press',
      running: '0.2.0',
      slot: 2,
    }),
    good('an update in which everything is at its limit', {
      kind: 'update_status',
      image: MAX_UINT32,
      state: 7,
      next: MAX_UINT32,
      detail: 'd'.repeat(32),
      running: 'r'.repeat(32),
      slot: 255,
    }),
  ];
}

function foreignUplinks() {
  const press = (key: number, count: number) => (writer: WireWriter) => {
    writer.uint(1, key);
    writer.uint(2, count);
  };
  return [
    read('a count that is absent is 1', withEvent(8, press(KEY_RED, 0)), uplink(RED)),
    read(
      'a count above 65535 is read as 65535',
      withEvent(8, press(KEY_RED, 70_000)),
      uplink({ kind: 'press', key: KEY_RED, count: 65_535 }),
    ),
    read(
      'a key that this version does not know is read as red',
      withEvent(8, press(3, 1)),
      uplink(RED),
    ),
    read(
      'unknown fields are skipped',
      fields((writer) => {
        writer.uint(5, 77);
        identity(writer);
        writer.text(7, 'new');
        writer.data(
          8,
          fields((inner) => {
            press(KEY_RED, 1)(inner);
            inner.uint(3, 5);
            inner.text(4, 'x');
          }),
        );
        writer.uint(40, 1);
      }),
      uplink(RED),
    ),
    read(
      'fields may come in any order',
      fields((writer) => {
        writer.data(8, fields(press(KEY_RED, 1)));
        identity(writer);
        writer.uint(1, 250);
      }),
      uplink(RED, { ageMs: 250 }),
    ),
    read(
      'a 0 that is written although it is the default is read as 0',
      fields((writer) => {
        writtenUint(writer, 1, 0);
        writtenUint(writer, 2, 0);
        identity(writer);
        writer.data(8, fields(press(KEY_RED, 1)));
      }),
      uplink(RED),
    ),
    read(
      'the identity of a heartbeat is ignored',
      withEvent(9, (writer) => writer.uint(3, 50)),
      uplink({ ...EMPTY_HEARTBEAT, batteryPercent: 50 }),
    ),
    read(
      'the event of a newer device, with an identity',
      withEvent(17, (writer) => writer.uint(1, 1)),
      unknownEvent(17, true),
    ),
    read(
      'the event of a newer device, without an identity',
      fields((writer) => writer.data(31, [])),
      unknownEvent(31, false),
    ),
  ];
}

/** What no device should send, and how it is read all the same. */
function oddUplinks() {
  const press = (key: number) => (writer: WireWriter) => writer.uint(1, key);
  const red = press(KEY_RED);
  const green = press(KEY_GREEN);
  const status = (writer: WireWriter) => writer.uint(3, 50);
  const several = (...events: [number, (writer: WireWriter) => void][]) =>
    fields((writer) => {
      identity(writer);
      for (const [field, write] of events) writer.data(field, fields(write));
    });
  const raw = (text: string) =>
    fields((writer) => {
      writer.bytes.push(...Buffer.from(text, 'hex'));
      identity(writer);
      writer.data(8, fields(red));
    });
  const boot = (firmware: string) =>
    [
      withEvent(10, (writer) => {
        writer.uint(1, 1);
        writer.data(2, Buffer.from(firmware));
      }),
      uplink({ kind: 'boot', cause: 1, firmware, model: '' }),
    ] as const;
  const anotherIdentity = (writer: WireWriter) => {
    writer.uint(1, 6);
    writer.uint(2, 9);
  };
  return [
    read('a press before a heartbeat counts', several([8, red], [9, status]), uplink(RED)),
    read('a press behind a heartbeat counts', several([9, status], [8, red]), uplink(RED)),
    read(
      'a press before the event of a newer device counts',
      several([8, red], [17, status]),
      uplink(RED),
    ),
    read('of two presses the red one counts', several([8, red], [8, green]), uplink(RED)),
    read(
      'of two presses one without key does not count',
      several([8, green], [8, () => {}]),
      uplink({ kind: 'press', key: KEY_GREEN, count: 1 }),
    ),
    read('a varint that is longer than it must be', raw('08fa8100'), uplink(RED, { ageMs: 250 })),
    read(
      'of a varint of ten bytes the low 32 bits count',
      raw(`08fa${'ff'.repeat(8)}01`),
      uplink(RED, { ageMs: 0xffff_fffa }),
    ),
    read('a bool is true when it is not 0', raw('1802'), uplink(RED, { test: true })),
    read(
      'a bool is true when a bit above the low 32 is set',
      raw('188080808010'),
      uplink(RED, { test: true }),
    ),
    read(
      'of a number that is there twice the last counts',
      raw('080508fa01'),
      uplink(RED, { ageMs: 250 }),
    ),
    read(
      'of an identity that is there twice the last counts',
      fields((writer) => {
        writer.data(4, fields(anotherIdentity));
        identity(writer);
        writer.data(8, fields(red));
      }),
      uplink(RED),
    ),
    read('32 characters of three bytes each', ...boot('\u7ea2'.repeat(32))),
    read('32 characters of four bytes each', ...boot('\u{1f534}'.repeat(32))),
  ];
}

export function uplinkVectors() {
  return [...canonicalUplinks(), ...foreignUplinks(), ...oddUplinks(), ...BAD_UPLINKS];
}
