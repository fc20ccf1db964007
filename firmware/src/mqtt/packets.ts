// MQTT 3.1.1 packets that a device sends. Clause numbers are those of the OASIS standard of 2014.

export const CONNACK = 2;
export const PUBLISH = 3;
export const PUBACK = 4;
export const SUBACK = 9;
export const PINGRESP = 13;

const PROTOCOL_LEVEL = 4;
const CLEAN_SESSION = 2;
const WILL = 4;
const WILL_QOS_1 = 8;
const PASSWORD = 64;
const USERNAME = 128;

export interface ConnectOptions {
  clientId: string;
  username: string;
  password: string;
  keepaliveS: number;
  willTopic: string;
  willPayload: Uint8Array;
}

function putUint16(into: number[], value: number): void {
  into.push(value >> 8, value & 255);
}

/** 1.5.3: a length of two bytes, then the text. ASCII only, which is what device_id and topics are. */
function putText(into: number[], text: string): void {
  putUint16(into, text.length);
  for (let i = 0; i < text.length; i++) into.push(text.charCodeAt(i) & 127);
}

function putBytes(into: number[], bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) into.push(bytes[i] as number);
}

/** 2.2: first byte, remaining length (2.2.3: seven bits to a byte, lowest first), body. */
function packet(first: number, body: number[]): Uint8Array {
  const bytes = [first];
  let rest = body.length;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>= 7;
  }
  bytes.push(rest);
  const from = bytes.length;
  const encoded = new Uint8Array(from + body.length);
  encoded.set(bytes, 0);
  encoded.set(body, from);
  return encoded;
}

/** 3.1, with a clean session and a will of QoS 1 that isn't retained. */
export function encodeConnect(options: ConnectOptions): Uint8Array {
  const body: number[] = [];
  putText(body, 'MQTT');
  body.push(PROTOCOL_LEVEL, CLEAN_SESSION | WILL | WILL_QOS_1 | PASSWORD | USERNAME);
  putUint16(body, options.keepaliveS);
  putText(body, options.clientId);
  putText(body, options.willTopic);
  putUint16(body, options.willPayload.length);
  putBytes(body, options.willPayload);
  putText(body, options.username);
  putText(body, options.password);
  return packet(0x10, body);
}

/** 3.8: one topic filter, at most QoS 1. The flags 0010 are required (3.8.1). */
export function encodeSubscribe(packetId: number, topic: string): Uint8Array {
  const body: number[] = [];
  putUint16(body, packetId);
  putText(body, topic);
  body.push(1);
  return packet(0x82, body);
}

/** 3.3: QoS 1, not retained, never DUP, because every transmission is a message of its own. */
export function encodePublish(packetId: number, topic: string, payload: Uint8Array): Uint8Array {
  const body: number[] = [];
  putText(body, topic);
  putUint16(body, packetId);
  putBytes(body, payload);
  return packet(0x32, body);
}

/** 3.4 */
export function encodePuback(packetId: number): Uint8Array {
  return new Uint8Array([0x40, 2, packetId >> 8, packetId & 255]);
}

/** 3.12 */
export function encodePingreq(): Uint8Array {
  return new Uint8Array([0xc0, 0]);
}

/** 3.14: the broker forgets the will (3.14.4). */
export function encodeDisconnect(): Uint8Array {
  return new Uint8Array([0xe0, 0]);
}
