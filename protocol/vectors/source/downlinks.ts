// Vectors of downlink frames: what a device reads, what it ignores, and what it refuses.
import type { WireWriter } from '../../device/wire.ts';
import { encodeDownlink } from '../../frame.ts';
import {
  type Action,
  type CallNews,
  type Configuration,
  type Downlink,
  MAX_UINT32,
  type Receipt,
  type UpdateStep,
} from '../../messages.ts';
import { countingBytes, fields, hex, IMAGE, OFFER, writtenUint } from './common.ts';

type Sent = Exclude<Downlink, { kind: 'unknown' }>;
type Write = (writer: WireWriter) => void;

const IDENTITY = { bootId: 7, seq: 1 };
const LARGEST = { bootId: MAX_UINT32, seq: MAX_UINT32 };

/** Bytes as hex, because JSON has none. */
function readable(downlink: Downlink): unknown {
  if (downlink.kind === 'update') return { ...downlink, step: readableStep(downlink.step) };
  if (downlink.kind !== 'command' || downlink.action.kind !== 'rotate_key') return downlink;
  return { ...downlink, action: { ...downlink.action, nonce: hex(downlink.action.nonce) } };
}

function readableStep(step: UpdateStep): unknown {
  if (step.kind === 'offer') return { ...step, sha256: hex(step.sha256) };
  if (step.kind === 'chunk') return { ...step, data: hex(step.data) };
  return step.kind === 'finish' ? { ...step, mac: hex(step.mac) } : step;
}

/** `canonical`: a gateway writes exactly these bytes. */
function good(name: string, message: Sent) {
  const frame = hex(encodeDownlink(message));
  return { name, frame, message: readable(message), canonical: true };
}

function read(name: string, frame: Uint8Array, message: Downlink) {
  return { name, frame: hex(frame), message, canonical: false };
}

/** The device drops it: damaged, or without a required field. */
function refused(name: string, field: number, write: Write) {
  return { name, frame: hex(fields((writer) => writer.data(field, fields(write)))), refused: true };
}

function receipt(over: Partial<Receipt> = {}): Receipt {
  return { kind: 'receipt', answers: 1, identity: IDENTITY, result: 1, reason: 0, ...over };
}

function news(over: Partial<CallNews> = {}): CallNews {
  return { openedBy: IDENTITY, key: 2, stage: 2, latest: IDENTITY, ...over };
}

function configuration(over: Partial<Configuration>): Configuration {
  const absent = { heartbeatS: 0, unreachedAfterS: 0, mainGateway: null, spareGateway: null };
  return { kind: 'configuration', revision: 5, ...absent, ...over };
}

function command(action: Action, commandId = 9): Sent {
  return { kind: 'command', commandId, action };
}

function update(step: UpdateStep): Sent {
  return { kind: 'update', step };
}

const STAGES = ['stored', 'accepted', 'answered', 'dispatched', 'closed', 'unanswered'];
const REASONS = ['malformed', 'no event', 'identity', 'enum 0', 'out of range'];

function canonicalDownlinks() {
  return [
    good('stored', receipt()),
    good('duplicate', receipt({ result: 2 })),
    ...REASONS.map((why, i) => good(`rejected: ${why}`, receipt({ result: 3, reason: i + 1 }))),
    good('a heartbeat is receipted without identity', receipt({ identity: null })),
    good('the largest numbers', receipt({ answers: MAX_UINT32, identity: LARGEST })),
    ...STAGES.map((stage, i) =>
      good(`a red call is ${stage}`, {
        kind: 'progress',
        complete: false,
        calls: [news({ stage: (i + 1) as CallNews['stage'] })],
      }),
    ),
    good('a later press has joined the call', {
      kind: 'progress',
      complete: false,
      calls: [news({ latest: { bootId: 7, seq: 4 } })],
    }),
    good('both open calls of a device', {
      kind: 'progress',
      complete: true,
      calls: [news({ openedBy: LARGEST, latest: LARGEST }), news({ key: 1, stage: 3 })],
    }),
    good('no call is open', { kind: 'progress', complete: true, calls: [] }),
    good(
      'a configuration of two settings',
      configuration({ heartbeatS: 600, unreachedAfterS: 60 }),
    ),
    good(
      'a configuration of both addresses',
      configuration({
        mainGateway: { host: 'gateway.example', port: 1883, tls: false },
        spareGateway: { host: '192.0.2.7', port: 8883, tls: true },
      }),
    ),
    good('a configuration of nothing but its revision', configuration({ revision: MAX_UINT32 })),
    good('locate', command({ kind: 'locate', seconds: 30 })),
    good('self-test', command({ kind: 'self_test' })),
    good('reboot', command({ kind: 'reboot' }, MAX_UINT32)),
    good(
      'rotate the key',
      command({ kind: 'rotate_key', keyVersion: 2, nonce: countingBytes(0xf0, 16) }),
    ),
    good('an image is offered', update(OFFER)),
    good(
      'an image is offered although it is older, with the longest names',
      update({
        ...OFFER,
        version: 'v'.repeat(32),
        bytes: MAX_UINT32,
        older: true,
        board: 'b'.repeat(32),
      }),
    ),
    good(
      'a chunk',
      update({ kind: 'chunk', image: IMAGE, offset: 768, data: countingBytes(0, 384) }),
    ),
    good(
      'the first and only chunk of the smallest image',
      update({ kind: 'chunk', image: 0, offset: 0, data: Uint8Array.of(7) }),
    ),
    good(
      'the end of an update',
      update({ kind: 'finish', image: IMAGE, mac: countingBytes(0x60, 16) }),
    ),
    good('back to the other slot', update({ kind: 'back', image: MAX_UINT32 })),
  ];
}

