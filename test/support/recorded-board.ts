// A board whose built scripts run in Node as the interpreter would run them, on a fake HAL, and are recorded.
import { buildFirmware, type Firmware } from '#firmware/build/firmware.ts';
import type { StoredSettings } from '#firmware/src/core/stored.d.ts';
import type { Socket } from '#firmware/src/hal.ts';
import { saveSettings } from '#firmware/src/service/settings-store.ts';
import { KEY_RED, type Key } from '#protocol/messages.ts';
import { FakeFlash, FakeHal, sha256 } from './fake-hal.ts';
import { type Chain, EMPTY, Recorder } from './stack-recorder.ts';

/** Bytes that are free in Storage. */
const ROOMY = 500_000;

/** Pins of an ESP32-C3, board.ts. */
const RED_PIN = 5;
const GREEN_PIN = 6;
const FLASH_ADDRESS = 0x310000;

type Call = (...values: unknown[]) => unknown;

const latin1 = (bytes: ArrayLike<number>) => Buffer.from(Array.from(bytes)).toString('latin1');

let built: Promise<Firmware> | undefined;

/** The scripts with the names of the sources, built once for all boards of a file. */
export function readableFirmware(): Promise<Firmware> {
  built ??= buildFirmware(true);
  return built;
}

export class RecordedBoard {
  readonly hal: FakeHal;
  readonly lines: string[] = [];
  /** What came back over the cable. */
  said = '';
  private readonly firmware: Firmware;
  readonly recorder = new Recorder();
  /** The port of the interpreter's prompt; null for none. */
  promptIsOn: unknown;
  /** There is no memory for a digest. */
  isShort = false;
  private readonly watches = new Map<unknown, Call>();
  private onException: Call = () => {};
  private onSerial: Call = () => {};
  private readonly registers = new Map<number, number>();

  /** Switched off, with these settings, or none. */
  constructor(firmware: Firmware, settings: StoredSettings | null) {
    this.firmware = firmware;
    this.hal = new FakeHal(new FakeFlash(16, 4096));
    this.hal.condition = { ...this.hal.condition, freeVariables: 2_000 };
    if (settings) saveSettings({ store: this.hal.store, sha256 }, settings);
  }

  start(): void {
    const run = this.recorder.load('call-button', this.firmware.main.code, this.globals());
    this.recorder.turn('start', run);
  }

  /** The deepest chain of what `during` makes happen, in the next `milliseconds` too. */
  deepest(during: () => void, milliseconds = 2_000): Chain {
    this.recorder.deepest = EMPTY;
    during();
    this.hal.advance(milliseconds);
    return this.recorder.deepest;
  }

  press(key: Key): void {
    const pin = key === KEY_RED ? RED_PIN : GREEN_PIN;
    for (const state of [false, true]) {
      this.turn('watch', () => this.watches.get(pin)?.({ state, time: this.hal.now() / 1_000 }));
    }
  }

  /** Bytes over the cable. */
  type(bytes: string): void {
    this.turn('serial', () => this.onSerial(bytes));
  }

  /** An exception that nothing caught goes to the firmware's own handler, in a turn of its own. */
  private turn(kind: Parameters<Recorder['turn']>[0], run: () => unknown): void {
    try {
      this.recorder.turn(kind, run);
    } catch (problem) {
      this.lines.push(`uncaught ${problem}`);
      this.recorder.turn('event', () => this.onException(problem));
    }
  }

  private after(milliseconds: number, call: Call): unknown {
    return this.hal.after(milliseconds, () => this.turn('timer', call));
  }

  private connect(address: { host: string; port: number }, onOpen: Call) {
    const listeners = new Map<string, Call>();
    const tell = (name: string, kind: 'data' | 'event', ...values: unknown[]) =>
      this.turn(kind, () => listeners.get(name)?.(...values));
    const socket: Socket = this.hal.connect(
      { ...address, tls: false },
      {
        onOpen: () => this.turn('event', onOpen),
        onData: (bytes) => tell('data', 'data', latin1(bytes)),
        onClose: () => tell('close', 'event', false),
      },
    );
    return {
      write: (text: string) => socket.write(Buffer.from(text, 'latin1')),
      end: () => socket.close(),
      on: (name: string, call: Call) => listeners.set(name, call),
    };
  }

  private digest(bytes: Uint8Array): ArrayBufferLike {
    if (this.isShort) throw new Error('no memory');
    return sha256(bytes).buffer;
  }

  private require(name: string): unknown {
    const { hal } = this;
    if (name === 'net') return { connect: this.connect.bind(this) };
    if (name === 'crypto') return { SHA256: (bytes: Uint8Array) => this.digest(bytes) };
    if (name === 'Storage') {
      return {
        read: (file: string) => hal.store.read(file),
        getFree: () => ROOMY,
        write: (file: string, text: string) => hal.store.write(file, text),
      };
    }
    if (name === 'Flash') {
      const { pageBytes } = hal.flash;
      return {
        read: (length: number, at: number) => hal.flash.read(at - FLASH_ADDRESS, length),
        write: (bytes: Uint8Array, at: number) => hal.flash.write(at - FLASH_ADDRESS, bytes),
        erasePage: (at: number) => hal.flash.erase((at - FLASH_ADDRESS) / pageBytes),
      };
    }
    const script = this.firmware.scripts.find(({ file }) => file === name);
    if (!script) throw new Error(`no module ${name}`);
    const exports = {};
    this.recorder.load(name, script.code, { ...this.globals(), exports })();
    return exports;
  }

  private globals(): Record<string, unknown> {
    const { hal } = this;
    const nothing = () => {};
    return {
      E: {
        toUint8Array: (text: string) => new Uint8Array(Buffer.from(text, 'latin1')),
        toString: latin1,
        hwRand: () => Math.floor(hal.random() * 4294967296),
        getErrorFlags: () => (hal.brokeOff() ? ['MEMORY'] : []),
        reboot: () => hal.restart(),
        kickWatchdog: () => hal.kick(),
        setConsole: (port: unknown) => {
          this.promptIsOn = port;
        },
        enableWatchdog: nothing,
        defrag: nothing,
        on: nothing,
      },
      Serial1: {
        on: (_: string, call: Call) => {
          this.onSerial = call;
        },
        write: (bytes: string) => {
          this.said += bytes;
        },
      },
      Modules: { removeCached: nothing },
      process: {
        env: { BOARD: 'ESP32C3_IDF4' },
        memory: () => ({ free: hal.condition.freeVariables }),
        on: (_: string, call: Call) => {
          this.onException = call;
        },
      },
      console: { log: (...words: unknown[]) => this.lines.push(words.join(' ')) },
      require: (name: string) => this.require(name),
      getTime: () => hal.now() / 1_000,
      setTimeout: (call: Call, milliseconds: number) => this.after(milliseconds, call),
      clearTimeout: (timer: unknown) => hal.cancel(timer),
      setWatch: (call: Call, pin: unknown) => this.watches.set(pin, call),
      clearWatch: () => this.watches.clear(),
      digitalRead: (pin: number) => (hal.held.size > 0 && pin === GREEN_PIN ? 0 : 1),
      analogRead: () => 0.82,
      analogWrite: nothing,
      digitalWrite: nothing,
      pinMode: nothing,
      peek32: (at: number) => this.registers.get(at) ?? 1,
      poke32: (at: number, word: number) => this.registers.set(at, word),
    };
  }
}
