// The other side of a fake device's sockets: MQTT and seals like a gateway's, every answer the test's to choose.
import mqtt, { type Packet } from 'mqtt-packet';
import { Device, type Settings } from '#firmware/src/core/device.ts';
import type { Observer } from '#firmware/src/core/observer.ts';
import { standardSettings } from '#firmware/src/core/settings.ts';
import type { StoredSettings } from '#firmware/src/core/stored.d.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import { settingsOf } from '#firmware/src/service/settings-file.ts';
import { loadSettings, saveSettings } from '#firmware/src/service/settings-store.ts';
import { PURPOSE_DOWN, PURPOSE_UP } from '#protocol/device/envelope.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { decodeUplink, encodeDownlink } from '#protocol/frame.ts';
import {
  type CallNews,
  type CallStageNumber,
  type DeviceEvent,
  type Downlink,
  type Identity,
  KEY_RED,
  type Key,
  RECEIPT_STORED,
  type ReceivedUplink,
  type Session,
} from '#protocol/messages.ts';
import {
  type ConnectClaim,
  openEnvelope,
  openPassword,
  type SealKey,
  sealFrame,
} from '#protocol/seal.ts';
import { FakeFlash, FakeHal, type FakeSocket, FakeStore, sha256 } from '#test/support/fake-hal.ts';
import { STORED } from './stored-settings.ts';

export const DEVICE_ID = 'CB-TEST';
export const KEY = { version: 1, secret: new Uint8Array(32).fill(7) };

export interface Seen {
  number: number;
  session: Session;
  uplink: ReceivedUplink;
}

export interface Behaviour {
  /** CONNACK code; null for silence. */
  connack: number | null;
  /** Sends the complete progress that follows SUBSCRIBE. */
  greets: boolean;
  /** Result of the receipts, 0 for none. */
  receipts: number;
  pings: boolean;
}

export class ScriptedGateway implements Behaviour {
  connack: number | null = 0;
  greets = true;
  receipts = RECEIPT_STORED;
  pings = true;
  open: CallNews[] = [];
  /** Newest first. A CONNECT that fits one is accepted, and the older ones are forgotten. */
  keys: SealKey[] = [KEY];
  /** CONNECTs that fitted none. */
  misfits = 0;
  /** Hosts at which nobody answers. */
  readonly dead = new Set<string>();
  readonly claims: ConnectClaim[] = [];
  readonly wills: Seen[] = [];
  readonly seen: Seen[] = [];
  readonly packets: Packet[] = [];
  private socket: FakeSocket | null = null;
  session: Session = { bootId: 0, connectNo: 0 };
  private key: SealKey = KEY;
  private number = 0;
  private readonly hal: FakeHal;

  constructor(hal: FakeHal) {
    this.hal = hal;
    hal.onConnect = (socket) => this.accept(socket);
  }

  get presses(): Seen[] {
    return this.seen.filter((frame) => frame.uplink.event.kind === 'press');
  }

  of(kind: DeviceEvent['kind']): Seen[] {
    return this.seen.filter((frame) => frame.uplink.event.kind === kind);
  }

  /** Seals and sends a downlink, by default of this session and with the next number. */
  send(downlink: Exclude<Downlink, { kind: 'unknown' }>, changes: Partial<SealedAs> = {}): void {
    this.sendFrame(encodeDownlink(downlink), changes);
  }

  /** The same with any bytes as its frame. */
  sendFrame(frame: Uint8Array, changes: Partial<SealedAs> = {}): void {
    const as = {
      session: this.session,
      number: ++this.number,
      secret: this.key.secret,
      ...changes,
    };
    const key = { version: this.key.version, secret: as.secret };
    this.sendRaw(sealFrame(PURPOSE_DOWN, key, DEVICE_ID, as.session, as.number, frame));
  }

  sendRaw(payload: Uint8Array): void {
    this.write({
      cmd: 'publish',
      topic: downTopic(DEVICE_ID),
      payload: Buffer.from(payload),
      qos: 1,
      messageId: 9,
      dup: false,
      retain: false,
    });
  }

  receipt(of: Seen, result: number): void {
    const identity = of.uplink.identity;
    this.send({ kind: 'receipt', answers: of.number, identity, result, reason: 0 });
  }

  progress(latest: Identity, stage: number, key: Key = KEY_RED): void {
    const call = { openedBy: latest, key, stage: stage as CallStageNumber, latest };
    this.send({ kind: 'progress', complete: false, calls: [call] });
  }

  greet(): void {
    this.send({ kind: 'progress', complete: true, calls: this.open });
  }

  accept(socket: FakeSocket): void {
    const parser = mqtt.parser({ protocolVersion: 4 });
    parser.on('packet', (packet: Packet) => this.take(packet));
    socket.onSent = (bytes) => this.hal.after(1, () => parser.parse(Buffer.from(bytes)));
    this.socket = socket;
    if (this.dead.has(socket.address.host)) socket.fail();
    else socket.open();
  }

  private write(packet: Packet): void {
    const bytes = new Uint8Array(mqtt.generate(packet));
    const socket = this.socket;
    this.hal.after(1, () => socket?.receive(bytes));
  }

