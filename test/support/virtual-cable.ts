// A cable without hardware between a virtual device and a PC: it can be spoilt, pulled and plugged in again.
import type { Cable as DeviceEnd } from '#firmware/host/console-device.ts';
import type { SerialLine } from '#gateway/provisioning/cable/serial-line.ts';
import { Failure } from '#gateway/provisioning/failure.ts';
import { CLEAN, chanceOf, type FaultRates, FaultyWire } from './line-faults.ts';

export class VirtualCable {
  readonly path: string;
  /** Everything that the PC has written. */
  written = '';
  /** Called with all that the PC has written on this connection; true pulls the cable before the last write arrives. */
  pullsAt: (written: string) => boolean = () => false;
  /** From when on what the device says no longer reaches this conversation. */
  deafAt: (written: string) => boolean = () => false;
  /** Called before what was written reaches the device. */
  onWritten: (written: string) => void = () => {};
  /** What has reached the device. */
  arrived = '';
  /** Stays pulled for so long, ms. */
  pulledForMs = 50;
  pulled = false;
  opened = 0;
  readonly #toDevice: FaultyWire;
  readonly #toPc: FaultyWire;
  #hearDevice: (bytes: string) => void = () => {};
  #line: {
    hear: (bytes: string) => void;
    gone: () => void;
    heard: number;
    isDeaf: boolean;
  } | null = null;

  constructor(path: string, rates: FaultRates = CLEAN, seed = 1) {
    this.path = path;
    const chance = chanceOf(seed);
    this.#toDevice = new FaultyWire(rates, chance, (bytes) => {
      if (this.pulled) return;
      this.arrived += bytes;
      this.#hearDevice(bytes);
    });
    this.#toPc = new FaultyWire(rates, chance, (bytes) => {
      if (!this.#line || this.pulled || this.#line.isDeaf) return;
      this.#line.heard += bytes.length;
      this.#line.hear(bytes);
    });
  }

  /** The device's end. */
  get device(): DeviceEnd {
    return {
      write: (bytes) => this.#toPc.carry(bytes),
      onBytes: (call) => {
        this.#hearDevice = call;
      },
      close: () => {},
    };
  }

  /** The PC opens its port. Errors: PORT_MISSING while the cable is pulled. */
  open = async (path: string): Promise<SerialLine> => {
    if (this.pulled || path !== this.path) throw new Failure('PORT_MISSING', path);
    this.opened++;
    let gone = () => {};
    const lost = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const line = { hear: (_bytes: string) => {}, gone, heard: 0, isDeaf: false };
    this.#line = line;
    return {
      path,
      lost,
      heard: () => line.heard,
      onBytes: (call) => {
        line.hear = call;
      },
      write: (bytes) => {
        if (this.#line !== line || this.pulled) return;
        this.written += bytes;
        if (this.deafAt(this.written)) {
          this.deafAt = () => false;
          line.isDeaf = true;
        }
        this.onWritten(this.written);
        if (this.pullsAt(this.written)) this.pull();
        else this.#toDevice.carry(bytes);
      },
      close: async () => {
        if (this.#line === line) this.#line = null;
      },
    };
  };

  /** The device says something that nobody has asked for, again and again, as a boot log does. */
  talks(): void {
    const timer = setInterval(() => this.#toPc.carry('boot log of another adapter\n'), 10);
    timer.unref();
  }

  /** Plays bytes to the device as a recording does; what it says until it is silent. */
  async play(recorded: string): Promise<string> {
    let said = '';
    const line = await this.open(this.path);
    line.onBytes((bytes) => {
      said += bytes;
    });
    line.write(recorded);
    for (let before = -1; before !== said.length; ) {
      before = said.length;
      await new Promise((done) => setTimeout(done, 50));
    }
    await line.close();
    return said;
  }

  /** As pulled by somebody who stumbles; it is back after `pulledForMs`. */
  pull(): void {
    this.pulled = true;
    this.pullsAt = () => false;
    this.#line?.gone();
    this.#line = null;
    setTimeout(() => {
      this.pulled = false;
    }, this.pulledForMs);
  }
}
