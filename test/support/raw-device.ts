// A device made of the protocol alone: every byte that it sends is the test's to choose. Raw TCP, no MQTT client.

import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import mqtt, { type IConnectPacket, type Packet } from 'mqtt-packet';
import { PURPOSE_DOWN, PURPOSE_UP } from '#protocol/device/envelope.ts';
import { encodeUplink } from '#protocol/device/frames.ts';
import { decodeDownlink } from '#protocol/device/instructions.ts';
import { connectPassword } from '#protocol/device/password.ts';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import {
  type DeviceEvent,
  type Downlink,
  type Identity,
  KEY_RED,
  type Key,
  type Receipt,
  type Session,
} from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';
import { openEnvelope, sealFrame } from '#protocol/seal.ts';
import { untilAfter } from './until.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** An Uplink frame. */
export function frameOf(event: DeviceEvent, identity: Identity | null, ageMs = 0): Uint8Array {
  const uplink = { ageMs, ageIsLowerBound: false, test: false, identity, event };
  return new Uint8Array(encodeUplink(uplink));
}

export function pressFrame(identity: Identity, key: Key = KEY_RED): Uint8Array {
  return frameOf({ kind: 'press', key, count: 1 }, identity);
}

export class RawDevice {
  readonly deviceId: string;
  /** Version 1 until a test gives it another. */
  key: SealKey;
  readonly session: Session;
  /** Every packet and, opened, every downlink that came. */
  readonly packets: Packet[] = [];
  readonly downlinks: Downlink[] = [];
  socket!: Socket;
  /** Set before `open`: over TLS. */
  tls: ConnectionOptions | undefined;
  isClosed = false;
  #number = 0;
  #messageId = 0;
  readonly #changed = new EventEmitter();

  constructor(deviceId: string, secret: Uint8Array, session: Session) {
    this.deviceId = deviceId;
    this.key = { version: 1, secret };
    this.session = session;
  }

  /** Opens the socket and nothing more. */
  async open(port: number): Promise<void> {
    const where = { port, host: '127.0.0.1', noDelay: true };
    this.socket = this.tls ? connectTls({ ...where, ...this.tls }) : connect(where);
    const parser = mqtt.parser();
    parser.on('packet', (packet: Packet) => this.#received(packet));
    this.socket.on('data', (bytes) => parser.parse(bytes));
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.isClosed = true;
      this.#changed.emit('change');
    });
    await once(this.socket, this.tls ? 'secureConnect' : 'connect');
  }

  /** CONNECT as a good device says it, but for `changes`. Returns the CONNACK's return code. */
  async connect(port: number, changes: Partial<IConnectPacket> = {}): Promise<number | undefined> {
    await this.open(port);
    this.write(this.connectPacket(changes));
    await this.until(() => this.isClosed || this.packets.some(({ cmd }) => cmd === 'connack'));
    const connack = this.packets.find((packet) => packet.cmd === 'connack');
    return connack?.returnCode;
  }

  /** CONNECT as a good device says it, but for `changes`. */
  connectPacket(changes: Partial<IConnectPacket> = {}): IConnectPacket {
    return {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      keepalive: 60,
      clientId: this.deviceId,
      username: this.deviceId,
      password: Buffer.from(this.password()),
      ...changes,
    };
  }

  password(pending = 0, session: Session = this.session): string {
    return connectPassword(
      sha256,
      this.key.secret,
      this.key.version,
      this.deviceId,
      session,
      pending,
    );
  }

  /** Connects, subscribes, and waits for the snapshot: a device in service. */
  async join(port: number): Promise<this> {
    const returnCode = await this.connect(port);
    if (returnCode !== 0) throw new Error(`CONNACK ${returnCode}`);
    this.subscribe(downTopic(this.deviceId));
    await this.until(() => this.downlinks.some(({ kind }) => kind === 'progress'));
    return this;
  }

  subscribe(topic: string): void {
    this.write({ cmd: 'subscribe', messageId: this.#nextId(), subscriptions: [{ topic, qos: 0 }] });
  }

  /** Seals a frame for this session with the next number. */
  seal(frame: Uint8Array, number = ++this.#number): Uint8Array {
    return sealFrame(PURPOSE_UP, this.key, this.deviceId, this.session, number, frame);
  }

  /** Publishes a payload as a good device does, but for `changes`. Returns the message id. */
  publish(
    payload: Uint8Array,
    changes: { topic?: string; qos?: 0 | 1 | 2; retain?: boolean } = {},
  ): number {
    const messageId = this.#nextId();
    this.write({
      cmd: 'publish',
      topic: upTopic(this.deviceId),
      qos: 1,
      retain: false,
      dup: false,
      payload: Buffer.from(payload),
      messageId,
      ...changes,
    } as Packet);
    return messageId;
  }

  /** Seals and publishes a press; resolves with its receipt. Rejects when the connection ends before. */
  async press(identity: Identity, key: Key = KEY_RED): Promise<Receipt> {
    this.publish(this.seal(pressFrame(identity, key)));
    return this.receiptOf(this.#number);
  }

  async receiptOf(number: number): Promise<Receipt> {
    const find = () =>
      this.downlinks.find(
        (downlink): downlink is Receipt =>
          downlink.kind === 'receipt' && downlink.answers === number,
      );
    await this.until(() => find() !== undefined || this.isClosed);
    const receipt = find();
    if (receipt === undefined) throw new Error('the connection ended without a receipt');
    return receipt;
  }

  hasPuback(messageId: number): boolean {
    return this.packets.some((packet) => packet.cmd === 'puback' && packet.messageId === messageId);
  }

  /** Resolves when `is` holds; looked at after every packet and at the end of the connection. */
  async until(is: () => boolean): Promise<void> {
    await untilAfter(this.#changed, 'change', is, () => {
      const cmds = this.packets.map(({ cmd }) => cmd).join(', ') || 'nothing';
      return `${this.deviceId}: ${is} (closed: ${this.isClosed}; it got ${cmds})`;
    });
  }

  write(packet: Packet): void {
    this.socket.write(mqtt.generate(packet));
  }

  close(): void {
    this.socket.destroy();
  }

  #nextId(): number {
    this.#messageId++;
    return this.#messageId;
  }

  #received(packet: Packet): void {
    this.packets.push(packet);
    if (packet.cmd === 'publish') {
      const opened = openEnvelope(
        PURPOSE_DOWN,
        [this.key],
        this.deviceId,
        packet.payload as Buffer,
      );
      const downlink = opened.ok ? decodeDownlink(opened.value.frame) : null;
      if (downlink) this.downlinks.push(downlink);
    }
    this.#changed.emit('change');
  }
}
