// One accepted connection of a device: who it is, its session, and the numbers that rise in each direction.
import type { Client } from 'aedes';
import { PURPOSE_DOWN } from '#protocol/device/envelope.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { encodeDownlink } from '#protocol/frame.ts';
import type { CallNews, Downlink, Session } from '#protocol/messages.ts';
import { type SealKey, sealFrame } from '#protocol/seal.ts';
import type { DeviceRecord } from '../domain/ports/directory.ts';
import { downlinkPacket } from './downlink-packet.ts';

/** The error with which the socket of a device that doesn't read is destroyed. */
export const UNREAD = 'the device does not read what it is sent';

/** Maximum of calls in one frame: far below the longest envelope. */
const MAX_NEWS = 8;

export class Connection {
  readonly client: Client;
  readonly device: DeviceRecord;
  readonly session: Session;
  /** The key that the device connected with: what goes down is sealed with the same. */
  readonly key: SealKey;
  readonly #maxUnsentBytes: number;
  #lastUp = 0;
  #lastDown = 0;
  #isOpen = false;
  /** What this turn brings for the device: PUBACKs, receipts and news leave in one piece. */
  #unsent: Uint8Array[] = [];
  /** News that this turn brings, one of each call: newest wins. Undefined, not empty: thousands are idle. */
  #news: Map<string, CallNews> | undefined;
  /** When the last heartbeat was handed on, monotonic; under overload not every one is. */
  lastHeartbeatAt = Number.NEGATIVE_INFINITY;

  constructor(
    client: Client,
    device: DeviceRecord,
    session: Session,
    key: SealKey,
    maxUnsentBytes: number,
  ) {
    this.client = client;
    this.device = device;
    this.session = session;
    this.key = key;
    this.#maxUnsentBytes = maxUnsentBytes;
  }

  /** The CONNACK is out: nothing may go down before it (MQTT 3.1.1, 3.2). */
  open(): void {
    this.#isOpen = true;
  }

  /** True when `number` rose; it is then the one to beat. README of protocol/, "Numbers". */
  takeNumber(number: number): boolean {
    if (number <= this.#lastUp) return false;
    this.#lastUp = number;
    return true;
  }

  /** PUBACK. MQTT 3.1.1, 3.4. Aedes' own would take a turn of the event loop and a search for subscribers. */
  acknowledge(messageId: number): void {
    this.#later();
    const packet = Buffer.allocUnsafe(4);
    packet.writeUInt16BE(0x4002, 0);
    packet.writeUInt16BE(messageId, 2);
    this.#unsent.push(packet);
  }

  /** Seals and sends. QoS 0: what a broken connection swallows is made good after the next SUBSCRIBE. */
  send(downlink: Exclude<Downlink, { kind: 'unknown' }>): void {
    if (!this.#isOpen) return;
    this.#later();
    this.#seal(downlink);
  }

  /** News of one call, behind the receipts of this turn. A flood of presses is told once. */
  tell(news: CallNews): void {
    if (!this.#isOpen) return;
    const { bootId, seq } = news.openedBy;
    this.#later();
    this.#news ??= new Map();
    this.#news.set(`${news.key}.${bootId}.${seq}`, news);
  }

  #seal(downlink: Exclude<Downlink, { kind: 'unknown' }>): void {
    const { deviceId } = this.device;
    this.#lastDown++;
    const frame = encodeDownlink(downlink);
    const sealing = [this.key, deviceId, this.session, this.#lastDown, frame] as const;
    this.#unsent.push(downlinkPacket(downTopic(deviceId), sealFrame(PURPOSE_DOWN, ...sealing)));
  }

  #later(): void {
    if (this.#unsent.length === 0 && this.#news === undefined) process.nextTick(flush, this);
  }

  /** Once per turn. */
  flush(): void {
    const socket = this.client.conn;
    const news = [...(this.#news?.values() ?? [])];
    this.#news = undefined;
    while (news.length > 0) {
      this.#seal({ kind: 'progress', complete: false, calls: news.splice(0, MAX_NEWS) });
    }
    const packets = this.#unsent;
    this.#unsent = [];
    if (socket.destroyed) return;
    if (socket.writableLength > this.#maxUnsentBytes) socket.destroy(new Error(UNREAD));
    else socket.write(packets.length === 1 ? (packets[0] as Uint8Array) : Buffer.concat(packets));
  }
}

function flush(connection: Connection): void {
  connection.flush();
}
