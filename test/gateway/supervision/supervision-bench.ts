// What the supervision tests stand on: a moving clock, a journal in memory, devices that say what they are told to.
import type { CaseNotice } from '#gateway/domain/notice.ts';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import type { Remembered } from '#gateway/domain/ports/journal.ts';
import type { DeviceWatcher } from '#gateway/domain/supervision/device-view.ts';
import {
  DEFAULT_SUPERVISION,
  type SupervisionOptions,
} from '#gateway/domain/supervision/options.ts';
import { Supervision } from '#gateway/supervision/supervision.ts';
import type { DeviceEvent, Heartbeat } from '#protocol/messages.ts';
import { MemoryDisk, MemoryJournal } from '#test/support/memory-journal.ts';
import { MovingClock, settle } from '#test/support/moving-clock.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function heartbeat(changes: Partial<Heartbeat> = {}): Heartbeat {
  return {
    // Up since before everything.

    kind: 'heartbeat',
    uptimeS: 4_000_000_000,
    batteryMv: 4_100,
    batteryPercent: 100,
    onMains: true,
    rssiDbm: -60,
    freeVariables: 900,
    outboxDepth: 0,
    reconnects: 0,
    lastError: 0,
    firmware: '1.0',
    configurationRevision: 0,
    asksReceipt: false,
    ...changes,
  };
}

export function deviceIn(group: string, deviceId: string, blocked = false): DeviceRecord {
  return { deviceId, keys: [], group, home: { reference: `home-of-${deviceId}` }, blocked };
}

/** `CB-0`, `CB-1`, … of one group. */
export function devicesIn(group: string, count: number): DeviceRecord[] {
  return Array.from({ length: count }, (_, index) => deviceIn(group, `CB-${index}`));
}

export interface LogLine {
  fields: object;
  message: string;
}

export class SupervisionBench {
  readonly clock: MovingClock;
  readonly disk: MemoryDisk;
  readonly journal: MemoryJournal;
  readonly notices: CaseNotice[];
  readonly warnings: LogLine[] = [];
  readonly supervision: Supervision;
  devices: DeviceRecord[];
  /** Ends the heartbeats of the devices that live. */
  readonly #living = new Map<string, () => void>();

  private constructor(
    devices: DeviceRecord[],
    options: Partial<SupervisionOptions>,
    before?: SupervisionBench,
  ) {
    this.devices = devices;
    this.clock = before?.clock ?? new MovingClock();
    this.disk = before?.disk ?? new MemoryDisk();
    this.notices = before?.notices ?? [];
    this.journal = new MemoryJournal(this.disk);
    const warn = (fields: object, message: string) => this.warnings.push({ fields, message });
    this.supervision = new Supervision({
      directory: {
        start: async () => {},
        find: (deviceId) => this.devices.find((device) => device.deviceId === deviceId),
        all: () => this.devices,
        size: devices.length,
      },
      journal: this.journal,
      notices: {
        publish: async (notice, remembered: readonly Remembered[] = []) => {
          this.notices.push(notice as CaseNotice);
          await this.journal.appendNotice(notice, remembered);
        },
      },
      clock: this.clock,
      log: { info() {}, warn, error() {} },
      options: { ...DEFAULT_SUPERVISION, ...options },
    });
  }

  static async start(
    devices: DeviceRecord[],
    options: Partial<SupervisionOptions> = {},
  ): Promise<SupervisionBench> {
    const bench = new SupervisionBench(devices, options);
    await bench.supervision.start();
    return bench;
  }

  /** The same disk and clock under a new gateway, to which nobody is connected yet. */
  async restart(
    options: Partial<SupervisionOptions> = {},
    watcher: DeviceWatcher = () => {},
  ): Promise<SupervisionBench> {
    this.stop();
    // What was under way reaches the disk.
    await settle();
    const next = new SupervisionBench(this.devices, options, this);
    next.supervision.watch(watcher);
    await next.supervision.start();
    return next;
  }

  stop(): void {
    for (const deviceId of [...this.#living.keys()]) this.falls(deviceId);
    this.supervision.stop();
  }

  /** The directory was read again. */
  reload(options: Partial<SupervisionOptions> = {}): void {
    this.supervision.reload({ ...DEFAULT_SUPERVISION, ...options });
  }

  says(deviceId: string, event: DeviceEvent, ageMs = 0): void {
    this.supervision.heard(deviceId, event, ageMs);
  }

  /** Connects, and sends a heartbeat now and every ten minutes. */
  lives(deviceId: string, changes: Partial<Heartbeat> = {}): void {
    this.#living.get(deviceId)?.();
    this.supervision.connected(deviceId);
    const beat = () => {
      this.says(deviceId, heartbeat(changes));
      this.#living.set(deviceId, this.clock.after(10 * MINUTE, beat));
    };
    beat();
  }

  /** Loses its connection. */
  falls(deviceId: string): void {
    this.hushes(deviceId);
    this.supervision.disconnected(deviceId);
  }

  /** Keeps its connection and says nothing more. */
  hushes(deviceId: string): void {
    this.#living.get(deviceId)?.();
    this.#living.delete(deviceId);
  }

  /** What was told since it was asked last: `opened offline CB-1`. Many devices are counted. */
  told(): string[] {
    return this.notices.splice(0).map(({ event, condition, deviceIds, group }) => {
      const who = deviceIds.length === 1 ? deviceIds[0] : `${deviceIds.length} of ${group}`;
      return `${event} ${condition} ${who}`;
    });
  }
}
