// Between a destination and a real broker: hears what is published, and does to the connection what a test says.
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import mqttPacket from 'mqtt-packet';
import { untilAfter } from '#test/support/until.ts';

export type ProxyMode = 'well' | 'no PUBACK' | 'cut at PUBLISH' | 'gone';

export interface Published {
  topic: string;
  payload: string;
  qos: number;
  retain: boolean;
}

export class MqttProxy {
  readonly published: Published[] = [];
  readonly connects: { clientId: string; username?: string; password?: string }[] = [];
  /** Of packets that came while the mode was `no PUBACK`: their PUBACK is kept back. */
  readonly #owed = new Set<string>();
  readonly #changed = new EventEmitter();
  readonly #brokerPort: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #mode: ProxyMode = 'well';
  #count = 0;
  port = 0;

  constructor(brokerPort: number) {
    this.#brokerPort = brokerPort;
  }

  async start(): Promise<this> {
    this.#server = createServer((socket) => this.#join(socket));
    await once(this.#server.listen(this.port, '127.0.0.1'), 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** From now on connections and packets fare like this. Resolves when that is so. */
  async become(mode: ProxyMode): Promise<void> {
    const wasGone = this.#mode === 'gone';
    this.#mode = mode;
    if (mode === 'gone' && !wasGone) await this.stop();
    if (mode !== 'gone' && wasGone) await this.start();
  }

  /** How many sockets are open, of both sides. */
  get connections(): number {
    return this.#sockets.size;
  }

  async whenPublished(count: number): Promise<void> {
    const isThere = () => this.published.length >= count;
    await untilAfter(this.#changed, 'one', isThere, `${count} PUBLISH`);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server.close(), 'close');
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(down: Socket): void {
    const up = connect({ port: this.#brokerPort, host: '127.0.0.1' });
    const connection = this.#count++;
    for (const [one, other] of [
      [down, up],
      [up, down],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => {});
      one.once('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    const fromClient = mqttPacket.parser();
    fromClient.on('packet', (packet) => this.#heard(packet, connection, down));
    down.on('data', (bytes) => {
      fromClient.parse(bytes);
      if (!down.destroyed) up.write(bytes);
    });
    const fromBroker = mqttPacket.parser();
    fromBroker.on('packet', (packet) => {
      const isOwed =
        packet.cmd === 'puback' && this.#owed.delete(`${connection}/${packet.messageId}`);
      if (!isOwed) down.write(mqttPacket.generate(packet));
    });
    up.on('data', (bytes) => fromBroker.parse(bytes));
  }

  #heard(packet: mqttPacket.Packet, connection: number, socket: Socket): void {
    if (packet.cmd === 'connect') {
      const { clientId, username, password } = packet;
      this.connects.push({
        clientId,
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password: password.toString() }),
      });
    }
    if (packet.cmd !== 'publish') return;
    const { topic, payload, qos, retain } = packet;
    if (this.#mode === 'cut at PUBLISH') socket.destroy();
    if (this.#mode === 'no PUBACK') this.#owed.add(`${connection}/${packet.messageId}`);
    this.published.push({ topic, payload: payload.toString(), qos, retain });
    this.#changed.emit('one');
  }
}
