// One MQTT 3.1.1 connection over one socket: from CONNECT to its end. Used once.
//
// SUBSCRIBE follows CONNECT without waiting (3.1.4 allows it), which saves a round trip before the first press.
// QoS 1 messages are not repeated here: what matters is receipted by the gateway itself, above MQTT.
import type { Address } from '#protocol/messages.ts';
import { Alarm } from '../core/alarm.ts';
import type { Hal, Socket, SocketHandlers } from '../hal.ts';
import {
  CONNACK,
  type ConnectOptions,
  encodeConnect,
  encodeDisconnect,
  encodePingreq,
  encodePuback,
  encodePublish,
  encodeSubscribe,
  PINGRESP,
  PUBACK,
  PUBLISH,
  SUBACK,
} from './packets.ts';
import { type Packet, type PacketHandler, PacketParser } from './parser.ts';

const SUBSCRIBE_ID = 1;
const SUBACK_FAILURE = 128;

const MALFORMED = 'malformed packet';
const UNEXPECTED = 'unexpected packet ';
const REFUSED = 'refused with code ';
/** Why a connection ended whose password fits no key of the gateway's (3.2.2.3). */
export const BAD_PASSWORD = REFUSED + 4;

export interface MqttHandlers {
  /** The line is made: what CONNECT shall say. */
  onLine(): ConnectOptions;
  /** CONNACK 0 came. */
  onReady(): void;
  onMessage(payload: Uint8Array): void;
  /** Once, unless `close` was called. `reason` is for people. */
  onEnd(reason: string): void;
}

export class MqttClient implements SocketHandlers, PacketHandler {
  hal: Hal;
  topic: string;
  keepaliveS: number;
  /** How long CONNACK and PINGRESP may take, in ms. */
  answerMs: number;
  handlers: MqttHandlers;
  parser: PacketParser;
  socket: Socket | null;
  ready: boolean;
  closed: boolean;
  packetId: number;
  /** When the last packet came; before the first, when the connection was begun. */
  heardAt: number;
  /** Runs out when CONNACK or PINGRESP is late. */
  answer: Alarm;
  ping: Alarm;

  /** Receives on `topic`. */
  constructor(
    hal: Hal,
    topic: string,
    keepaliveS: number,
    answerMs: number,
    handlers: MqttHandlers,
  ) {
    this.hal = hal;
    this.topic = topic;
    this.keepaliveS = keepaliveS;
    this.answerMs = answerMs;
    this.handlers = handlers;
    this.parser = new PacketParser(this);
    this.socket = null;
    this.ready = false;
    this.closed = false;
    this.packetId = SUBSCRIBE_ID;
    this.heardAt = hal.now();
    this.answer = new Alarm(hal);
    this.ping = new Alarm(hal);
  }

  open(address: Address): void {
    this.socket = this.hal.connect(address, this);
    // Not before: on some boards `connect` blocks for seconds, and a late timer would end what has just begun.
    this.expect('CONNACK');
  }

  onOpen(): void {
    this.write(encodeConnect(this.handlers.onLine()));
    this.write(encodeSubscribe(SUBSCRIBE_ID, this.topic));
  }

  onData(bytes: Uint8Array): void {
    if (!this.closed && !this.parser.feed(bytes)) this.onClose(MALFORMED);
  }

  /** The end, from wherever it comes. */
  onClose(reason: string): void {
    if (this.closed) return;
    this.end();
    this.handlers.onEnd(reason);
  }

  publish(topic: string, payload: Uint8Array): void {
    // 2.3.1: not 0. Wraps long after any earlier use of an id was acknowledged.
    this.packetId = this.packetId === 65535 ? 1 : this.packetId + 1;
    this.write(encodePublish(this.packetId, topic, payload));
  }

  /** Asks whether the broker is still there, so that a dead line shows itself within `answerMs`. */
  probe(): void {
    if (this.closed || !this.ready || this.answer.isSet) return;
    this.write(encodePingreq());
    this.expect('PINGRESP');
  }

  /** Ends the connection in order; no handler is called any more. */
  close(): void {
    if (this.ready) this.write(encodeDisconnect());
    this.end();
  }

  write(bytes: Uint8Array): void {
    if (!this.closed && this.socket) this.socket.write(bytes);
  }

  expect(answer: string): void {
    this.answer.set(this.answerMs, () => this.onClose('no ' + answer));
  }

  /** Five sixths of the keepalive: 3.1.2.10 counts from what the broker received last, which can come late. */
  planPing(): void {
    this.ping.set((this.keepaliveS * 5000) / 6, () => {
      this.probe();
      this.planPing();
    });
  }

  end(): void {
    this.closed = true;
    this.parser.stop();
    this.answer.clear();
    this.ping.clear();
    if (this.socket) this.socket.close();
  }

  onPacket(packet: Packet): void {
    this.heardAt = this.hal.now();
    const body = packet.body;
    if (!this.ready) {
      // 3.2: the first packet from the broker must be CONNACK.
      if (packet.type !== CONNACK || body.length !== 2) this.onClose(UNEXPECTED + packet.type);
      else if (body[1] !== 0) this.onClose(REFUSED + body[1]);
      else {
        this.answer.clear();
        this.ready = true;
        this.planPing();
        this.handlers.onReady();
      }
    } else if (packet.type === PUBLISH) {
      this.takePublish(packet.flags, body);
    } else if (packet.type === PINGRESP) {
      this.answer.clear();
    } else if (packet.type === SUBACK) {
      // 3.9.3
      if (body.length !== 3 || body[2] === SUBACK_FAILURE) this.onClose('subscription refused');
    } else if (packet.type !== PUBACK) {
      this.onClose(UNEXPECTED + packet.type);
    }
  }

  /** 3.3: topic, packet id when QoS is 1, payload. */
  takePublish(flags: number, body: Uint8Array): void {
    const qos = (flags >> 1) & 3;
    const topicEnd = body.length < 2 ? body.length : 2 + body[0]! * 256 + body[1]!;
    const from = topicEnd + (qos === 0 ? 0 : 2);
    if (qos > 1 || body.length < 2 || from > body.length) {
      this.onClose(MALFORMED);
      return;
    }
    if (qos === 1) this.write(encodePuback(body[from - 2]! * 256 + body[from - 1]!));
    // A topic of 2 KB would take a board a second.
    if (topicEnd !== this.topic.length + 2) return;
    let topic = '';
    for (let i = 2; i < topicEnd; i++) topic += String.fromCharCode(body[i] as number);
    if (topic === this.topic) this.handlers.onMessage(new Uint8Array(body.subarray(from)));
  }
}
