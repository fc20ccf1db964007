// A device's world that tests hold in their hands: a clock they move, a network they answer for, flash that tears.
import { createHash } from 'node:crypto';
import type { PatternName } from '#firmware/src/core/patterns.ts';
import type {
  Flash,
  Hal,
  Health,
  Port,
  Slots,
  Socket,
  SocketHandlers,
  Store,
  Timer,
} from '#firmware/src/hal.ts';
import type { Address, Key } from '#protocol/messages.ts';

export const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

export class PowerCut extends Error {}

/** Flash whose power fails after a number of bytes written or erased: all before them is done, nothing after. */
export class FakeFlash implements Flash {
  readonly pageBytes: number;
  readonly pages: number;
  readonly bytes: Uint8Array;
  writes = 0;
  erases = 0;
  /** Bytes until the power fails. */
  budget = Number.POSITIVE_INFINITY;
  /** Bytes that were written or erased since the start. */
  used = 0;

  constructor(pages = 3, pageBytes = 1024) {
    this.pages = pages;
    this.pageBytes = pageBytes;
    this.bytes = new Uint8Array(pages * pageBytes).fill(255);
  }

  read(at: number, length: number): Uint8Array {
    return this.bytes.slice(at, at + length);
  }

  write(at: number, bytes: Uint8Array): void {
    this.writes++;
    if (at + bytes.length > this.bytes.length) throw new Error('outside of flash');
    for (let i = 0; i < bytes.length; i++) this.set(at + i, this.bytes[at + i]! & bytes[i]!);
  }

  erase(page: number): void {
    this.erases++;
    const from = page * this.pageBytes;
    for (let i = 0; i < this.pageBytes; i++) this.set(from + i, 255);
  }

  /** The same content with the power back. */
  revived(): FakeFlash {
    const flash = new FakeFlash(this.pages, this.pageBytes);
    flash.bytes.set(this.bytes);
    return flash;
  }

  private set(at: number, value: number): void {
    if (this.budget <= 0) throw new PowerCut();
    this.budget--;
    this.used++;
    this.bytes[at] = value;
  }
}

/** A store whose power fails after a number of characters written: the file is then torn at that place. */
export class FakeStore implements Store {
  readonly files = new Map<string, string>();
  writes = 0;
  /** Characters until the power fails. */
  budget = Number.POSITIVE_INFINITY;
  /** It takes nothing any more. */
  full = false;
  /** Bytes that are left before it would have to move its files. */
  room = Number.POSITIVE_INFINITY;

  read(name: string): string | undefined {
    return this.files.get(name);
  }

  write(name: string, text: string): boolean {
    if (this.full || (text !== '' && text.length > this.room)) return false;
    this.writes++;
    if (text === '') return this.files.delete(name) || true;
    this.files.set(name, text.slice(0, this.budget));
    if (this.budget < text.length) {
      this.budget = 0;
      throw new PowerCut();
    }
    this.budget -= text.length;
    return true;
  }

  free(): number {
    return this.room;
  }

  /** The same content with the power back. */
  revived(): FakeStore {
    const store = new FakeStore();
    for (const [name, text] of this.files) store.files.set(name, text);
    return store;
  }
}

/** One connection that the device opened. The test is the other side. */
export class FakeSocket implements Socket {
  readonly address: Address;
  readonly openedAt: number;
  readonly sent: Uint8Array[] = [];
  closed = false;
  onSent: ((bytes: Uint8Array) => void) | null = null;
  private readonly handlers: SocketHandlers;

  constructor(address: Address, handlers: SocketHandlers, openedAt: number) {
    this.address = address;
    this.handlers = handlers;
    this.openedAt = openedAt;
  }

  write(bytes: Uint8Array): void {
    if (this.closed) return;
    this.sent.push(bytes);
    this.onSent?.(bytes);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    if (!this.closed) this.handlers.onOpen();
  }

  receive(bytes: Uint8Array): void {
    if (!this.closed) this.handlers.onData(bytes);
  }

  fail(reason = 'refused'): void {
    if (this.closed) return;
    this.closed = true;
    this.handlers.onClose(reason);
  }
}

interface Edge {
  at: number;
  key: Key;
  down: boolean;
}

interface Due {
  at: number;
  order: number;
  call: () => void;
}

