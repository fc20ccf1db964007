// The other side of a simulated year: a gateway that keeps every press once, and a platform that takes calls in its time.
import mqtt, { type Packet } from 'mqtt-packet';
import { PURPOSE_DOWN, PURPOSE_UP } from '#protocol/device/envelope.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { decodeUplink, encodeDownlink } from '#protocol/frame.ts';
import {
  type CallNews,
  type CallStageNumber,
  type Downlink,
  type Identity,
  type Key,
  RECEIPT_DUPLICATE,
  RECEIPT_STORED,
  type ReceivedUplink,
  type Session,
  STAGE_ACCEPTED,
  STAGE_ANSWERED,
  STAGE_CLOSED,
  STAGE_UNANSWERED,
} from '#protocol/messages.ts';
import { openEnvelope, openPassword, type SealKey, sealFrame } from '#protocol/seal.ts';
import type { FarEnd } from './network.ts';

const STORED = 1;
const ANSWER_LIMIT_MS = 60_000;

export interface StoredPress {
  key: Key;
  count: number;
  test: boolean;
}

/** What the platform does with a call; drawn anew for each. */
export interface PlatformMood {
  /** Milliseconds until it is accepted, answered, closed; null: never. */
  acceptMs: number | null;
  answerMs: number | null;
  closeMs: number;
}

export interface ModelGatewayDeps {
  /** Milliseconds; real ones or those of a year. */
  clock: { readonly now: number; after(milliseconds: number, call: () => void): unknown };
  deviceId: string;
  key: SealKey;
  mood: () => PlatformMood;
  /** True: this uplink gets no answer, as while a disk fails or a device is above its budget. */
  ignores: () => boolean;
}

interface OpenCall extends CallNews {
  isOver: boolean;
}

export class ModelGateway {
  /** By `boot_id/seq`. */
  readonly presses = new Map<string, StoredPress>();
  readonly heartbeats: number[] = [];
  /** The latest press of each key that an accepted call ever covered. */
  readonly accepted = new Map<Key, Identity>();
  /** Sealed wrongly, replayed, or not to be decoded. */
  refused = 0;
  newest: Session = { bootId: 0, connectNo: 0 };
  onUplink: (uplink: ReceivedUplink) => void = () => {};
  readonly #deps: ModelGatewayDeps;
  readonly #calls = new Map<Key, OpenCall>();
  readonly #events = new Set<string>();
  #send: ((downlink: Exclude<Downlink, { kind: 'unknown' }>) => void) | null = null;

  constructor(deps: ModelGatewayDeps) {
    this.#deps = deps;
  }

  /** To the device, if it is connected. */
  send(downlink: Exclude<Downlink, { kind: 'unknown' }>): void {
    this.#send?.(downlink);
  }

  /** The gateway's end of one line. */
  answer(toDevice: (bytes: Uint8Array) => void, hangUp: () => void): FarEnd {
    const { deviceId, key } = this.#deps;
    const parser = mqtt.parser({ protocolVersion: 4 });
    const write = (packet: Packet) => toDevice(new Uint8Array(mqtt.generate(packet)));
    let session: Session | null = null;
    let sent = 0;
    let received = 0;
    const send = (downlink: Exclude<Downlink, { kind: 'unknown' }>) => {
      if (session === null) return;
      const frame = encodeDownlink(downlink);
      const sealed = sealFrame(PURPOSE_DOWN, key, deviceId, session, ++sent, frame);
      const payload = Buffer.from(sealed);
      const topic = downTopic(deviceId);
      write({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false });
    };
    const takeUplink = (payload: Uint8Array) => {
      const opened = openEnvelope(PURPOSE_UP, [key], deviceId, payload);
      const frame = opened.ok && session ? decodeUplink(opened.value.frame, session) : null;
      if (!opened.ok || !frame?.ok || opened.value.number <= received) {
        this.refused++;
        return;
      }
      received = opened.value.number;
      this.#take(frame.value, opened.value.number, send);
    };
    parser.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') {
        const claim = openPassword([key], deviceId, String(packet.password));
        if (!claim.ok || !isNewer(claim.value.session, this.newest)) {
          this.refused++;
          write({ cmd: 'connack', returnCode: 5, sessionPresent: false });
          hangUp();
          return;
        }
        session = claim.value.session;
        this.newest = session;
        write({ cmd: 'connack', returnCode: 0, sessionPresent: false });
      } else if (packet.cmd === 'subscribe') {
        write({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: [0] });
        this.#send = send;
        send({ kind: 'progress', complete: true, calls: this.#open() });
      } else if (packet.cmd === 'publish') {
        write({ cmd: 'puback', messageId: packet.messageId ?? 0 });
        takeUplink(packet.payload as Buffer);
      } else if (packet.cmd === 'pingreq') {
        write({ cmd: 'pingresp' });
      }
    });
    return {
      receive: (bytes) => parser.parse(Buffer.from(bytes)),
      ended: () => {
        if (this.#send === send) this.#send = null;
      },
    };
  }

