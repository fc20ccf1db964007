// A real alarm receiver on TCP for the tests: written from the standard, not from the client, with node:crypto alone.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { untilAfter } from '#test/support/until.ts';

/** One message as it arrived. */
export interface Arrived {
  token: string;
  sequence: string;
  /** R, L and account as they stood there. */
  prefix: string;
  account: string;
  /** All after the first bracket, deciphered, without padding. */
  content: string;
  /** Everything on the wire. */
  wire: string;
}

export type Answering = (socket: Socket, message: Arrived) => void;

export class TestReceiver {
  readonly arrived: Arrived[] = [];
  /** Connections that were made, also those that sent nothing. */
  connections = 0;
  answer: Answering = (socket, message) => socket.write(this.ack(message));
  key: Buffer | undefined;
  /** Its clock, UTC milliseconds. */
  utc: () => number;
  readonly #news = new EventEmitter().setMaxListeners(0);
  readonly #sockets = new Set<Socket>();
  #server = this.#make();
  #port = 0;

  constructor(utc: () => number = Date.now) {
    this.utc = utc;
  }

  async start(): Promise<this> {
    if (this.#server.listening) return this;
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  get address() {
    return { host: '127.0.0.1', port: this.#port };
  }

  /** Connections that are not over. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Messages other than link tests. */
  get events(): Arrived[] {
    return this.arrived.filter(({ token }) => !token.endsWith('NULL'));
  }

  get tests(): Arrived[] {
    return this.arrived.filter(({ token }) => token.endsWith('NULL'));
  }

  async when(isSo: (receiver: this) => boolean): Promise<void> {
    await untilAfter(this.#news, 'one', () => isSo(this), `the receiver: ${isSo}`);
  }

  /** Nobody is there any more: connections are refused. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#server = this.#make();
  }

  ack({ sequence, prefix, account, token }: Arrived): Buffer {
    if (!token.startsWith('*')) return frame(`"ACK"${sequence}${prefix}#${account}[]`);
    return frame(`"*ACK"${sequence}${prefix}#${account}[${this.cipher(`]_${stamp(this.utc())}`)}`);
  }

  nak(utc = this.utc()): Buffer {
    return frame(`"NAK"0000R0L0A0[]_${stamp(utc)}`);
  }

  duh({ sequence, prefix, account }: Arrived): Buffer {
    return frame(`"DUH"${sequence}${prefix}#${account}[]`);
  }

  cipher(text: string): string {
    const key = this.key as Buffer;
    const padded = text.padStart(Math.ceil(text.length / 16) * 16, '0');
    const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.alloc(16));
    cipher.setAutoPadding(false);
    return Buffer.concat([cipher.update(padded), cipher.final()])
      .toString('hex')
      .toUpperCase();
  }

  #make() {
    return createServer((socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => this.#sockets.delete(socket));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        for (let end = text.indexOf('\r'); end !== -1; end = text.indexOf('\r')) {
          const message = this.#read(text.slice(0, end + 1));
          text = text.slice(end + 1);
          this.arrived.push(message);
          this.answer(socket, message);
          this.#news.emit('one');
        }
      });
    });
  }

  /** Throws when it isn't what the standard says: then the test fails. */
  #read(wire: string): Arrived {
    const [, crc = '', length = '', body = ''] = /^\n([0-9A-F]{4})(0[0-9A-F]{3})(".*)\r$/s.exec(
      wire,
    ) as string[];
    if (Number.parseInt(length, 16) !== body.length) throw new Error(`length of ${body}`);
    if (Number.parseInt(crc, 16) !== arc(body)) throw new Error(`checksum of ${body}`);
    const [, token = '', sequence = '', prefix = '', account = '', rest = ''] =
      /^"(\*?[A-Z-]+)"(\d{4})(R\w+L\w+)#(\w+)\[(.*)$/s.exec(body) as string[];
    const content = token.startsWith('*') ? this.#decipher(rest) : rest;
    return { token, sequence, prefix, account, content, wire };
  }

  #decipher(hex: string): string {
    const key = this.key as Buffer;
    const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.alloc(16));
    decipher.setAutoPadding(false);
    const text = Buffer.concat([decipher.update(hex, 'hex'), decipher.final()]).toString('latin1');
    return text.slice(text.indexOf('|') + 1);
  }
}

export function frame(body: string): Buffer {
  const head = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');
  return Buffer.from(`\n${head(arc(body))}${head(body.length)}${body}\r`, 'latin1');
}

export function stamp(utc: number): string {
  const at = new Date(utc);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':');
  const date = [two(at.getUTCMonth() + 1), two(at.getUTCDate()), at.getUTCFullYear()].join('-');
  return `${time},${date}`;
}

/** Bit by bit, unlike the client's table. */
function arc(body: string): number {
  let crc = 0;
  for (const byte of Buffer.from(body, 'latin1')) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
