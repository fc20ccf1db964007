// A line between devices and gateway that doubles, reorders, delays and cuts what devices send. Real TCP on both sides.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayAddress } from '../generator/messages.ts';
import type { Random } from '../scenario/random.ts';
import { takePackets } from './packets.ts';

const PUBLISH = 3;

/** Of every PUBLISH, the share that fares so. */
const DOUBLED = 0.03;
const HELD_BACK = 0.03;
const DELAYED = 0.03;
/** Half of it goes through, then the connection is gone. */
const CUT = 0.002;
const MAX_DELAY_MS = 1_500;

export class MischiefLine {
  readonly #random: Random;
  readonly #target: () => GatewayAddress;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** How often each kind of mischief was done. */
  readonly counts = { doubled: 0, reordered: 0, delayed: 0, cut: 0 };

  constructor(target: () => GatewayAddress, random: Random) {
    this.#target = target;
    this.#random = random;
    this.#server = createServer({ noDelay: true }, (socket) => this.#join(socket));
  }

  /** Listens on loopback, and returns where. */
  async start(): Promise<GatewayAddress> {
    this.#server.listen({ host: '127.0.0.1', port: 0, backlog: 4_096 });
    await once(this.#server, 'listening');
    return { host: '127.0.0.1', port: (this.#server.address() as { port: number }).port };
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(device: Socket): void {
    const gateway = connect({ ...this.#target(), noDelay: true });
    for (const socket of [device, gateway]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        this.#sockets.delete(socket);
        device.destroy();
        gateway.destroy();
      });
    }
    gateway.pipe(device);
    let rest: Buffer = Buffer.alloc(0);
    let heldBack: Buffer | undefined;
    let isCut = false;
    /** What comes later waits behind what is delayed, as on a real line. */
    let line = Promise.resolve();
    device.on('data', (bytes: Buffer) => {
      if (isCut) return;
      const taken = takePackets(Buffer.concat([rest, bytes]));
      rest = taken.rest;
      for (const packet of taken.packets) {
        if (isCut) return;
        if ((packet[0] as number) >> 4 !== PUBLISH) {
          line = line.then(() => void gateway.write(packet));
          continue;
        }
        const dice = this.#random();
        if (heldBack) {
          const earlier = heldBack;
          heldBack = undefined;
          this.counts.reordered++;
          line = line.then(() => void gateway.write(Buffer.concat([packet, earlier])));
        } else if (dice < HELD_BACK) heldBack = packet;
        else if (dice < HELD_BACK + DOUBLED) {
          this.counts.doubled++;
          line = line.then(() => void gateway.write(Buffer.concat([packet, packet])));
        } else if (dice < HELD_BACK + DOUBLED + CUT) {
          this.counts.cut++;
          isCut = true;
          line = line.then(() => {
            gateway.write(packet.subarray(0, packet.length >> 1));
            device.destroy();
          });
        } else {
          const isDelayed = dice < HELD_BACK + DOUBLED + CUT + DELAYED;
          if (isDelayed) {
            this.counts.delayed++;
            const delay = this.#random() * MAX_DELAY_MS;
            line = line.then(() => pause(delay));
          }
          line = line.then(() => void gateway.write(packet));
        }
      }
    });
  }
}