function foreignDownlinks() {
  return [
    read('an empty frame is of an unknown kind', new Uint8Array(0), { kind: 'unknown' }),
    read(
      'a kind that this version does not know',
      fields((writer) => writer.data(13, [8, 1])),
      { kind: 'unknown' },
    ),
    read(
      'an update whose step this version does not know',
      fields((writer) => writer.data(12, [0x62, 0])),
      { kind: 'update', step: { kind: 'unknown' } },
    ),
    read(
      'a command whose action this version does not know',
      fields((writer) =>
        writer.data(
          11,
          fields((inner) => {
            inner.uint(1, 9);
            inner.data(12, []);
          }),
        ),
      ),
      { kind: 'command', commandId: 9, action: { kind: 'unknown' } },
    ),
    read(
      'unknown fields are skipped',
      fields((writer) => {
        writer.uint(1, 1);
        writer.data(
          9,
          fields((inner) => {
            writtenUint(inner, 1, 1);
            inner.text(3, 'new');
          }),
        );
      }),
      { kind: 'progress', complete: true, calls: [] },
    ),
  ];
}

const identity: Write = (writer) => {
  writer.uint(1, 7);
  writer.uint(2, 1);
};

function call(over: Record<number, Write | number | undefined>): Write {
  const content: Record<number, Write | number | undefined> = {
    1: identity,
    2: 2,
    3: 2,
    4: identity,
    ...over,
  };
  return (writer) =>
    writer.data(
      2,
      fields((inner) => {
        for (const [field, value] of Object.entries(content)) {
          if (typeof value === 'number') inner.uint(Number(field), value);
          else if (value !== undefined) inner.data(Number(field), fields(value));
        }
      }),
    );
}

function address(field: number, host: string, port: number): Write {
  return (writer) => {
    writer.uint(1, 5);
    writer.data(
      field,
      fields((inner) => {
        inner.text(1, host);
        inner.uint(2, port);
      }),
    );
  };
}

function step(field: number, write: Write): Write {
  return (writer) => writer.data(field, fields(write));
}

function offer(over: Partial<Record<'version' | 'board', string>>, bytes: number, hash: number) {
  const { version, board } = { ...OFFER, ...over };
  return step(8, (writer) => {
    writer.text(1, version);
    writer.uint(2, bytes);
    writer.data(3, countingBytes(0x20, hash));
    writer.text(5, board);
  });
}

function chunk(offset: number, length: number): Write {
  return step(9, (writer) => {
    writer.uint(1, IMAGE);
    writer.uint(2, offset);
    writer.data(3, countingBytes(0, length));
  });
}

function refusedUpdates() {
  return [
    refused('an offer without version', 12, offer({ version: '' }, 384, 32)),
    refused('a version of 33 characters', 12, offer({ version: 'v'.repeat(33) }, 384, 32)),
    refused('a version with a blank', 12, offer({ version: '1 2' }, 384, 32)),
    refused('an offer without board', 12, offer({ board: '' }, 384, 32)),
    refused('an offer of no bytes', 12, offer({}, 0, 32)),
    refused('a SHA-256 of 31 bytes', 12, offer({}, 384, 31)),
    refused('a chunk at an offset that is no multiple of 384', 12, chunk(383, 384)),
    refused('a chunk of no bytes', 12, chunk(384, 0)),
    refused('a chunk of 385 bytes', 12, chunk(384, 385)),
    refused(
      'a finish with a mac of 15 bytes',
      12,
      step(10, (writer) => {
        writer.uint(1, IMAGE);
        writer.data(2, countingBytes(0, 15));
      }),
    ),
  ];
}

function refusedDownlinks() {
  return [
    ...refusedUpdates(),
    { name: 'text is no frame', frame: hex(Buffer.from('hello')), refused: true },
    { name: 'a frame that is cut', frame: '420a080112', refused: true },
    refused('a receipt that names no uplink', 8, (writer) => writer.uint(3, 1)),
    refused('a receipt without result', 8, (writer) => writer.uint(1, 1)),
    refused('a receipt with an identity without seq', 8, (writer) => {
      writer.uint(1, 1);
      writer.data(2, [8, 7]);
      writer.uint(3, 1);
    }),
    refused('a change without a call', 9, () => {}),
    refused('a call without key', 9, call({ 2: undefined })),
    refused('a call without stage', 9, call({ 3: undefined })),
    refused('a call without the press that opened it', 9, call({ 1: undefined })),
    refused('a call without its latest press', 9, call({ 4: undefined })),
    refused('a configuration without revision', 10, (writer) => writer.uint(2, 600)),
    refused('an address without host', 10, address(4, '', 1883)),
    refused('an address without port', 10, address(4, 'gateway.example', 0)),
    refused('port 65536', 10, address(5, 'gateway.example', 65_536)),
    refused('a command without command_id', 11, (writer) => writer.data(9, [])),
    refused('a new key without version', 11, (writer) => {
      writer.uint(1, 9);
      writer.data(
        11,
        fields((inner) => inner.data(2, countingBytes(0, 16))),
      );
    }),
    refused('a new key with a nonce of 15 bytes', 11, (writer) => {
      writer.uint(1, 9);
      writer.data(
        11,
        fields((inner) => {
          inner.uint(1, 2);
          inner.data(2, countingBytes(0, 15));
        }),
      );
    }),
  ];
}

export function downlinkVectors() {
  return [...canonicalDownlinks(), ...foreignDownlinks(), ...refusedDownlinks()];
}
