// What lies between a device and its gateway in a simulated year: Wi-Fi, lines with latency, breaks with and without a word.
import type { Socket, SocketHandlers } from '#firmware/src/hal.ts';
import type { YearClock } from './clock.ts';

/**
 * `refuses`: the machine is there and nothing listens. `silent`: whatever is sent to it is lost. `off`: nobody answers
 * a connect, which then stands still, as on an ESP32.
 */
export type Reach = 'up' | 'refuses' | 'silent' | 'off';

/** The gateway's end of a line. */
export interface FarEnd {
  receive(bytes: Uint8Array): void;
  /** The line is gone, told or untold. */
  ended(): void;
}

/** Opens the gateway's end; `toDevice` sends, `hangUp` closes. */
export type AcceptConnection = (
  toDevice: (bytes: Uint8Array) => void,
  hangUp: () => void,
) => FarEnd;

const LATENCY_MS = 20;

class YearSocket implements Socket {
  isOpen = true;
  far: FarEnd | null = null;
  readonly #clock: YearClock;
  readonly #handlers: SocketHandlers;

  constructor(clock: YearClock, handlers: SocketHandlers) {
    this.#clock = clock;
    this.#handlers = handlers;
  }

  write(bytes: Uint8Array): void {
    if (this.isOpen) this.#later(() => this.far?.receive(bytes));
  }

  close(): void {
    this.cut();
  }

  /** The device hears nothing of it. */
  cut(): void {
    this.isOpen = false;
    const far = this.far;
    this.far = null;
    far?.ended();
  }

  fail(reason: string): void {
    if (!this.isOpen) return;
    this.cut();
    this.#handlers.onClose(reason);
  }

  toDevice(bytes: Uint8Array): void {
    this.#later(() => this.isOpen && this.far && this.#handlers.onData(bytes));
  }

  answered(answer: AcceptConnection): void {
    if (!this.isOpen) return;
    this.far = answer(
      (bytes) => this.toDevice(bytes),
      () => this.#later(() => this.fail('closed by the gateway')),
    );
    this.#handlers.onOpen();
  }

  #later(call: () => void): void {
    this.#clock.after(LATENCY_MS, call);
  }
}

export class Network {
  gateway: Reach = 'up';
  wifi = true;
  attempts = 0;
  /** How long a connect stands still while the gateway is `off`, in ms. */
  offMs = 0;
  readonly #clock: YearClock;
  readonly #answer: AcceptConnection;
  #line: YearSocket | null = null;

  constructor(clock: YearClock, answer: AcceptConnection) {
    this.#clock = clock;
    this.#answer = answer;
  }

  /** How long the next connect will stand still, in ms. */
  get blocksMs(): number {
    return this.wifi && this.gateway === 'off' ? this.offMs : 0;
  }

  connect(handlers: SocketHandlers): Socket {
    this.attempts++;
    const line = new YearSocket(this.#clock, handlers);
    this.#line = line;
    const { blocksMs } = this;
    this.#clock.after(blocksMs + LATENCY_MS * 2, () => {
      if (!this.wifi) line.fail('no Wi-Fi');
      else if (blocksMs > 0) line.fail('no answer');
      else if (this.gateway === 'refuses') line.fail('refused');
      else if (this.gateway === 'up') line.answered(this.#answer);
    });
    return line;
  }

  /** The line breaks; the device hears of it, or has to find out. */
  break(isTold: boolean): void {
    if (isTold) this.#line?.fail('broken');
    else if (this.#line) this.#loseFarEnd(this.#line);
  }

  #loseFarEnd(line: YearSocket): void {
    const far = line.far;
    line.far = null;
    far?.ended();
  }
}
