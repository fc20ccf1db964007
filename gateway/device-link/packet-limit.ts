// How long an MQTT packet may be, whole or still on its way.
import type { Client } from 'aedes';
import { onPacket, unparsedBytes } from './unrouted-aedes.ts';

/** A CONNECT with will and password is the longest packet of a device, and far below this. */
export const MAX_PACKET_BYTES = 1_500;

/** By its remaining length (MQTT 3.1.1, 2.2.3); a will has none of its own. */
function isLong(packet: object): boolean {
  return (
    'length' in packet && typeof packet.length === 'number' && packet.length > MAX_PACKET_BYTES
  );
}

/** Aedes notes the client on its socket and on its parser. */
interface OfClient {
  client: Client;
}

/** One for all clients: listeners of their own would take 0.4 kB of each. */
export class PacketLimit {
  readonly #tooLong: (client: Client) => void;
  readonly #onReadable: (this: OfClient) => void;
  readonly #onPacket: (this: OfClient, packet: object) => void;

  constructor(tooLong: (client: Client) => void) {
    const limit = this;
    this.#tooLong = tooLong;
    this.#onReadable = function () {
      limit.look(this.client);
    };
    this.#onPacket = function (packet) {
      if (isLong(packet)) limit.#cut(this.client);
    };
  }

  /** Destroys the socket of this client when a packet is too long. Aedes handles a whole one all the same. */
  watch(client: Client): void {
    onPacket(client, this.#onPacket);
    // Behind Aedes' own listener: what its parser still holds then is one packet that is not whole yet.
    client.conn.on('readable', this.#onReadable);
  }

  /** Also for bytes that were read without the socket saying so. */
  look(client: Client): void {
    if (unparsedBytes(client) > MAX_PACKET_BYTES) this.#cut(client);
  }

  #cut(client: Client): void {
    this.#tooLong(client);
    client.conn.destroy();
  }
}
