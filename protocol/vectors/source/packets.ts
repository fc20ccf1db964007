// Vectors of MQTT packets: what a device sends on one connection, and what a gateway answers that knows no open call.
import { createHash } from 'node:crypto';
import { encodeUplink } from '../../device/frames.ts';
import { connectPassword } from '../../device/password.ts';
import { downTopic, upTopic } from '../../device/topics.ts';
import type { ProtocolErrorCode } from '../../errors.ts';
import { encodeDownlink } from '../../frame.ts';
import type { Downlink, Progress, Receipt, Session } from '../../messages.ts';
import { sealFrame } from '../../seal.ts';
import { DEVICE, fields, hex, KEY_1, SESSION } from './common.ts';

const IDENTITY = { bootId: 7, seq: 1 };
const MAINS_LOST = Uint8Array.from(
  encodeUplink({
    ageMs: 0,
    ageIsLowerBound: false,
    test: false,
    identity: IDENTITY,
    event: { kind: 'mains', state: 1 },
  }),
);
const NO_KEY = fields((writer) => {
  writer.data(
    4,
    fields((identity) => {
      identity.uint(1, IDENTITY.bootId);
      identity.uint(2, IDENTITY.seq);
    }),
  );
  writer.data(8, []);
});
const WILL = sealFrame(1, KEY_1, DEVICE, SESSION, 0, Uint8Array.of(0x7a, 0));

const NO_CALL_OPEN: Progress = { kind: 'progress', complete: true, calls: [] };
const CONNACK_0 = '20020000';

function twoBytes(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 255);
}

function text(content: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(content);
  return Buffer.concat([twoBytes(bytes.length), bytes]);
}

/** MQTT 3.1.1, 2.2: up to 16,383 bytes. */
function packet(first: number, ...parts: Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  const length = body.length > 127 ? [(body.length & 127) | 128, body.length >> 7] : [body.length];
  return Buffer.concat([Uint8Array.of(first, ...length), body]);
}

function connect(will?: Uint8Array, session: Session = SESSION): Uint8Array {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const password = connectPassword(sha256, KEY_1.secret, 1, DEVICE, session, 0);
  const flags = will ? 0xce : 0xc2;
  const head = Uint8Array.of(0, 4, 0x4d, 0x51, 0x54, 0x54, 4, flags, 0, 60);
  const ofWill = will ? [text(upTopic(DEVICE)), text(will)] : [];
  return packet(0x10, head, text(DEVICE), ...ofWill, text(DEVICE), text(password));
}

function subscribe(qos: number): Uint8Array {
  return packet(0x82, twoBytes(1), text(downTopic(DEVICE)), Uint8Array.of(qos));
}

function publish(packetId: number, payload: Uint8Array): Uint8Array {
  return packet(0x32, text(upTopic(DEVICE)), twoBytes(packetId), payload);
}

function sealedUp(frame: Uint8Array): Uint8Array {
  return sealFrame(1, KEY_1, DEVICE, SESSION, 1, frame);
}

function down(number: number, downlink: Exclude<Downlink, { kind: 'unknown' }>): string {
  const sealed = sealFrame(2, KEY_1, DEVICE, SESSION, number, encodeDownlink(downlink));
  return hex(packet(0x30, text(downTopic(DEVICE)), sealed));
}

const puback = (packetId: number) => hex(packet(0x40, twoBytes(packetId)));

interface Ends {
  /** Counted under this code. */
  error?: ProtocolErrorCode;
  /** The gateway closes the connection. */
  isClosed?: true;
}

/** Each packet of the device, and the packets that it brings: in any order, but that the numbers of downlinks rise. */
type Step = [sent: Uint8Array, answers: string[]];

function exchange(name: string, steps: Step[], ends: Ends = {}) {
  const hexSteps = steps.map(([sent, answers]) => ({ sent: hex(sent), answers }));
  return { name, deviceId: DEVICE, steps: hexSteps, ...ends };
}

/** SUBSCRIBE, and the progress behind it. */
function subscribed(qos = 0, granted = qos): Step {
  return [subscribe(qos), [`900300010${granted}`, down(1, NO_CALL_OPEN)]];
}

/** An uplink and its receipt, number 2 on the way down. */
function receipted(packetId: number, frame: Uint8Array, over: Partial<Receipt> = {}): Step {
  const receipt = { answers: 1, identity: IDENTITY, result: 1, reason: 0, ...over };
  const packets = [puback(packetId), down(2, { kind: 'receipt', ...receipt })];
  return [publish(packetId, sealedUp(frame)), packets];
}

export function packetVectors() {
  const connected: Step = [connect(WILL), [CONNACK_0]];
  const bytesAround = 2 + upTopic(DEVICE).length + 2;
  const ofBytes = (length: number) => publish(2, new Uint8Array(length - 3 - bytesAround));
  const highest = { bootId: 0xfffe_ffff, connectNo: 1 };
  const spent = { bootId: 0xffff_0000, connectNo: 1 };
  const unsubscribe = packet(0xa2, twoBytes(3), text(downTopic(DEVICE)));
  return [
    exchange('CONNECT and SUBSCRIBE', [connected, subscribed()]),
    exchange('a CONNECT without a will', [[connect(), [CONNACK_0]], subscribed()]),
    exchange('the content of a will is not looked at before it is published', [
      [connect(Uint8Array.of(1, 2, 3)), [CONNACK_0]],
      subscribed(),
    ]),
    exchange('a SUBSCRIBE with QoS 2 is granted QoS 1', [connected, subscribed(2, 1)]),
    exchange('UNSUBSCRIBE is answered and changes nothing', [
      connected,
      subscribed(),
      [unsubscribe, ['b0020003']],
      receipted(4, MAINS_LOST),
    ]),
    exchange('packet identifier 0 is answered with 0', [
      connected,
      subscribed(),
      receipted(0, MAINS_LOST),
    ]),
    exchange(
      'the receipt of a rejection names the identity',
      [connected, subscribed(), receipted(2, NO_KEY, { result: 3, reason: 4 })],
      { error: 'ENUM_UNSPECIFIED' },
    ),
    exchange(
      'a packet of 1,500 bytes is not too long',
      [connected, subscribed(), [ofBytes(1_500), [puback(2)]]],
      { error: 'ENVELOPE_TOO_LONG' },
    ),
    exchange(
      'a packet of 1,501 bytes is too long',
      [connected, subscribed(), [ofBytes(1_501), []]],
      { error: 'PACKET_TOO_LONG', isClosed: true },
    ),
    exchange('the highest boot_id that a gateway accepts', [
      [connect(undefined, highest), [CONNACK_0]],
    ]),
    exchange(
      'a boot_id that no count of boots reaches',
      [[connect(undefined, spent), ['20020005']]],
      { error: 'BOOT_ID_SPENT', isClosed: true },
    ),
  ];
}
