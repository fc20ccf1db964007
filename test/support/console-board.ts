// A device with a cable in it on a clock that tests move, and a line between it and the PC that tests may spoil.
import { consoleScripts } from '#firmware/host/console-scripts.ts';
import { type Console, type ConsolePart, startConsole } from '#firmware/src/core/console.ts';
import { Device } from '#firmware/src/core/device.ts';
import type { StoredSettings } from '#firmware/src/core/stored.d.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import { loadSettings } from '#firmware/src/service/settings-store.ts';
import { ConsoleClient, type ConsolePort } from '#protocol/console.ts';
import { encodeLine } from '#protocol/serial.ts';
import { FakeFlash, FakeHal, FakeStore } from './fake-hal.ts';

export const SECRET = new Uint8Array(32).fill(7);
export const KEY_TEXT = '07'.repeat(32);
export const SETTINGS: readonly (readonly [string, string])[] = [
  ['device_id', 'CB-0001'],
  ['key', KEY_TEXT],
  ['key_version', '1'],
  ['main_host', 'gateway.example'],
  ['main_port', '1883'],
  ['wifi_ssid', '张家 Wi-Fi'],
  ['wifi_password', 'pass $%* 字'],
];

const SILENT = {
  pressed() {},
  settled() {},
  news() {},
  shown() {},
  link() {},
};

/** What happens to bytes on the way: what of them arrives, and what else. */
export type Noise = (bytes: string) => string;

export class ConsoleBoard {
  readonly flash = new FakeFlash();
  readonly store = new FakeStore();
  hal = new FakeHal();
  device: Device | null = null;
  toDevice: Noise = (bytes) => bytes;
  toPc: Noise = (bytes) => bytes;
  /** Everything that the device has sent. */
  said = '';
  prompts = 0;
  boots = 0;
  /** The script for which there is no memory. */
  tooShortFor = '';
  private chance = 0;
  private hearDevice: (bytes: string) => void = () => {};
  private hearPc: (bytes: string) => void = () => {};

  constructor() {
    this.boot();
  }

  get stored(): StoredSettings | null {
    return loadSettings(this.hal);
  }

  /** Bytes to the device as they are. */
  type(bytes: string): void {
    this.hearDevice(bytes);
  }

  /** One good line, and the words of its answer; undefined when there is none. */
  ask(...words: string[]): string | undefined {
    const line = encodeLine(words);
    if (!line.ok) throw new Error(line.error.code);
    this.said = '';
    this.type(line.value);
    return this.said === '' ? undefined : this.said.slice(1, this.said.lastIndexOf('*'));
  }

  /** A PC on the other end, whose clock is the device's. */
  pc(): ConsoleClient {
    const port: ConsolePort = {
      // Later, as on a cable: the PC listens before an answer comes.
      write: (bytes) => queueMicrotask(() => this.hearDevice(this.toDevice(bytes))),
      onBytes: (call) => {
        this.hearPc = call;
      },
    };
    return new ConsoleClient(port, {
      after: (_milliseconds, call) => {
        const timer = setImmediate(call);
        return () => clearImmediate(timer);
      },
    });
  }

  boot(): void {
    const hal = new FakeHal(this.flash, this.store);
    this.hal = hal;
    this.boots++;
    // Another number each time, as from hardware.
    hal.random = () => {
      this.chance = (this.chance * 1103515245 + 12345) % 2147483648;
      return this.chance / 2147483648;
    };
    hal.restart = () => {
      hal.restarts++;
      this.boot();
    };
    hal.console = (answer) => {
      this.hearDevice = (bytes) => {
        const said = answer(bytes);
        this.said += said;
        const arrived = this.toPc(said);
        queueMicrotask(() => this.hearPc(arrived));
      };
    };
    const start = SERVICE.startOf(hal);
    this.device = start && new Device(hal, start.settings, SILENT, () => SERVICE);
    this.device?.start();
    const part: ConsolePart = { carryOut: (console, words) => this.board(console, words) };
    const load = consoleScripts(part);
    startConsole(hal, this.device, (script, room) =>
      script === this.tooShortFor ? null : load(script, room),
    );
  }

  /** `board` and `prompt`, which an interpreter answers. */
  private board(console: Console, words: string[]): string[] {
    if (words[0] === 'board') return ['ok', 'interpreter=2v29.277'];
    console.hal.after(500, () => {
      this.prompts++;
    });
    return ['ok'];
  }
}

/** Sets everything and writes it; the code of the first refusal, or the device's words. */
export async function provisionOver(
  pc: ConsoleClient,
  settings: readonly (readonly [string, string])[] = SETTINGS,
  bootId = '0',
): Promise<string> {
  const hello = await pc.hello();
  if (!hello.ok) return hello.code;
  for (const [name, value] of settings) {
    const answer = await pc.set(name, value);
    if (!answer.ok) return answer.code;
  }
  const written = await pc.ask('commit', bootId);
  return written.ok ? written.words.join(' ') : written.code;
}
