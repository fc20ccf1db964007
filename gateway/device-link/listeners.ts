// The listening sockets, plain and TLS: what is accepted, until it is handed on to say CONNECT.

import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { GatewayError } from '../domain/errors.ts';
import { reasonOf } from '../domain/reason.ts';
import { ConnectLimiter, type ConnectLimiterDeps } from './connect-limiter.ts';

export interface ListenAddress {
  host: string;
  port: number;
}

/** PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

export interface ListenTo {
  plain?: ListenAddress | undefined;
  tls?: (ListenAddress & KeyPair) | undefined;
}

/** Where it listens; a port is chosen when 0 was asked for. */
export interface Ports {
  plain?: number;
  tls?: number;
}

export interface ListenersDeps extends ConnectLimiterDeps {
  maxConnections: number;
  /** A connection came. */
  arrived: () => void;
  /** A connection that is ready to be read. */
  accept: (socket: Socket) => void;
}

/** As many as the kernel allows (net.core.somaxconn): whom it drops, TCP brings back 1 s or 3 s later. */
const BACKLOG = 65_535;

export class Listeners {
  readonly #deps: ListenersDeps;
  readonly #connectLimiter: ConnectLimiter<Socket>;
  readonly #servers: Server[] = [];
  /** Every open connection: one that never said CONNECT is no client of Aedes. */
  readonly #sockets = new Set<Socket>();
  #secureContext: SecureContext | undefined;

  constructor(deps: ListenersDeps) {
    this.#deps = deps;
    this.#connectLimiter = new ConnectLimiter(deps);
  }

  /** Errors: ADDRESS_UNAVAILABLE, CERTIFICATE_INVALID. */
  async start({ plain, tls }: ListenTo): Promise<Ports> {
    const ports: Ports = {};
    if (plain) ports.plain = await this.#listen('MQTT', plain, (socket) => this.#admit(socket));
    if (tls) {
      this.setCertificate(tls);
      ports.tls = await this.#listen('MQTT over TLS', tls, (socket) => this.#secure(socket));
    }
    return ports;
  }

  /** From now on for new connections; those that are open go on. Errors: CERTIFICATE_INVALID. */
  setCertificate({ cert, key }: KeyPair): void {
    try {
      this.#secureContext = createSecureContext({ cert, key, minVersion: 'TLSv1.2' });
    } catch (error) {
      const reason = reasonOf(error);
      throw new GatewayError('CERTIFICATE_INVALID', `MQTT over TLS: ${reason}`);
    }
  }

  /** Accepts nobody any more. What is open stays open. */
  stopListening(): void {
    for (const server of this.#servers) server.close();
  }

  closeAll(): void {
    this.#connectLimiter.stop();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** The connection said CONNECT. */
  saidConnect(socket: Socket): void {
    this.#connectLimiter.left(socket);
  }

  get open(): number {
    return this.#sockets.size;
  }

  get unconnected(): number {
    return this.#connectLimiter.size;
  }

  async #listen(
    what: string,
    { host, port }: ListenAddress,
    accept: (socket: Socket) => void,
  ): Promise<number> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.#deps.arrived();
      accept(socket);
    });
    await new Promise<void>((resolve, reject) => {
      const failed = ({ message }: Error) =>
        reject(new GatewayError('ADDRESS_UNAVAILABLE', `${what} on ${host}:${port}: ${message}`));
      server.once('error', failed);
      server.listen({ host, port, backlog: BACKLOG }, () => {
        server.off('error', failed);
        resolve();
      });
    });
    // No file is left for one more connection: the next ones may find one again.
    server.on('error', () => this.#deps.refusals.count('CONNECTIONS_FULL', undefined));
    this.#servers.push(server);
    const address = server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  /** Who says nothing makes room for who may. */
  #isFull(raw: Socket): boolean {
    if (this.#sockets.size < this.#deps.maxConnections || this.#connectLimiter.makeRoom())
      return false;
    this.#deps.meter.shed('connection');
    this.#deps.refusals.count('CONNECTIONS_FULL', undefined);
    raw.destroy();
    return true;
  }

  #admit(socket: Socket): void {
    if (this.#isFull(socket)) return;
    this.#keep(socket);
    this.#deps.accept(socket);
  }

  /** The handshake counts to the time in which a CONNECT must come. */
  #secure(raw: Socket): void {
    if (this.#isFull(raw)) return;
    const socket = new TLSSocket(raw, { isServer: true, secureContext: this.#secureContext });
    this.#keep(socket);
    const failed = ({ message }: Error) =>
      this.#deps.refusals.count('TLS_FAILED', undefined, message);
    raw.on('error', () => {});
    socket.on('error', failed);
    socket.once('secure', () => {
      this.#deps.accept(socket);
      socket.off('error', failed);
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    this.#connectLimiter.arrived(socket);
    // Not `once`, which keeps three objects more for each connection: it is told only once.
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#connectLimiter.left(socket);
    });
  }
}
