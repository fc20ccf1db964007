// The rows that follow from the log: what is on disk, and above it in memory what has changed since the last checkpoint.

import type { Identity } from '#protocol/messages.ts';
import { DedupeWindow, type DeviceState } from '../domain/dedupe-window.ts';
import { deviceRow, emptyDevice, parseDeviceRow } from './device-row.ts';
import { DEVICE, endOf, seenKey } from './keys.ts';
import { pagesOf } from './pages.ts';
import type { Level, Operation } from './recovering-level.ts';
import { Runs } from './runs.ts';

/** The value of a row that is gone. */
const GONE = Symbol('gone');

/** What has changed. */
class Changes {
  readonly rows = new Map<string, unknown>();
  /** Rows that were never there before: one that ends leaves no trace. In `rows` stands none of them. */
  readonly fresh = new Map<string, unknown>();
  /** Only the numbers that are new. */
  readonly runs = new Map<string, Runs>();
  readonly devices = new Set<string>();

  get size(): number {
    return this.rows.size + this.fresh.size + this.runs.size + this.devices.size;
  }

  has(key: string): boolean {
    return this.fresh.has(key) || this.rows.has(key);
  }

  get(key: string): unknown {
    return this.fresh.has(key) ? this.fresh.get(key) : this.rows.get(key);
  }

  *all(): Iterable<[string, unknown]> {
    yield* this.rows;
    yield* this.fresh;
  }
}

/** More than a group holds, so that a checkpoint keeps up with a flood; little enough for a red press to wait for. */
const CHUNK_ROWS = 1_024;
const CHUNK_BYTES = 384 * 1024;
const PAGE_ROWS = 1_000;
const PAGE_BYTES = 256 * 1024;

export class Rows {
  readonly #window = new DedupeWindow();
  #changed = new Changes();
  /** What a checkpoint is writing: not to be relied on as being on disk, nor as not being there. */
  #writing: Changes | undefined;

  /** Reads what is kept in memory of every device. */
  async read(level: Level): Promise<void> {
    for await (const page of pagesUnder(level, DEVICE)) {
      for (const [key, value] of page) {
        this.#window.put(key.slice(DEVICE.length), parseDeviceRow(value));
      }
    }
  }

  get isChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** What stands above the disk: also while that can't be read. */
  changed<T>(key: string): T | undefined {
    for (const layer of this.#layers()) {
      const value = layer.get(key);
      if (value !== undefined) return value === GONE ? undefined : (value as T);
    }
    return undefined;
  }

  get<T>(level: Level, key: string): T | undefined {
    for (const layer of this.#layers()) {
      if (layer.has(key)) return this.changed<T>(key);
    }
    const text = level.getSync(key);
    return text === undefined ? undefined : decode<T>(text);
  }

  /** Every row under a prefix. */
  async all<T>(level: Level, prefix: string): Promise<Map<string, T>> {
    // Taken before anything is read, else a checkpoint that ends meanwhile would take it away.
    const layers = this.#layers().reverse();
    const found = new Map<string, T>();
    for await (const page of pagesUnder(level, prefix)) {
      for (const [key, text] of page) found.set(key, decode<T>(text));
    }
    for (const layer of layers) {
      for (const [key, value] of layer.all()) {
        if (!key.startsWith(prefix)) continue;
        if (value === GONE) found.delete(key);
        else found.set(key, value as T);
      }
    }
    return found;
  }

  /** `isFresh`: it was never there before. */
  put(key: string, value: unknown, isFresh = false): void {
    const { rows, fresh } = this.#changed;
    if (isFresh || fresh.has(key)) fresh.set(key, value);
    else rows.set(key, value);
  }

  remove(key: string): void {
    const { rows, fresh } = this.#changed;
    if (!fresh.delete(key)) rows.set(key, GONE);
  }

  /** True when the identity was ever written. */
  knows(level: Level, of: Identity & { deviceId: string }): boolean {
    this.#hold(of.deviceId, level);
    const judged = this.#window.judge(of.deviceId, of);
    if (judged !== 'ask') return judged === 'known';
    const key = seenKey(of.deviceId, of.bootId);
    return this.#hasSeen(key, of.seq) || Runs.parse(level.getSync(key)).has(of.seq);
  }

  /** True when that is known without the disk. */
  remembers(of: Identity & { deviceId: string }): boolean {
    const isKnown = this.#window.judge(of.deviceId, of) === 'known';
    return isKnown || this.#hasSeen(seenKey(of.deviceId, of.bootId), of.seq);
  }

