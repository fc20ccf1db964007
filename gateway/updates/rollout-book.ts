// The rollouts that there were, the newest with its devices, in memory and in the journal; and on which device which image failed.

import { createHash } from 'node:crypto';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Journal, Remembered } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import { firstLineOf } from '../domain/reason.ts';
import {
  type DeviceRecord,
  deviceIn,
  deviceSubject,
  isRollout,
  type RolloutRecord,
  recallDevice,
  recallRollout,
  rememberDevice,
  rememberRollout,
  rolloutSubject,
} from '../domain/updates/memory.ts';
import type { DeviceProgress } from '../domain/updates/progress.ts';
import { Rollout } from '../domain/updates/rollout.ts';

/** Rollouts that are kept to look at. */
const MAX_RECORDS = 50;
/** Together in one write: a red press never waits for a giant one. */
const ROWS_AT_ONCE = 100;
/** Images that failed on one device and are remembered, the newest. */
const MAX_FAILED = 8;

export interface RolloutBookDeps {
  journal: Pick<Journal, 'store' | 'remember' | 'remembered' | 'onRecovery'>;
  clock: Clock;
  log: Log;
}

export class RolloutBook {
  readonly #deps: RolloutBookDeps;
  /** Of former rollouts, the oldest first. */
  #records: RolloutRecord[] = [];
  #current: Rollout | undefined;
  readonly #places = new Map<string, number>();
  readonly #failed = new Map<string, readonly string[]>();
  #lastNumber = 0;
  /** The journal doesn't have the newest rollout as it is. */
  #isUnwritten = false;

  constructor(deps: RolloutBookDeps) {
    this.#deps = deps;
  }

