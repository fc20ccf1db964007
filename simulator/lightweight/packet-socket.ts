// One TCP connection of a light device: shared read buffer, and one write for all that a tick has to say.
import { connect, type Socket } from 'node:net';
import { NOTHING, type PacketSink, takePackets } from './packets.ts';

export interface PacketSocketUser extends PacketSink {
  /** The TCP connection is made. */
  lineOpened(line: PacketSocket): void;
  /** Once, unless `cut` was called. */
  lineEnded(line: PacketSocket, reason: string): void;
}

interface OwnedSocket extends Socket {
  line?: PacketSocket | undefined;
}

/** Everything is handed on before the next read, so that one buffer serves all. */
const READ_BUFFER = Buffer.allocUnsafeSlow(65_536);

let written: PacketSocket[] = [];

function flushAll(): void {
  const lines = written;
  written = [];
  for (const line of lines) line.flush();
}

// Listeners are shared and find their line through the socket: closures of their own cost every device 0.5 kB.
function onConnect(this: OwnedSocket): void {
  const { line } = this;
  if (line !== undefined) line.user.lineOpened(line);
}

function onError(this: OwnedSocket, error: Error): void {
  this.line?.end(error.message);
}

function onClose(this: OwnedSocket): void {
  this.line?.end('closed by the other side');
}

export class PacketSocket {
  readonly user: PacketSocketUser;
  readonly #socket: OwnedSocket;
  #rest: Uint8Array = NOTHING;
  #waiting: Uint8Array | Uint8Array[] | null = null;

  /** Begins to connect. */
  constructor(host: string, port: number, user: PacketSocketUser) {
    this.user = user;
    const onread = {
      buffer: READ_BUFFER,
      callback: (length: number, buffer: Uint8Array) => this.#read(buffer.subarray(0, length)),
    };
    const socket: OwnedSocket = connect({ host, port, noDelay: true, onread });
    socket.line = this;
    this.#socket = socket;
    socket.on('connect', onConnect);
    socket.on('error', onError);
    socket.on('close', onClose);
  }

  /** Sends at the end of this tick, together with whatever else is written until then. */
  write(bytes: Uint8Array): void {
    if (this.#waiting === null) {
      this.#waiting = bytes;
      if (written.push(this) === 1) queueMicrotask(flushAll);
    } else if (Array.isArray(this.#waiting)) {
      this.#waiting.push(bytes);
    } else {
      this.#waiting = [this.#waiting, bytes];
    }
  }

  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null || this.#socket.destroyed) return;
    this.#socket.write(Array.isArray(waiting) ? Buffer.concat(waiting) : waiting);
  }

  /** Breaks the connection without a word; its user is not called any more. */
  cut(): void {
    this.#socket.line = undefined;
    this.#socket.destroy();
  }

  end(reason: string): void {
    if (this.#socket.line === undefined) return;
    this.cut();
    this.user.lineEnded(this, reason);
  }

  #read(bytes: Uint8Array): boolean {
    if (this.#socket.line === undefined) return true;
    const rest = takePackets(this.user, this.#rest, bytes);
    if (rest === null) this.end('not MQTT, or a packet too long');
    else this.#rest = rest;
    return true;
  }
}
