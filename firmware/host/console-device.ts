// A virtual device that is switched on with a cable in it: the real firmware, provisioned or not, on a stream or a tty.
import { openSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';
import { startConsole } from '#firmware/src/core/console.ts';
import { Device } from '#firmware/src/core/device.ts';
import type { Observer } from '#firmware/src/core/observer.ts';
import type { Flash, Store } from '#firmware/src/hal.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import type { ConsolePort } from '#protocol/console.ts';
import { boardAnswering, consoleScripts } from './console-scripts.ts';
import { MemoryFlash } from './flash.ts';
import { HostHal, type HostOptions } from './hal.ts';
import { MemoryStore } from './store.ts';

/** One end of a cable. It outlives the restarts of a device: the newest listener counts. */
export interface Cable extends ConsolePort {
  close(): void;
}

/** Bytes over a stream: a socket, or one side of a pair. */
export function streamCable(stream: Duplex): Cable {
  let hear: (bytes: string) => void = () => {};
  stream.on('data', (bytes: Buffer) => hear(bytes.toString('latin1')));
  return {
    onBytes: (call) => {
      hear = call;
    },
    write: (bytes) => {
      if (!stream.destroyed) stream.write(bytes, 'latin1');
    },
    close: () => stream.destroy(),
  };
}

/** Bytes over a serial port or a pty, which nothing may translate. Throws what node:fs throws. */
export function ttyCable(path: string): Cable {
  const input = new ReadStream(openSync(path, 'r'));
  const output = new WriteStream(openSync(path, 'w'));
  input.setRawMode(true);
  let hear: (bytes: string) => void = () => {};
  input.on('data', (bytes: Buffer) => hear(bytes.toString('latin1')));
  return {
    onBytes: (call) => {
      hear = call;
    },
    write: (bytes) => output.write(Buffer.from(bytes, 'latin1')),
    close: () => {
      input.destroy();
      output.destroy();
    },
  };
}

export interface ConsoleDeviceOptions extends Omit<HostOptions, 'console' | 'onRestart'> {
  observer: Observer;
  /** What it answers to `board`. Default: that it can't. */
  figures?: Record<string, string>;
}

export class ConsoleDevice {
  /** Of this boot. */
  hal: HostHal;
  /** Null while there are no settings. */
  device: Device | null = null;
  boots = 0;
  private readonly cable: Cable;
  private readonly options: ConsoleDeviceOptions;
  private readonly flash: Flash;
  private readonly store: Store;

  /** Switches it on. */
  constructor(cable: Cable, options: ConsoleDeviceOptions) {
    this.cable = cable;
    this.options = options;
    this.flash = options.flash ?? new MemoryFlash();
    this.store = options.store ?? new MemoryStore();
    this.hal = this.boot();
  }

  stop(): void {
    this.device?.stop();
    this.hal.powerOff();
    this.cable.close();
  }

  private boot(): HostHal {
    const hal = new HostHal({
      ...this.options,
      flash: this.flash,
      store: this.store,
      console: (answer) => this.cable.onBytes((bytes) => this.cable.write(answer(bytes))),
      onRestart: () => {
        this.hal = this.boot();
      },
    });
    this.boots++;
    const start = SERVICE.startOf(hal);
    this.device = start && new Device(hal, start.settings, this.options.observer, () => SERVICE);
    this.device?.start();
    const { figures } = this.options;
    startConsole(hal, this.device, consoleScripts(figures && boardAnswering(figures)));
    return hal;
  }
}
