// How long an MQTT packet may be, whole or still on its way, and how many a client may send that carry nothing.
import type { Client } from 'aedes';
import { RateWindow } from './rate-window.ts';
import { onPacket, unparsedBytes } from './unrouted-aedes.ts';

/** The fixed header with it. A CONNECT with will and password is the longest packet of a device, and far below this. */
export const MAX_PACKET_BYTES = 1_500;

/**
 * Packets other than PUBLISH in a second: a device says SUBSCRIBE once and PINGREQ now and then. What it publishes has its
 * budget for each device.
 */
const MAX_OTHERS_PER_SECOND = 50;

/** The fixed header of a packet of this size: one byte, and two of the remaining length (MQTT 3.1.1, 2.2). */
const MAX_REMAINING_BYTES = MAX_PACKET_BYTES - 3;

/** By its remaining length (MQTT 3.1.1, 2.2.3); a will has none of its own. */
function isLong(packet: object): boolean {
  return (
    'length' in packet && typeof packet.length === 'number' && packet.length > MAX_REMAINING_BYTES
  );
}

/** Aedes notes the client on its socket and on its parser. */
interface OfClient {
  client: Client;
}

/** One for all clients: listeners of their own would take 0.4 kB of each. */
export class PacketLimit {
  readonly #refused: (client: Client, code: 'PACKET_TOO_LONG' | 'FLOOD') => void;
  readonly #others: RateWindow<Client>;
  readonly #onReadable: (this: OfClient) => void;
  readonly #onPacket: (this: OfClient, packet: object) => void;

  constructor(
    refused: (client: Client, code: 'PACKET_TOO_LONG' | 'FLOOD') => void,
    monotonic: () => number,
  ) {
    const limit = this;
    this.#refused = refused;
    this.#others = new RateWindow(1_000, monotonic);
    this.#onReadable = function () {
      limit.look(this.client);
    };
    this.#onPacket = function (packet) {
      if (isLong(packet)) limit.#cut(this.client, 'PACKET_TOO_LONG');
      else limit.#count(this.client, packet);
    };
  }

  /** Destroys the socket of this client when a packet is too long, or one too many. Aedes handles a whole one all the same. */
  watch(client: Client): void {
    onPacket(client, this.#onPacket);
    // Behind Aedes' own listener: what its parser still holds then is one packet that is not whole yet.
    client.conn.on('readable', this.#onReadable);
  }

  /** Also for bytes that were read without the socket saying so. */
  look(client: Client): void {
    if (unparsedBytes(client) > MAX_REMAINING_BYTES) this.#cut(client, 'PACKET_TOO_LONG');
  }

  #count(client: Client, packet: object): void {
    if ('cmd' in packet && packet.cmd === 'publish') return;
    if (client.conn.destroyed || this.#others.count(client) <= MAX_OTHERS_PER_SECOND) return;
    this.#cut(client, 'FLOOD');
  }

  #cut(client: Client, code: 'PACKET_TOO_LONG' | 'FLOOD'): void {
    this.#refused(client, code);
    client.conn.destroy();
  }
}