export class FakeHal implements Hal {
  model = 'fake';
  readonly sha256 = sha256;
  flash: Flash;
  store: FakeStore;
  console: Port | null = null;
  slots: Slots | null = null;
  isOnTrial = false;
  version?: string;
  time = 0;
  chance = 0.5;
  condition: Health = {
    batteryMv: 4100,
    onMains: true,
    rssiDbm: -50,
    freeVariables: 1000,
  };
  readonly shown: PatternName[] = [];
  readonly sockets: FakeSocket[] = [];
  /** How long a connect stands still, in ms, as on an ESP32 whose gateway's machine is off. */
  blocksMs = 0;
  /** Called with each new socket, after `connect` has returned. */
  onConnect: ((socket: FakeSocket) => void) | null = null;
  restarts = 0;
  /** A BootCause of callbutton.proto: power on. */
  cause = 1;
  /** Keys that are down: without an edge when they were before the start. */
  readonly held = new Set<Key>();
  /** Memory ran out. */
  isBrokenOff = false;
  /** Tells the device at once. */
  tellBrokeOff: () => void = () => {};
  /** When the hardware watchdog was kicked last, and how often. */
  kickedAt = 0;
  kicks = 0;
  private timers: Due[] = [];
  private edges: Edge[] = [];
  private order = 0;
  private onEdge: (key: Key, down: boolean, at: number) => void = () => {};

  constructor(flash: Flash = new FakeFlash(), store = new FakeStore()) {
    this.flash = flash;
    this.store = store;
  }

  /**
   * Moves the clock; edges are told and timers fire in their order, at their time. After something has stood still,
   * edges come before timers that are late, as in the interpreter.
   */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      this.timers.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = this.timers[0];
      const edge = this.edges[0];
      if (edge && edge.at <= Math.max(this.time, Math.min(end, next ? next.at : end))) {
        this.edges.shift();
        this.time = Math.max(this.time, edge.at);
        this.edge(edge.key, edge.down, Math.floor(edge.at));
        continue;
      }
      if (next === undefined || next.at > end) break;
      this.timers.shift();
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = Math.max(this.time, end);
  }

  press(key: Key): void {
    this.edge(key, true);
    this.edge(key, false);
  }

  /** An edge, told at once or after the time `at` when it happened. */
  edge(key: Key, down: boolean, at: number = this.now()): void {
    if (down) this.held.add(key);
    else this.held.delete(key);
    this.onEdge(key, down, at);
  }

  /** An edge that will happen at `at`, whatever the script does then. Call in the order of time. */
  willEdge(at: number, key: Key, down: boolean): void {
    this.edges.push({ at, key, down });
  }

  /** A press of 100 ms. */
  willPress(at: number, key: Key): void {
    this.willEdge(at, key, true);
    this.willEdge(at + 100, key, false);
  }

  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1]!;
  }

  get light(): PatternName {
    return this.shown[this.shown.length - 1]!;
  }

  get pendingTimers(): number {
    return this.timers.length;
  }

  now(): number {
    return Math.floor(this.time);
  }

  after(milliseconds: number, call: () => void): Timer {
    if (!(milliseconds >= 0)) throw new Error(`a timer of ${milliseconds} ms`);
    const due = { at: this.time + milliseconds, order: this.order++, call };
    this.timers.push(due);
    return due;
  }

  cancel(timer: Timer): void {
    this.timers = this.timers.filter((due) => due !== timer);
  }

  random(): number {
    return this.chance;
  }

  watchKeys(onEdge: (key: Key, down: boolean, at: number) => void): void {
    this.onEdge = onEdge;
  }

  keyDown(key: Key): boolean {
    return this.held.has(key);
  }

  show(pattern: { name: PatternName }): void {
    this.shown.push(pattern.name);
  }

  connect(address: Address, handlers: SocketHandlers): Socket {
    const socket = new FakeSocket(address, handlers, this.time);
    this.sockets.push(socket);
    this.time += this.blocksMs;
    if (this.onConnect !== null) this.after(0, () => this.onConnect?.(socket));
    return socket;
  }

  health(): Health {
    return this.condition;
  }

  get bootCause(): number {
    return this.cause;
  }

  restart(): void {
    this.restarts++;
  }

  onBrokeOff(call: () => void): void {
    this.tellBrokeOff = call;
  }

  brokeOff(): boolean {
    const was = this.isBrokenOff;
    this.isBrokenOff = false;
    return was;
  }

  kick(): void {
    this.kickedAt = this.time;
    this.kicks++;
  }
}
