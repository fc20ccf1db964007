// Aedes without what the gateway has no use for: it routes nothing and stores nothing.
import { Readable } from 'node:stream';
import { Aedes, type AedesOptions, type Client, type PublishPacket } from 'aedes';

type Done = (error?: Error | null) => void;

function call(done: unknown): void {
  if (typeof done === 'function') (done as Done)(null);
}

const nothing = async () => undefined;
const emptyStream = () =>
  new Readable({
    objectMode: true,
    read() {
      this.push(null);
    },
  });

/**
 * Aedes' persistence for clean sessions without retained messages and QoS 2, with wills that intake handles
 * itself: nothing is left to keep. So no clock that jumps can make it publish the will of a living device.
 */
const NOTHING_STORED = {
  // Aedes insists on a function that is written with `async`.
  async setup() {},
  cleanSubscriptions: nothing,
  putWill: nothing,
  delWill: nothing,
  outgoingClearMessageId: nothing,
  /** A PUBREL: nothing is known of any QoS 2 packet. */
  incomingGetPacket: nothing,
  removeSubscriptions: nothing,
  outgoingStream: emptyStream,
  createRetainedStreamCombi: emptyStream,
  streamWill: emptyStream,
};

export class UnroutedAedes extends Aedes {
  constructor(options: AedesOptions) {
    super({ ...options, persistence: NOTHING_STORED });
  }

  /** `$SYS` news of clients that come and go, matched with subscriptions. */
  override publish(_packet: PublishPacket, ...rest: unknown[]): void {
    call(rest[rest.length - 1]);
  }

  /** What goes down is written to the device's own socket, so nobody asks for subscriptions. */
  override subscribe(_topic: string, _deliver: unknown, done: unknown): void {
    call(done);
  }

  override unsubscribe(_topic: string, _deliver: unknown, done: unknown): void {
    call(done);
  }
}

/** What Aedes 1.2 keeps to itself. */
interface Internals {
  _parser: {
    _list: { length: number };
    prependListener(event: 'packet', listener: (this: never, packet: object) => void): void;
  };
  _nextBatch(): void;
  pause(): void;
}

const internals = (client: Client) => client as unknown as Internals;

/** Bytes that the parser holds: a packet that is not whole yet. */
export function unparsedBytes(client: Client): number {
  return internals(client)._parser._list.length;
}

/** Calls `see` with each packet before Aedes handles it. */
export function onPacket(client: Client, see: (this: never, packet: object) => void): void {
  internals(client)._parser.prependListener('packet', see);
}

interface SubscribePacket {
  cmd: 'subscribe';
  subscriptions: { qos: number }[];
}

/**
 * Grants QoS 1 to whoever asks for 2 (MQTT 3.1.1, 3.9.3): nothing goes down with more. Aedes grants what stands in the
 * packet, whatever its hook says.
 */
export function grantQos1(packet: object): void {
  if (!('cmd' in packet) || packet.cmd !== 'subscribe') return;
  for (const subscription of (packet as SubscribePacket).subscriptions) {
    subscription.qos = Math.min(subscription.qos, 1);
  }
}

/**
 * Aedes reads nothing from when it asks who this is until CONNACK, but for a turn between CONNECT and that
 * question: a SUBSCRIBE that came then would be nobody's.
 */
export function holdUntilConnack(client: Client): void {
  internals(client).pause();
}

/** Instead of Aedes' own end of a packet: when the last one that was read is handled, the next are read. */
export function readOn(client: Client): void {
  internals(client)._nextBatch();
}
