// A district in memory: scripted devices on lines that misbehave, the gateway's updates on a journal in memory, and a clock that a test moves.

import type { Notice } from '#gateway/domain/notice.ts';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import { Updates } from '#gateway/updates/updates.ts';
import { MemoryDisk, MemoryJournal } from '#test/support/memory-journal.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { tempFolder } from '../temp.ts';
import { downFrame, ScriptedDevice, statusIn } from './scripted-device.ts';

const RESTARTS_IN_MS = 20_000;
const TRIAL_MS = 15_000;

/** What the line does with a frame: how late it comes, each time that it comes; none: it is lost. */
export type Line = () => readonly number[];
export const GOOD_LINE: Line = () => [20];

export class World {
  readonly clock = new MovingClock();
  readonly disk = new MemoryDisk();
  readonly devices = new Map<string, ScriptedDevice>();
  readonly records = new Map<string, DeviceRecord>();
  readonly connected = new Set<string>();
  readonly calling = new Set<string>();
  readonly onBattery = new Set<string>();
  readonly notices: Notice[] = [];
  /** Rows that were written, by their subject. */
  readonly written: string[] = [];
  line: Line = GOOD_LINE;
  /** The most devices that had a transfer under way at one time. */
  mostAtOnce = 0;
  updates!: Updates;
  journal!: MemoryJournal;
  folder = '';

  static async of(deviceIds: readonly string[]): Promise<World> {
    const world = new World();
    world.folder = await tempFolder();
    for (const deviceId of deviceIds) world.add(deviceId);
    await world.up();
    for (const deviceId of deviceIds) world.connect(deviceId);
    return world;
  }

  add(deviceId: string, record: Partial<DeviceRecord> = {}): ScriptedDevice {
    const device = new ScriptedDevice(deviceId);
    const home = { reference: `home of ${deviceId}` };
    const keys = [device.key];
    this.records.set(deviceId, { deviceId, keys, group: 'g', home, blocked: false, ...record });
    this.devices.set(deviceId, device);
    device.restarts = () => this.#restart(device);
    return device;
  }

  device(deviceId: string): ScriptedDevice {
    return this.devices.get(deviceId) as ScriptedDevice;
  }

  /** A gateway on what the last one left. */
  async up(): Promise<void> {
    const journal = new MemoryJournal(this.disk);
    this.journal = journal;
    const counted = {
      store: (rows: Parameters<MemoryJournal['store']>[0]) => {
        this.written.push(...rows.map(({ subject }) => subject));
        return journal.store(rows);
      },
      remember: (row: Parameters<MemoryJournal['remember']>[0]) => {
        this.written.push(row.subject);
        journal.remember(row);
      },
      remembered: () => journal.remembered(),
      onRecovery: (call: () => void) => journal.onRecovery(call),
    };
    this.updates = new Updates({
      data: this.folder,
      directory: {
        start: async () => {},
        find: (deviceId) => this.records.get(deviceId),
        all: () => this.records.values(),
        size: this.records.size,
      },
      journal: counted,
      notices: { publish: async (notice) => void this.notices.push(notice) },
      line: {
        send: (deviceId, downlink) => {
          if (downlink.kind === 'update') this.#down(deviceId, downFrame(downlink));
        },
        keyOf: (deviceId) =>
          this.connected.has(deviceId) ? this.devices.get(deviceId)?.key : undefined,
      },
      isCalling: (deviceId) => this.calling.has(deviceId),
      isOnMains: (deviceId) => !this.onBattery.has(deviceId),
      clock: this.clock,
      log: { info() {}, warn() {}, error() {} },
    });
    await this.updates.start();
  }

  /** The gateway dies: what it had not written is gone, and every connection with it. */
  down(): void {
    this.updates.stop();
    this.connected.clear();
  }

  connect(deviceId: string): void {
    if (this.connected.has(deviceId)) return;
    this.connected.add(deviceId);
    this.updates.joined(deviceId);
  }

  disconnect(deviceId: string): void {
    if (this.connected.delete(deviceId)) this.updates.left(deviceId);
  }

  connectAll(): void {
    for (const deviceId of this.devices.keys()) this.connect(deviceId);
  }

  #down(deviceId: string, frame: Uint8Array): void {
    for (const inMs of this.line()) {
      this.clock.after(inMs, () => {
        if (!this.connected.has(deviceId)) return;
        const answer = this.device(deviceId).hears(frame, this.clock.monotonic());
        if (answer !== undefined) this.#up(deviceId, answer);
        this.mostAtOnce = Math.max(this.mostAtOnce, this.updates.status().underWay);
      });
    }
  }

  #up(deviceId: string, frame: Uint8Array): void {
    for (const inMs of this.line()) {
      this.clock.after(inMs, () => {
        if (!this.connected.has(deviceId)) return;
        this.updates.heard(deviceId, statusIn(frame), 0);
      });
    }
  }

  /** Half a second later it is away, and comes back with what it started. */
  #restart(device: ScriptedDevice): void {
    const { deviceId } = device;
    this.clock.after(500, () => {
      this.disconnect(deviceId);
      if (device.fate === 'vanishes') return;
      device.startsOther();
      this.clock.after(RESTARTS_IN_MS, () => this.connect(deviceId));
      this.clock.after(RESTARTS_IN_MS + TRIAL_MS, () => {
        device.isGood = true;
      });
    });
  }

  async passes(ms: number, until: () => boolean = () => false): Promise<void> {
    for (let passed = 0; passed < ms && !until(); passed += 1_000) await this.clock.advance(1_000);
  }

  /** Until the rollout is not running any more, for so long at most. */
  async ends(ms = 6 * 3_600_000): Promise<void> {
    await this.passes(ms, () => this.newest().state !== 'running');
  }

  newest() {
    const [record] = this.updates.rollouts();
    if (record === undefined) throw new Error('no rollout');
    return record.head;
  }

  counts() {
    return this.updates.rollouts()[0]?.counts;
  }

  async begins(file: Uint8Array, scope: object = { kind: 'all' }, older = false): Promise<void> {
    const { sha256: image } = await this.updates.storeImage(file);
    await this.updates.begin({ scope: scope as { kind: 'all' }, image, older }, this.somebody);
  }

  readonly somebody = { by: 'somebody', confirm: async () => {} };
}

export const idsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => `CB-${String(at).padStart(4, '0')}`);

/** From 0 to 1, the same for the same seed. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}