  private take(packet: Packet): void {
    this.packets.push(packet);
    if (packet.cmd === 'connect') {
      const claim = openPassword(this.keys, DEVICE_ID, String(packet.password));
      if (!claim.ok) {
        this.misfits++;
        this.write({ cmd: 'connack', returnCode: 4, sessionPresent: false });
        return;
      }
      this.key = claim.value.key;
      if (this.connack === 0)
        this.keys = this.keys.filter((key) => key.version >= this.key.version);
      this.claims.push(claim.value);
      this.session = claim.value.session;
      this.number = 0;
      this.wills.push(this.openUplink(packet.will?.payload as Buffer));
      if (this.connack === null) return;
      this.write({ cmd: 'connack', returnCode: this.connack, sessionPresent: false });
    } else if (packet.cmd === 'subscribe') {
      if (this.connack !== 0) return;
      this.write({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: [1] });
      if (this.greets) this.greet();
    } else if (packet.cmd === 'publish') {
      this.write({ cmd: 'puback', messageId: packet.messageId ?? 0 });
      this.takeUplink(packet.payload as Buffer);
    } else if (packet.cmd === 'pingreq' && this.pings) {
      this.write({ cmd: 'pingresp' });
    }
  }

  private takeUplink(payload: Buffer): void {
    const frame = this.openUplink(payload);
    this.seen.push(frame);
    const event = frame.uplink.event;
    if (event.kind === 'heartbeat' && !event.asksReceipt) return;
    if (event.kind === 'update_status') return;
    if (this.receipts !== 0) this.receipt(frame, this.receipts);
  }

  private openUplink(payload: Buffer): Seen {
    const envelope = openEnvelope(PURPOSE_UP, [this.key], DEVICE_ID, payload);
    if (!envelope.ok) throw new Error(envelope.error.code);
    const { session, number, frame } = envelope.value;
    const uplink = decodeUplink(frame, session);
    if (!uplink.ok) throw new Error(uplink.error.code);
    return { number, session, uplink: uplink.value };
  }
}

export interface SealedAs {
  session: Session;
  number: number;
  secret: Uint8Array;
}

export class Notes implements Observer {
  readonly lines: string[] = [];
  readonly presses: { seq: number; key: Key }[] = [];
  readonly heard: CallNews[] = [];
  pressed(identity: Identity, key: Key): void {
    this.presses.push({ seq: identity.seq, key });
    this.lines.push(`pressed ${identity.bootId}/${identity.seq}`);
  }
  settled(identity: Identity, result: number): void {
    this.lines.push(`settled ${identity.bootId}/${identity.seq} ${result}`);
  }
  news(news: CallNews): void {
    this.heard.push(news);
  }
  shown(): void {}
  link(state: string, reason: string): void {
    this.lines.push(`link ${state} ${reason}`.trim());
  }
}

export const MAIN = { host: 'main.test', port: 1883, tls: false };
export const SPARE = { host: 'spare.test', port: 1883, tls: false };

export function settings(changes: Partial<Settings> = {}): Settings {
  return { ...standardSettings(DEVICE_ID, KEY.secret, 1, MAIN, null), ...changes };
}

export interface Bench {
  hal: FakeHal;
  gateway: ScriptedGateway;
  device: Device;
  notes: Notes;
}

/** A device on a fake HAL, not started, and the gateway that answers it. */
export function bench(flash = new FakeFlash(), changes: Partial<Settings> = {}): Bench {
  const hal = new FakeHal(flash);
  const gateway = new ScriptedGateway(hal);
  const notes = new Notes();
  return { hal, gateway, device: new Device(hal, settings(changes), notes, () => SERVICE), notes };
}

/** A board: what is on flash and in the store outlasts its boots. */
export class Board {
  flash = new FakeFlash();
  store = new FakeStore();

  constructor(changes: Partial<StoredSettings> = {}) {
    saveSettings({ store: this.store, sha256 }, { ...STORED, ...changes });
  }

  get stored(): StoredSettings {
    return loadSettings({ store: this.store, sha256 })!;
  }

  /** The next boot, as `main.ts` makes it: not started. `keys`: those that the gateway holds. */
  boot(keys: SealKey[] = [KEY]): Bench {
    this.flash = this.flash.revived();
    this.store = this.store.revived();
    const hal = new FakeHal(this.flash, this.store);
    const gateway = new ScriptedGateway(hal);
    gateway.keys = keys;
    const notes = new Notes();
    const settings = settingsOf(this.stored);
    return { hal, gateway, device: new Device(hal, settings, notes, () => SERVICE), notes };
  }

  /** The same, started and connected. */
  connected(keys?: SealKey[]): Bench {
    const made = this.boot(keys);
    made.device.start();
    made.hal.advance(100);
    return made;
  }
}

/** The same, started and connected. */
export function connected(flash = new FakeFlash(), changes: Partial<Settings> = {}): Bench {
  const made = bench(flash, changes);
  made.device.start();
  made.hal.advance(100);
  return made;
}
