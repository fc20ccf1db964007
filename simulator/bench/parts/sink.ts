// A server that is no gateway and hardly a bottleneck: CONNACK, a sealed snapshot, PUBACKs and sealed receipts.
// It checks no seal, keeps nothing, and is the same for ours and the baseline.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { encodeEnvelope, PURPOSE_DOWN, sealedBytes } from '#protocol/device/envelope.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { WireReader, WireWriter } from '#protocol/device/wire.ts';
import { encodeDownlink } from '#protocol/frame.ts';
import { hmac, type PreparedKey, prepareKey } from '#protocol/hmac.ts';
import { RECEIPT_STORED, type Session } from '#protocol/messages.ts';
import { NOTHING, type PacketSink, takePackets } from '../../lightweight/packets.ts';
import { KEY_VERSION, secretOf } from './devices.ts';
import { cpuMs, memory, serve } from './serve.ts';

const CONNECT = 1;
const PUBLISH = 3;
const SUBSCRIBE = 8;
const PINGREQ = 12;
/** 3.1.2: protocol name, level, flags and keepalive come before the client id. */
const CLIENT_ID_AT = 10;

let connected = 0;

/** 1.5.3: where the text or data of a length of two bytes at `at` begins and ends. */
function field(bytes: Uint8Array, at: number): { from: number; to: number } {
  const from = at + 2;
  return { from, to: from + (bytes[at] as number) * 256 + (bytes[at + 1] as number) };
}

class Peer implements PacketSink {
  readonly #socket: Socket;
  #rest: Uint8Array = NOTHING;
  #answers: Uint8Array[] = [];
  #deviceId = '';
  #topic: Uint8Array = NOTHING;
  #key: PreparedKey = prepareKey(NOTHING);
  #session: Session = { bootId: 0, connectNo: 0 };
  #number = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#received(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#deviceId !== '') connected--;
    });
  }

  #received(chunk: Uint8Array): void {
    const rest = takePackets(this, this.#rest, chunk);
    if (rest === null) {
      this.#socket.destroy();
      return;
    }
    this.#rest = rest;
    if (this.#answers.length === 0) return;
    this.#socket.write(Buffer.concat(this.#answers));
    this.#answers = [];
  }

  packet(first: number, bytes: Uint8Array, from: number, to: number): void {
    const type = first >> 4;
    if (type === PUBLISH) this.#publish(bytes, from, to);
    else if (type === CONNECT) this.#connect(bytes, from, to);
    else if (type === SUBSCRIBE) this.#subscribe(bytes, from);
    else if (type === PINGREQ) this.#answers.push(Uint8Array.of(0xd0, 0));
  }

  /** The password is the last field and names the session. */
  #connect(bytes: Uint8Array, from: number, to: number): void {
    const id = field(bytes, from + CLIENT_ID_AT);
    this.#deviceId = Buffer.from(bytes.subarray(id.from, id.to)).toString('latin1');
    this.#topic = Buffer.from(downTopic(this.#deviceId), 'latin1');
    this.#key = prepareKey(secretOf(this.#deviceId));
    const text = Buffer.from(bytes.subarray(from, to)).toString('latin1');
    const [bootId, connectNo] = /(\d+)\.(\d+)\.\d\.[0-9a-f]{32}$/.exec(text)?.slice(1) ?? [];
    this.#session = { bootId: Number(bootId), connectNo: Number(connectNo) };
    connected++;
    this.#answers.push(Uint8Array.of(0x20, 2, 0, 0));
  }

  #subscribe(bytes: Uint8Array, from: number): void {
    this.#answers.push(Uint8Array.of(0x90, 3, bytes[from] as number, bytes[from + 1] as number, 1));
    this.#send(encodeDownlink({ kind: 'progress', complete: true, calls: [] }));
  }

  #publish(bytes: Uint8Array, from: number, to: number): void {
    const topic = field(bytes, from);
    const high = bytes[topic.to] as number;
    const low = bytes[topic.to + 1] as number;
    this.#answers.push(Uint8Array.of(0x40, 2, high, low));
    const envelope = new WireReader(bytes, topic.to + 2, to);
    let answers = 0;
    while (envelope.next()) {
      if (envelope.isVarint(3)) answers = envelope.value;
      else if (envelope.isData(4)) this.#receipt(answers, envelope.inner());
    }
  }

  /** The identity goes back as it came: field 4 of an Uplink is field 2 of a Receipt. */
  #receipt(answers: number, uplink: WireReader): void {
    while (uplink.next()) {
      if (!uplink.isData(4)) continue;
      const receipt = new WireWriter();
      receipt.uint(1, answers);
      receipt.data(2, uplink.data());
      receipt.uint(3, RECEIPT_STORED);
      const downlink = new WireWriter();
      downlink.message(8, receipt);
      this.#send(downlink.bytes);
    }
  }

  #send(frame: ArrayLike<number>): void {
    this.#number++;
    const sealed = [this.#session, this.#number, frame] as const;
    const mac = hmac(this.#key, sealedBytes(PURPOSE_DOWN, KEY_VERSION, this.#deviceId, ...sealed));
    const payload = encodeEnvelope(KEY_VERSION, ...sealed, mac);
    this.#answers.push(publishAtQos0(this.#topic, payload));
  }
}

/** 3.3, without a packet id; shorter than 16,384 bytes. */
function publishAtQos0(topic: Uint8Array, payload: Uint8Array): Uint8Array {
  const length = 2 + topic.length + payload.length;
  const head = length > 127 ? 5 : 4;
  const packet = new Uint8Array(head + topic.length + payload.length);
  packet[0] = 0x30;
  packet[1] = length > 127 ? (length & 127) | 128 : length;
  if (length > 127) packet[2] = length >> 7;
  packet[head - 1] = topic.length;
  packet.set(topic, head);
  packet.set(payload, head + topic.length);
  return packet;
}

async function listen(): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => new Peer(socket));
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

serve({
  /** Returns the port. */
  start: listen,
  connected: () => connected,
  cpuMs,
  memory,
});
