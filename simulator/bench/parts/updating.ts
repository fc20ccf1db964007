// Devices that take an update for as long as they are measured: many connections of one process, which answer each step as a device does.
import { EventEmitter, once } from 'node:events';
import {
  CONNACK,
  encodeConnect,
  encodeSubscribe,
  PUBLISH,
  SUBACK,
} from '#firmware/src/mqtt/packets.ts';
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import { imageIdOf } from '#protocol/device/update.ts';
import { UPDATE_GOOD, UPDATE_WANTED, type UpdateStep } from '#protocol/messages.ts';
import { PacketSocket, type PacketSocketUser } from '../../lightweight/packet-socket.ts';
import { encodePublish } from '../../lightweight/packets.ts';
import { LightSession } from '../../lightweight/session.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from './devices.ts';
import { serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

export interface UpdatingToConnect {
  port: number;
  /** Index of the first device. */
  first: number;
  count: number;
  /** So many of those that are offered it first have it already: the stages before the last are over at once. */
  good: number;
}

/** What came down in a while. */
export interface Received {
  /** Devices that got chunks. */
  devices: number;
  chunks: number;
  /** Of the device that got most in any one second, with all around them. */
  mostBytesPerSecond: number;
  /** Of all devices that got chunks, on average. */
  bytesPerSecond: number;
}

const KEEPALIVE_S = 300;
const SUBSCRIBE_ID = 1;
const CONNECTING_AT_ONCE = 100;

const came = new EventEmitter();
const devices: UpdatingDevice[] = [];
let subscribed = 0;
let left = 0;
let failure: string | undefined;

class UpdatingDevice implements PacketSocketUser {
  /** Bytes that came, by the second in which they did. */
  bytes = new Map<number, number>();
  chunks = 0;
  readonly #port: number;
  readonly #session: LightSession;
  readonly #topic: string;
  #line: PacketSocket | undefined;
  #packetId = SUBSCRIBE_ID;
  #next = 0;
  #isGood: boolean | undefined;

  constructor(port: number, index: number) {
    const deviceId = deviceIdOf(index);
    const key = { version: KEY_VERSION, secret: secretOf(deviceId) };
    this.#port = port;
    this.#session = new LightSession(deviceId, key, 1);
    this.#topic = upTopic(deviceId);
  }

  connect(): void {
    this.#session.renew();
    this.#line = new PacketSocket('127.0.0.1', this.#port, this);
  }

  lineOpened(line: PacketSocket): void {
    const { deviceId } = this.#session;
    const connect = encodeConnect({
      clientId: deviceId,
      username: deviceId,
      keepaliveS: KEEPALIVE_S,
      password: this.#session.password(PENDING_NOTHING),
      willTopic: this.#topic,
      willPayload: this.#session.will(),
    });
    line.write(connect);
    line.write(encodeSubscribe(SUBSCRIBE_ID, downTopic(deviceId)));
  }

  lineEnded(_line: PacketSocket, reason: string): void {
    failed(reason);
  }

  packet(first: number, bytes: Uint8Array, from: number, to: number): void {
    const type = first >> 4;
    if (type === SUBACK) {
      subscribed++;
      came.emit('subscribed');
    } else if (type === CONNACK && bytes[from + 1] !== 0) failed(`CONNACK ${bytes[from + 1]}`);
    else if (type === PUBLISH) this.#downlink(bytes, from, to);
  }

  #downlink(bytes: Uint8Array, from: number, to: number): void {
    const topicEnd = from + 2 + (bytes[from] as number) * 256 + (bytes[from + 1] as number);
    const downlink = this.#session.open(bytes.subarray(topicEnd, to));
    if (downlink?.kind !== 'update') return;
    const second = Math.floor(sharedNow() / 1_000);
    this.bytes.set(second, (this.bytes.get(second) ?? 0) + (to - from));
    this.#answer(downlink.step);
  }

  #answer(step: UpdateStep): void {
    if (step.kind === 'unknown') return;
    if (step.kind === 'offer' && this.#isGood === undefined) {
      this.#isGood = left > 0;
      if (this.#isGood) left--;
    }
    if (step.kind === 'chunk' && step.offset === this.#next) {
      this.chunks++;
      this.#next += step.data.length;
    }
    const image = step.kind === 'offer' ? imageIdOf(step.sha256) : step.image;
    const state = this.#isGood === true ? UPDATE_GOOD : UPDATE_WANTED;
    const event = {
      kind: 'update_status' as const,
      image,
      state,
      next: this.#next,
      detail: '',
      running: '0.0.1',
      slot: 1,
    };
    const uplink = { ageMs: 0, ageIsLowerBound: false, test: false, identity: null, event };
    this.#packetId = (this.#packetId % 65_535) + 1;
    this.#line?.write(encodePublish(this.#packetId, this.#topic, this.#session.seal(uplink)));
  }
}

function failed(reason: string): void {
  failure ??= reason;
  came.emit('error', new Error(reason));
}

async function connect({ port, first, count, good }: UpdatingToConnect): Promise<void> {
  // Without a listener an error would end the process before it is told.
  came.on('error', () => {});
  left = good;
  while (subscribed < count) {
    while (devices.length < count && devices.length - subscribed < CONNECTING_AT_ONCE) {
      const device = new UpdatingDevice(port, first + devices.length);
      devices.push(device);
      device.connect();
    }
    await once(came, 'subscribed');
  }
}

/** Resolves when so many devices get chunks. */
async function underWay(count: number): Promise<void> {
  while (devices.filter(({ chunks }) => chunks > 0).length < count) {
    if (failure !== undefined) throw new Error(failure);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Forgets what came until now. */
function begin(): void {
  for (const device of devices) {
    device.bytes.clear();
    device.chunks = 0;
  }
}

function received(forMs: number): Received {
  if (failure !== undefined) throw new Error(failure);
  const taking = devices.filter(({ chunks }) => chunks > 0);
  let most = 0;
  let all = 0;
  for (const { bytes } of taking) {
    for (const count of bytes.values()) {
      most = Math.max(most, count);
      all += count;
    }
  }
  return {
    devices: taking.length,
    chunks: taking.reduce((sum, { chunks }) => sum + chunks, 0),
    mostBytesPerSecond: most,
    bytesPerSecond: taking.length === 0 ? 0 : all / taking.length / (forMs / 1_000),
  };
}

serve({ connect, underWay, begin, received });
