// What this firmware uses of the interpreter, under the interpreter's names. espruino.com/Reference

import type { ConsolePart, ConsoleService } from '../core/console.ts';
import type { Service, StartService, StepService, UpdateService } from '../core/service.ts';
import type { Board, Pin } from './board.ts';

declare global {
  const E: {
    toUint8Array(text: string): Uint8Array;
    /** Undefined when memory is too fragmented for a flat string. */
    toString(bytes: Uint8Array): string | undefined;
    hwRand(): number;
    /** With each error that is new since `getErrorFlags`, at the end of the turn in which it came. */
    on(event: 'errorFlag', call: () => void): void;
    /** Those since the last call. MEMORY: it ran out, and what ran was broken off. */
    getErrorFlags(): string[];
    defrag(): void;
    reboot(): void;
    /** Null: the prompt is nowhere. */
    setConsole(port: unknown, options: { force: true }): void;
    /** CRC-32; negative above 2^31. */
    CRC32(bytes: string): number;
    /** Seconds; `false`: only `kickWatchdog` counts. */
    enableWatchdog(seconds: number, auto: false): void;
    kickWatchdog(): void;
  };
  /** On the ESP32-C3 and S3 this is their USB. */
  const Serial1: SerialPort;
  const USB: SerialPort;
  const Modules: {
    removeCached(name: string): void;
    /** `require` gives what this script exports. It runs where it lies. */
    addCached(name: string, code: string): void;
  };
  /** Set by the loader: the file with the slot that runs. Absent on a board whose scripts lie in files of their own. */
  var cbSlot: string | undefined;
  /** Set by the loader while the image that runs is on trial: the timer that ends the trial. */
  var cbTrial: number | undefined;
  /** Set by the loader for what stands behind it: the main script. */
  var cbMain: string;
  /** In a script that is loaded: what `require` gives. */
  const provide: (
    service: StartService | Service | UpdateService | StepService | ConsoleService | ConsolePart,
    boards?: Boards,
  ) => void;
  const getTime: () => number;
  const peek32: (address: number) => number;
  const poke32: (address: number, value: number) => void;
  const pinMode: (pin: Pin, mode: string) => void;
  const digitalRead: (pin: Pin) => number;
  /** 0 to 1; NaN or below 0 when the pin has no converter. */
  const analogRead: (pin: Pin) => number;
  const digitalWrite: (pin: Pin, value: number) => void;
  const analogWrite: (pin: Pin, value: number, options: { freq: number }) => void;
  const setWatch: (
    /** `time` in seconds, of the clock of `getTime`. */
    call: (event: { state: boolean; time: number }) => void,
    pin: Pin,
    options: { edge: 'both'; repeat: true; debounce: 0 },
  ) => number;

  /** All of them. */
  const clearWatch: () => void;

  namespace NodeJS {
    interface ProcessEnv {
      BOARD?: string;
    }
    interface Process {
      /** Collects garbage first: else what a script leaves behind counts as in use. */
      memory(): { free: number; total: number };
    }
  }
}

export interface SerialPort {
  on(event: 'data', call: (bytes: string) => void): void;
  write(bytes: string): void;
}

/** What the start script knows of boards. */
export interface Boards {
  /** The board that this is. */
  thisBoard(): Board;
  /** Once per start: finds out why it started, and starts the hardware watchdog. */
  startBoard(): Board;
}

export interface ServiceModule {
  service: unknown;
  boards: Boards;
}

export interface FlashModule {
  getFree(): { addr: number; length: number }[];
  read(length: number, address: number): Uint8Array;
  write(bytes: Uint8Array, address: number): void;
  erasePage(address: number): void;
}

export interface StorageModule {
  /** In place, where flash is mapped. */
  read(name: string, at?: number, length?: number): string | undefined;
  /** Into bytes of a file that are erased; throws where they aren't. */
  write(name: string, bytes: string, at: number): boolean;
}

export interface NetSocket {
  write(text: string): boolean;
  end(): void;
  on(event: 'data', call: (text: string) => void): void;
  on(event: 'close' | 'error', call: (problem: unknown) => void): void;
}

export interface NetModule {
  connect(address: { host: string; port: number }, onOpen: () => void): NetSocket;
}

export interface WifiModule {
  connect(ssid: string, options: { password: string }): void;
  disconnect(): void;
  stopAP(): void;
  /** ESP32: `msg` is NO_AP_FOUND, AUTH_FAIL, 4WAY_HANDSHAKE_TIMEOUT and the like. */
  on(event: 'disconnected', call: (details: { msg?: string } | undefined) => void): void;
  on(event: 'connected', call: () => void): void;
  /** ESP32: `station` is `connected` or why not; `rssi` is here, not in getDetails. */
  getStatus(): { station?: string; rssi?: number };
  getIP(): { ip?: string };
}

export interface CryptoModule {
  /** Undefined when memory is too fragmented for the result. */
  SHA256(bytes: Uint8Array | string): ArrayBuffer | undefined;
}
