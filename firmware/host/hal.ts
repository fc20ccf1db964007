// The HAL on Node: the real firmware in a process of the host, many of them at a time.
import { createHash } from 'node:crypto';
import type { Socket as TcpSocket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { TRIAL_MS } from '#firmware/src/core/loader.ts';
import type { Pattern } from '#firmware/src/core/patterns.ts';
import type {
  Flash,
  Hal,
  Health,
  Port,
  Socket,
  SocketHandlers,
  Store,
  Timer,
} from '#firmware/src/hal.ts';
import type { Address, Key } from '#protocol/messages.ts';
import { connectTo } from './connect.ts';
import { MemoryFlash } from './flash.ts';
import type { HostSlots } from './slots.ts';
import { MemoryStore } from './store.ts';

const BOOT_POWER_ON = 1;
/** A restart of a firmware that has failed waits so long, in ms: as the board's loader does. */
const FAILED_PAUSE_MS = 10_000;

export interface HostOptions {
  /** Outlives the HAL: give the same one to the next boot. Default: an empty one in memory. */
  flash?: Flash;
  /** Outlives the HAL too. Default: an empty one in memory. */
  store?: Store;
  /** The serial port. Default: none. */
  console?: Port;
  onShow?: (pattern: Pattern) => void;
  /** The firmware wants to restart. Power is already off: build the next HAL and device. */
  onRestart?: () => void;
  random?: () => number;
  /** Why the Wi-Fi lets no connection through now, in the interpreter's words; empty: it does. Default: it does. */
  wifiProblem?: () => string;
  /** A BootCause of callbutton.proto. Default: power on. */
  bootCause?: number;
  /** Name of the hardware. Default: `host`. */
  model?: string;
  /** Where its firmware lies; outlives the HAL. Default: nowhere, and so it takes no updates. */
  slots?: HostSlots;
  /** How long an image on trial has to prove itself, and a failed one waits. Default: 15 min and 10 s. */
  trialMs?: number;
  failedPauseMs?: number;
}

/** One boot of one device. All that it holds is freed by `powerOff`. */
export class HostHal implements Hal {
  readonly model: string;
  readonly flash: Flash;
  readonly store: Store;
  readonly console: Port | null;
  readonly slots: HostSlots | null;
  /** The version of the slot that runs; undefined without slots. */
  readonly version?: string;
  isOnTrial = false;
  /** What `health()` answers; change it at will. */
  readonly condition: Health = {
    batteryMv: 4100,
    onMains: true,
    rssiDbm: 0,
    freeVariables: 0,
  };
  private readonly options: HostOptions;
  private readonly started = performance.now();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly sockets = new Set<TcpSocket>();
  private readonly down = new Set<Key>();
  private onEdge: ((key: Key, down: boolean, at: number) => void) | null = null;
  private off = false;

  constructor(options: HostOptions = {}) {
    this.options = options;
    this.flash = options.flash ?? new MemoryFlash();
    this.store = options.store ?? new MemoryStore();
    this.console = options.console ?? null;
    this.model = options.model ?? 'host';
    this.slots = options.slots ?? null;
    if (!this.slots) return;
    // What the board's loader does.
    this.slots.start();
    this.version = this.slots.version;
    this.isOnTrial = this.slots.isOnTrial;
    if (this.isOnTrial) {
      this.after(options.trialMs ?? TRIAL_MS, () => {
        if (this.slots?.isOnTrial) this.restart();
      });
    }
  }

  /** The firmware in its slot throws or hangs: it is started again, after a pause. Instead of making a device. */
  fail(): void {
    this.after(this.options.failedPauseMs ?? FAILED_PAUSE_MS, () => this.restart());
  }

  /** One edge of a key, at once. */
  edge(key: Key, down: boolean): void {
    this.hold(key, down);
    if (!this.off) this.onEdge?.(key, down, this.now());
  }

  /** A key that is down before the power comes on gives no edge. */
  hold(key: Key, down: boolean): void {
    if (down) this.down.add(key);
    else this.down.delete(key);
  }

  /** Down and up in the same moment. The firmware takes the next press of that key 25 ms later. */
  press(key: Key): void {
    this.edge(key, true);
    this.edge(key, false);
  }

  /** Power is cut: no timer fires any more and the connection breaks without a word. Flash stays. */
  powerOff(): void {
    this.off = true;
    this.onEdge = null;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  now(): number {
    return Math.floor(performance.now() - this.started);
  }

  after(milliseconds: number, call: () => void): Timer {
    if (this.off) return null;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      call();
    }, milliseconds);
    this.timers.add(timer);
    return timer;
  }

  cancel(timer: Timer): void {
    clearTimeout(timer as NodeJS.Timeout);
    this.timers.delete(timer as NodeJS.Timeout);
  }

  random(): number {
    return (this.options.random ?? Math.random)();
  }

  sha256(bytes: Uint8Array): Uint8Array {
    return createHash('sha256').update(bytes).digest();
  }

  watchKeys(onEdge: (key: Key, down: boolean, at: number) => void): void {
    this.onEdge = onEdge;
  }

  keyDown(key: Key): boolean {
    return this.down.has(key);
  }

  show(pattern: Pattern): void {
    this.options.onShow?.(pattern);
  }

  connect(address: Address, handlers: SocketHandlers): Socket {
    if (this.off) return { write() {}, close() {} };
    if (this.options.wifiProblem?.()) {
      const timer = this.after(0, () => handlers.onClose('no connection'));
      return { write() {}, close: () => this.cancel(timer) };
    }
    let open = true;
    const socket = connectTo(address, () => open && handlers.onOpen());
    this.sockets.add(socket);
    let reason = 'closed by the other side';
    socket.on('data', (bytes) => open && handlers.onData(bytes));
    socket.on('error', (error) => {
      reason = error.message;
    });
    socket.on('close', () => {
      this.sockets.delete(socket);
      if (!open || this.off) return;
      open = false;
      handlers.onClose(reason);
    });
    return {
      write: (bytes) => {
        if (open && !socket.destroyed) socket.write(bytes);
      },
      close: () => {
        open = false;
        // One that isn't made yet would wait for that, for minutes.
        if (socket.connecting) socket.destroy();
        else socket.destroySoon();
      },
    };
  }

  health(): Health {
    const { wifiProblem } = this.options;
    return wifiProblem ? { ...this.condition, wifiProblem: wifiProblem() } : this.condition;
  }

  get bootCause(): number {
    return this.options.bootCause ?? BOOT_POWER_ON;
  }

  restart(): void {
    this.powerOff();
    this.options.onRestart?.();
  }

  /** On Node a process that has no memory is gone. */
  /** Never: Node has memory enough. */
  onBrokeOff(): void {}

  brokeOff(): boolean {
    return false;
  }

  /** Node has no hardware watchdog. */
  kick(): void {}
}
