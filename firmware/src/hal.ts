// Everything that the firmware's core may touch of the world: time, chance, keys, light, flash, network.
import type { Sha256 } from '#protocol/device/envelope.ts';
import type { Address, Key } from '#protocol/messages.ts';
import type { Pattern } from './core/patterns.ts';

/** What `after` returns; only good for `cancel`. */
export type Timer = unknown;

export interface Socket {
  /** Sends now or never: a socket that is closed swallows the bytes. Never throws. */
  write(bytes: Uint8Array): void;
  /** Closes without a call of `onClose`; what was written before still goes out. May be called twice. */
  close(): void;
}

export interface SocketHandlers {
  onOpen(): void;
  onData(bytes: Uint8Array): void;
  /** Once, also when the connection could not be made. `reason` is for people. */
  onClose(reason: string): void;
}

/**
 * Raw flash: erased bytes read 0xFF, a write can only clear bits, `erase` works on whole pages. Addresses
 * count from 0. At least 2 pages of at least 1,024 bytes. Any of them may throw: the core takes that as a fault.
 */
export interface Flash {
  pageBytes: number;
  pages: number;
  read(at: number, length: number): Uint8Array;
  write(at: number, bytes: Uint8Array): void;
  erase(page: number): void;
  /** Where the first page is in the chip; absent where there is no chip. */
  address?: number;
}

/** Small files of text that outlast a restart. Seldom written: each write costs space that comes back late. */
export interface Store {
  /** Undefined when there is no such file. */
  read(name: string): string | undefined;
  /**
   * Replaces the whole file; an empty text removes it. False when that failed, and when there is no room but what the
   * store could make by moving its files; never throws. A power cut during a write may leave anything in this file, or
   * nothing, but leaves the others alone.
   */
  write(name: string, text: string): boolean;
  /** Bytes that files and what the store puts around them may still take. */
  free(): number;
}

/**
 * Two places for firmware, 0 and 1. One runs, and the other takes updates. Bytes are texts with char codes 0 to 255:
 * an interpreter reads flash in place that way. `at` counts from the start of a slot. What fails throws.
 */
export interface Slots {
  /** The one that runs. */
  running: number;
  pageBytes: number;
  /** Pages of each, the one of its head included. */
  pages: number;
  read(slot: number, at: number, length: number): string;
  /** Only where it is erased. */
  write(slot: number, at: number, bytes: string): void;
  erase(slot: number, page: number): void;
  /** Of the payload, which begins behind the head's page. */
  sha256(slot: number, bytes: number): string;
  crc32(bytes: string): number;
  /** The running image has proved itself: nobody restarts the board for it any more. */
  proved(): void;
}

/**
 * The serial port of provisioning: from now on its bytes (characters with codes 0 to 255) go to `answer`, and what
 * that gives goes back. An interpreter's own prompt has no part in them.
 */
export type Port = (answer: (bytes: string) => string) => void;

export interface Health {
  /** As it is at this moment; 0 when the board can't measure it, and at least 1 when no battery is there. */
  batteryMv: number;
  onMains: boolean;
  /** 0 when unknown. */
  rssiDbm: number;
  /** Interpreter variables that are free; 0 when unknown. */
  freeVariables: number;
  /** Why the board isn't in its Wi-Fi, in the interpreter's words; empty or absent when it is or there is none. */
  wifiProblem?: string;
}

export interface Hal {
  /** Name of the hardware, at most 32 ASCII characters. */
  model: string;
  /** Whole milliseconds since this boot. Never goes back. */
  now(): number;
  /** Calls `call` once, after so many milliseconds. */
  after(milliseconds: number, call: () => void): Timer;
  cancel(timer: Timer): void;
  /** 0 ≤ n < 1. On a board from its hardware, because challenges are made of it. */
  random(): number;
  sha256: Sha256;
  /**
   * Raw edges of both keys, chatter included, also those that the hardware has kept since the HAL was made.
   * `at` is when it happened, by `now`: an edge may be told late, while the script was busy.
   */
  watchKeys(onEdge: (key: Key, down: boolean, at: number) => void): void;
  /** Whether a key is down at this moment. */
  keyDown(key: Key): boolean;
  /** Shows a pattern on light and buzzer, from its start, until the next one. Never throws. */
  show(pattern: Pattern): void;
  /** Never throws, calls no handler before it returns. */
  connect(address: Address, handlers: SocketHandlers): Socket;
  flash: Flash;
  store: Store;
  /** Null where there is none. */
  console: Port | null;
  /** A host's. On a board the update script finds them itself, so that they take no memory. */
  slots?: Slots | null;
  /** The firmware that runs hasn't proved itself yet: where it doesn't, another one is started. */
  isOnTrial?: boolean;
  /** Version of the firmware, where it isn't the one that was built: a host reports that of its slot. */
  version?: string;
  health(): Health;
  /**
   * Whether memory ran out since this was asked last: no exception tells of it, what ran then was broken off, and a
   * timer of it won't come. Watches the keys anew, because that is broken off too.
   */
  brokeOff(): boolean;
  /** Calls `call` in the turn after memory ran out, when the keys are watched anew: sooner than `brokeOff` is asked. */
  onBrokeOff(call: () => void): void;
  /** A BootCause of callbutton.proto. */
  readonly bootCause: number;
  /** Says goodbye to nobody; the next `bootCause` is a restart. */
  restart(): void;
  /** All is well: the hardware watchdog starts its time anew. Where this stops coming, the board restarts. */
  kick(): void;
}