  /** After the journal: what was under way when the gateway last ended goes on. */
  async start(): Promise<void> {
    const { journal, clock, log } = this.#deps;
    const mono = clock.monotonic();
    const records: RolloutRecord[] = [];
    const devices: DeviceRecord[] = [];
    let bad = 0;
    for (const { subject, state } of await journal.remembered()) {
      const deviceId = deviceIn(subject);
      // What was taken away is remembered as nothing.
      if (state === null || (deviceId === undefined && !isRollout(subject))) continue;
      const device = deviceId === undefined ? undefined : recallDevice(deviceId, state, mono);
      const record = deviceId === undefined ? recallRollout(state) : undefined;
      if (device) devices.push(device);
      else if (record) records.push(record);
      else bad++;
    }
    if (bad > 0) log.warn({ count: bad }, 'records of updates are not readable: ignored');
    records.sort((one, other) => one.head.number - other.head.number);
    for (const { rollout, progress, failed } of devices) {
      this.#lastNumber = Math.max(this.#lastNumber, rollout);
      if (failed.length > 0) this.#failed.set(progress.deviceId, failed);
    }
    const newest = records.pop();
    this.#records = records;
    if (newest) this.#restore(newest, devices);
    journal.onRecovery(() => void this.#writeAgain());
  }

  #restore({ head }: RolloutRecord, devices: readonly DeviceRecord[]): void {
    this.#lastNumber = Math.max(this.#lastNumber, head.number);
    const own = devices
      .filter(({ rollout }) => rollout === head.number)
      .sort((one, other) => one.place - other.place);
    for (const { place, progress } of own) this.#places.set(progress.deviceId, place);
    this.#current = new Rollout(
      head,
      own.map(({ progress }) => progress),
    );
  }

  /** The newest rollout, whatever its state. */
  get current(): Rollout | undefined {
    return this.#current;
  }

  /** All of them, the newest first. */
  records(): RolloutRecord[] {
    const newest = this.#current && [recordOf(this.#current)];
    return [...(newest ?? []), ...this.#records.toReversed()];
  }

  nextNumber(): number {
    return this.#lastNumber + 1;
  }

  /** Whether this image failed on the device before. */
  hasFailed(deviceId: string, image: string): boolean {
    return this.#failed.get(deviceId)?.includes(image) ?? false;
  }

  isNeeded(image: string): boolean {
    return this.#current?.head.image === image;
  }

  /** Another one begins: on disk when it resolves, and until then the former one is there. Errors: JOURNAL_FAILED. */
  async begin(rollout: Rollout): Promise<void> {
    const { journal } = this.#deps;
    const former = this.#current && recordOf(this.#current);
    this.#lastNumber = rollout.head.number;
    const rows: Remembered[] = [];
    let place = 0;
    for (const progress of rollout.devices) {
      rows.push(this.#rowOf(rollout.head.number, place, progress));
      place++;
    }
    const dropped = this.#records.length + 2 - MAX_RECORDS;
    const old = dropped > 0 ? this.#records.slice(0, dropped) : [];
    try {
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        await journal.store(rows.slice(from, from + ROWS_AT_ONCE));
      }
      // Last: devices of a rollout that isn't there are nobody's.
      await journal.store([
        ...(former ? [rolloutRow(former)] : []),
        ...old.map(({ head }) => ({ subject: rolloutSubject(head.number), state: null })),
        rolloutRow(recordOf(rollout)),
      ]);
    } catch (error) {
      throw new GatewayError('JOURNAL_FAILED', firstLineOf(error));
    }
    if (former) this.#records.push(former);
    this.#records = this.#records.slice(old.length);
    this.#current = rollout;
    this.#places.clear();
    place = 0;
    for (const { deviceId } of rollout.devices) {
      this.#places.set(deviceId, place);
      place++;
    }
  }

  /**
   * A device is at another step. Written soon; at once when the image must never be offered to it again, and when it is
   * about to start it: what comes of that is asked for after any crash.
   */
  changed(device: DeviceProgress): void {
    const { journal, log } = this.#deps;
    const { head } = this.#current as Rollout;
    const { deviceId, step, detail } = device;
    // One that was told to leave it has it no more, and it was not the image's fault.
    const hasFailed = step === 'failed' && detail !== 'left';
    if (hasFailed && !this.hasFailed(deviceId, head.image)) {
      const failed = [...(this.#failed.get(deviceId) ?? []), head.image].slice(-MAX_FAILED);
      this.#failed.set(deviceId, failed);
    }
    const row = this.#rowOf(head.number, this.#places.get(deviceId) ?? 0, device);
    if (!hasFailed && step !== 'whole') {
      journal.remember(row);
      return;
    }
    journal.store([row]).catch((error) => {
      log.error({ device: deviceId, error }, 'update of a device not stored, trying again');
      journal.remember(row);
    });
  }

  /** The rollout itself has changed. Never rejects: what fails is written again when the journal works. */
  async write(): Promise<void> {
    try {
      await this.#deps.journal.store([rolloutRow(recordOf(this.#current as Rollout))]);
      this.#isUnwritten = false;
    } catch (error) {
      this.#isUnwritten = true;
      this.#deps.log.error({ error }, 'state of an update not stored, trying again');
    }
  }

  async #writeAgain(): Promise<void> {
    if (this.#isUnwritten) await this.write();
  }

  #rowOf(rollout: number, place: number, progress: DeviceProgress): Remembered {
    const failed = this.#failed.get(progress.deviceId) ?? [];
    return {
      subject: deviceSubject(progress.deviceId),
      state: rememberDevice({ rollout, place, progress, failed }),
    };
  }
}

/** Who of many comes first: those that are there, and of these not always the same. Returns them in their order. */
export function inOrder(
  deviceIds: readonly string[],
  image: string,
  isThere: (deviceId: string) => boolean,
): string[] {
  const keyOf = (deviceId: string) =>
    (isThere(deviceId) ? '0' : '1') +
    createHash('sha256').update(image).update(deviceId).digest('hex');
  const keyed = deviceIds.map((deviceId) => [keyOf(deviceId), deviceId] as const);
  return keyed.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, deviceId]) => deviceId);
}

function recordOf(rollout: Rollout): RolloutRecord {
  return { head: { ...rollout.head }, counts: rollout.counts() };
}

function rolloutRow(record: RolloutRecord): Remembered {
  return { subject: rolloutSubject(record.head.number), state: rememberRollout(record) };
}
