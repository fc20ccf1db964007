// A TCP or TLS connection to a broker, which is cut when a packet announces more than anybody has to tell us.
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** How a broker is reached. */
export interface Broker {
  host: string;
  port: number;
  /** Undefined: not encrypted. */
  tls: TlsOptions | undefined;
  user: string | undefined;
  password: string | undefined;
  keepaliveS: number;
  lookup: LookupFunction;
}

/** All PEM. */
export interface TlsOptions {
  /** Instead of the authorities that Node knows. */
  ca?: string;
  /** Of this client, for brokers that ask for one. */
  cert?: string;
  key?: string;
}

/**
 * The longest packet that is read. Reports are far shorter, but a retained message comes again after every SUBSCRIBE: it
 * is read, told and passed over, for a connection that ends over it would never hear another. Brokers take 1 MB, mostly.
 */
export const MAX_PACKET_BYTES = 2 << 20;
/** TCP asks after so long whether an idle connection still lives. */
const PROBE_MS = 10_000;

/** `onTooLong` is called before the socket is destroyed. */
export function openSocket(broker: Broker, onTooLong: () => void): Socket {
  const { host, port, tls, lookup } = broker;
  const address = { host, port, lookup, autoSelectFamily: true };
  const socket =
    tls === undefined
      ? connect(address)
      : connectTls({
          ...address,
          ...tls,
          rejectUnauthorized: true,
          minVersion: 'TLSv1.2',
          // RFC 6066, 3: an address is no server name.
          ...(isIP(host) ? {} : { servername: host }),
        });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, PROBE_MS);
  const gauge = new PacketGauge(MAX_PACKET_BYTES);
  socket.on('data', (chunk: Buffer) => {
    if (gauge.take(chunk)) return;
    onTooLong();
    socket.destroy();
  });
  return socket;
}

/** Reads the remaining length of each packet (MQTT 3.1.1, 2.2.3) as the bytes come, and nothing else of it. */
export class PacketGauge {
  readonly #most: number;
  /** Bytes of the body that are still to come. */
  #left = 0;
  /** Undefined: between two packets. Otherwise what the length is so far, and the worth of its next digit. */
  #length: { value: number; worth: number } | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  /** False when a packet announces more than it may have, or its length has no end. */
  take(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length; ) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#left -= taken;
        at += taken;
      } else if (this.#length === undefined) {
        this.#length = { value: 0, worth: 1 };
        at++;
      } else if (!this.#digit(this.#length, chunk[at++] as number)) return false;
    }
    return true;
  }

  #digit(length: { value: number; worth: number }, byte: number): boolean {
    length.value += (byte & 127) * length.worth;
    length.worth *= 128;
    if (length.value > this.#most) return false;
    if (byte >= 128) return length.worth < 128 ** 4;
    this.#left = length.value;
    this.#length = undefined;
    return true;
  }
}