  #open(): CallNews[] {
    return [...this.#calls.values()].filter(({ isOver }) => !isOver).map(newsOf);
  }

  #take(
    uplink: ReceivedUplink,
    number: number,
    send: (downlink: Exclude<Downlink, { kind: 'unknown' }>) => void,
  ): void {
    const { event, identity } = uplink;
    this.onUplink(uplink);
    if (event.kind === 'heartbeat') this.heartbeats.push(this.#deps.clock.now);
    if (identity === null) {
      if (event.kind !== 'heartbeat' || !event.asksReceipt) return;
      send({ kind: 'receipt', answers: number, identity, result: RECEIPT_STORED, reason: 0 });
      return;
    }
    if (this.#deps.ignores()) return;
    const id = `${identity.bootId}/${identity.seq}`;
    const isKnown = this.#events.has(id);
    this.#events.add(id);
    const result = isKnown ? RECEIPT_DUPLICATE : RECEIPT_STORED;
    if (event.kind === 'press' && !isKnown) {
      this.presses.set(id, { key: event.key, count: event.count, test: uplink.test });
    }
    send({ kind: 'receipt', answers: number, identity, result, reason: 0 });
    if (event.kind === 'press' && !isKnown) this.#joinOrOpen(event.key, identity);
  }

  #joinOrOpen(key: Key, latest: Identity): void {
    const open = this.#calls.get(key);
    if (open && !open.isOver && open.stage < STAGE_ANSWERED) {
      if (isLater(latest, open.latest)) open.latest = latest;
      if (open.stage === STAGE_ACCEPTED) this.#cover(open);
      this.#tell(open);
      return;
    }
    const call: OpenCall = { openedBy: latest, key, stage: STORED, latest, isOver: false };
    this.#calls.set(key, call);
    this.#tell(call);
    const { clock, mood } = this.#deps;
    const { acceptMs, answerMs, closeMs } = mood();
    const reach = (stage: CallStageNumber, ms: number) =>
      clock.after(ms, () => {
        if (call.isOver || (stage === STAGE_UNANSWERED && call.stage >= STAGE_ANSWERED)) return;
        call.stage = stage;
        if (stage === STAGE_ACCEPTED) this.#cover(call);
        call.isOver = stage === STAGE_CLOSED;
        this.#tell(call);
      });
    if (acceptMs !== null) reach(STAGE_ACCEPTED, acceptMs);
    if (acceptMs !== null && answerMs !== null) reach(STAGE_ANSWERED, acceptMs + answerMs);
    else reach(STAGE_UNANSWERED, ANSWER_LIMIT_MS);
    reach(STAGE_CLOSED, closeMs);
  }

  #cover({ key, latest }: OpenCall): void {
    const covered = this.accepted.get(key);
    if (covered === undefined || isLater(latest, covered)) this.accepted.set(key, latest);
  }

  #tell(call: OpenCall): void {
    this.#send?.({ kind: 'progress', complete: false, calls: [newsOf(call)] });
  }
}

function newsOf({ openedBy, key, stage, latest }: OpenCall): CallNews {
  return { openedBy, key, stage, latest };
}

export function isLater(identity: Identity, other: Identity): boolean {
  return (
    identity.bootId > other.bootId || (identity.bootId === other.bootId && identity.seq > other.seq)
  );
}

function isNewer(session: Session, other: Session): boolean {
  return (
    session.bootId > other.bootId ||
    (session.bootId === other.bootId && session.connectNo > other.connectNo)
  );
}