  /** The identity was written. */
  add(level: Level, of: Identity & { deviceId: string }): void {
    this.#hold(of.deviceId, level);
    this.#window.add(of.deviceId, of);
    const { runs, devices } = this.#changed;
    const key = seenKey(of.deviceId, of.bootId);
    const known = runs.get(key) ?? new Runs();
    known.add(of.seq);
    runs.set(key, known);
    devices.add(of.deviceId);
  }

  device(level: Level | undefined, deviceId: string): DeviceState | undefined {
    if (level) this.#hold(deviceId, level);
    return this.#window.state(deviceId);
  }

  renew(level: Level, deviceId: string, session: DeviceState['session']): void {
    this.#hold(deviceId, level);
    this.#window.renew(deviceId, session);
    this.#changed.devices.add(deviceId);
  }

  /** What has changed up to here is to be written. Then `written` or `notWritten` must be called. */
  freeze(): void {
    this.#writing = this.#changed;
    this.#changed = new Changes();
  }

  written(): void {
    this.#writing = undefined;
  }

  notWritten(): void {
    const older = this.#writing;
    if (older === undefined) return;
    this.#writing = undefined;
    const { rows, fresh, runs, devices } = this.#changed;
    for (const [key, value] of older.all()) {
      const newest = this.#changed.has(key) ? this.#changed.get(key) : value;
      // It may be on disk: from here on it doesn't end without a trace.
      fresh.delete(key);
      rows.set(key, newest);
    }
    for (const deviceId of older.devices) devices.add(deviceId);
    for (const [key, numbers] of older.runs) {
      const newer = runs.get(key);
      if (newer) newer.addAll(numbers);
      else runs.set(key, numbers);
    }
  }

  /** What was frozen, in pieces that hold up nobody for long. */
  async *frozen(level: Level): AsyncGenerator<Operation[]> {
    const changes = this.#writing ?? new Changes();
    const { runs, devices } = changes;
    yield* chunksOf(changes.all(), ([key, value]) =>
      value === GONE ? { type: 'del', key } : { type: 'put', key, value: encode(value) },
    );
    let keys: string[] = [];
    const merged = async () => {
      const texts = await level.getMany(keys);
      return keys.map((key, index): Operation => {
        const known = Runs.parse(texts[index]);
        known.addAll(runs.get(key) as Runs);
        return { type: 'put', key, value: String(known) };
      });
    };
    for (const key of runs.keys()) {
      keys.push(key);
      if (keys.length < CHUNK_ROWS) continue;
      yield await merged();
      keys = [];
    }
    if (keys.length > 0) yield await merged();
    yield* chunksOf(devices, (deviceId) => {
      const state = this.#window.state(deviceId) ?? emptyDevice();
      return { type: 'put', key: DEVICE + deviceId, value: deviceRow(state) };
    });
  }

  #hasSeen(key: string, seq: number): boolean {
    return this.#layers().some(({ runs }) => runs.get(key)?.has(seq));
  }

  #layers(): Changes[] {
    return this.#writing ? [this.#changed, this.#writing] : [this.#changed];
  }

  #hold(deviceId: string, level: Level): void {
    if (this.#window.has(deviceId)) return;
    const text = level.getSync(DEVICE + deviceId);
    this.#window.put(deviceId, text === undefined ? emptyDevice() : parseDeviceRow(text));
  }
}

/** All rows under a prefix. */
function pagesUnder(level: Level, prefix: string): AsyncGenerator<[string, string][]> {
  const range = { gte: prefix, lt: endOf(prefix), highWaterMarkBytes: PAGE_BYTES };
  return pagesOf(() => level.iterator(range), PAGE_ROWS);
}

function* chunksOf<T>(all: Iterable<T>, toOperation: (row: T) => Operation) {
  let chunk: Operation[] = [];
  let bytes = 0;
  for (const row of all) {
    const operation = toOperation(row);
    chunk.push(operation);
    bytes += operation.key.length + (operation.type === 'put' ? operation.value.length : 0);
    if (chunk.length < CHUNK_ROWS && bytes < CHUNK_BYTES) continue;
    yield chunk;
    chunk = [];
    bytes = 0;
  }
  if (chunk.length > 0) yield chunk;
}

/** JSON, but for the row that says only that it is there. */
function encode(value: unknown): string {
  return value === '' ? '' : (JSON.stringify(value) ?? 'null');
}

function decode<T>(text: string): T {
  return text === '' ? ('' as T) : JSON.parse(text);
}
