// Cuts a stream of bytes into MQTT packets, wherever the network has split or joined them.

/** Nothing that a gateway sends is longer: an envelope has at most 512 bytes. */
export const MAX_REMAINING_LENGTH = 2048;

const AT_FIRST_BYTE = 0;
const AT_LENGTH = 1;
const AT_BODY = 2;

export interface Packet {
  /** 2.2.1: the packet's type, and its flags. */
  type: number;
  flags: number;
  body: Uint8Array;
}

export interface PacketHandler {
  onPacket(packet: Packet): void;
}

export class PacketParser {
  handler: PacketHandler;
  state: number;
  first: number;
  length: number;
  scale: number;
  body: Uint8Array;
  filled: number;
  stopped: boolean;

  constructor(handler: PacketHandler) {
    this.handler = handler;
    this.state = AT_FIRST_BYTE;
    this.first = 0;
    this.length = 0;
    this.scale = 1;
    this.body = new Uint8Array(0);
    this.filled = 0;
    this.stopped = false;
  }

  /** Takes the next bytes. False when they can't be MQTT or a packet is too long: the connection must be closed. */
  feed(bytes: Uint8Array): boolean {
    let at = 0;
    while (at < bytes.length && !this.stopped) {
      if (this.state === AT_BODY) {
        at = this.takeBody(bytes, at);
      } else {
        const byte = bytes[at] as number;
        at++;
        if (this.state === AT_FIRST_BYTE) {
          this.first = byte;
          this.length = 0;
          this.scale = 1;
          this.state = AT_LENGTH;
        } else if (!this.takeLength(byte)) {
          this.stopped = true;
        }
      }
    }
    return !this.stopped;
  }

  /** No more packets come out, even those that were received already. */
  stop(): void {
    this.stopped = true;
  }

  takeLength(byte: number): boolean {
    this.length += (byte & 127) * this.scale;
    this.scale *= 128;
    if (this.length > MAX_REMAINING_LENGTH) return false;
    if (byte > 127) return this.scale <= 2097152;
    this.body = new Uint8Array(this.length);
    this.filled = 0;
    this.state = AT_BODY;
    if (this.length === 0) this.finish();
    return true;
  }

  /** In one copy: byte by byte a long packet keeps a board from its keys for seconds. */
  takeBody(bytes: Uint8Array, from: number): number {
    const missing = this.length - this.filled;
    const to = bytes.length - from < missing ? bytes.length : from + missing;
    this.body.set(bytes.subarray(from, to), this.filled);
    this.filled += to - from;
    if (this.filled === this.length) this.finish();
    return to;
  }

  finish(): void {
    this.state = AT_FIRST_BYTE;
    this.handler.onPacket({ type: this.first >> 4, flags: this.first & 15, body: this.body });
  }
}
