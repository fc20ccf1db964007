// Supervision on the gateway's clock, journal and notices: notices when a device is silent, worn out or unwell.
import type { DeviceEvent, UnknownEvent } from '#protocol/messages.ts';
import type { CaseNotice } from '../domain/notice.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Journal, Remembered } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Notices, Supervisor } from '../domain/ports/supervisor.ts';
import type { Now } from '../domain/supervision/device-state.ts';
import type {
  DeviceViews,
  DeviceWatcher,
  SupervisedDevice,
} from '../domain/supervision/device-view.ts';
import { Fleet, type SupervisionStatus } from '../domain/supervision/fleet.ts';
import { DEVICE_SUBJECT } from '../domain/supervision/memory.ts';
import type { SupervisionOptions } from '../domain/supervision/options.ts';

/** A round looks at every device. How late a condition may be noticed. */
export const ROUND_EVERY_MS = 10_000;
/** Devices in one part of a round, or a fiftieth of all: a red press never waits for a fleet that goes dark at once. */
const DEVICES_AT_ONCE = 2_000;
const MAX_PARTS = 50;

export interface SupervisionDeps {
  directory: DeviceDirectory;
  journal: Pick<Journal, 'remember' | 'remembered'>;
  notices: Notices;
  clock: Clock;
  log: Log;
  options: SupervisionOptions;
}

export class Supervision implements Supervisor, DeviceViews {
  readonly #deps: SupervisionDeps;
  readonly #fleet: Fleet;
  #cancel = () => {};
  #watchers: readonly DeviceWatcher[] = [];
  /** They went while the gateway was stopped. */
  #gone: readonly string[] = [];

  constructor(deps: SupervisionDeps) {
    this.#deps = deps;
    const { directory, options, journal } = deps;
    this.#fleet = new Fleet(directory, options, {
      tell: (notice, remembered) => this.#tell(notice, remembered),
      remember: (remembered) => journal.remember(remembered),
    });
  }

  /** After journal and directory, before the first connection: from now on every device has its full time. */
  async start(): Promise<void> {
    const { journal, log } = this.#deps;
    const remembered = await journal.remembered();
    const bad = this.#fleet.restore(remembered, this.#now());
    this.#gone = seenDevices(remembered).filter((deviceId) => this.viewOf(deviceId) === undefined);
    if (bad.length > 0) {
      log.warn({ count: bad.length, first: bad[0] }, 'remembered state is not readable: ignored');
    }
    this.#sweepLater();
    // Who was ready to tell before that, such as a connection to a broker, found none.
    for (const deviceId of this.deviceIds()) this.#changed(deviceId, true);
  }

  stop(): void {
    this.#cancel();
  }

  connected(deviceId: string): void {
    this.#fleet.connected(deviceId, this.#now());
    this.#changed(deviceId, false);
  }

  disconnected(deviceId: string): void {
    this.#fleet.disconnected(deviceId, this.#now());
    this.#changed(deviceId, false);
  }

  heard(deviceId: string, event: DeviceEvent | UnknownEvent, ageMs: number): void {
    this.#fleet.heard(deviceId, event, ageMs, this.#now());
    this.#changed(deviceId, event.kind === 'heartbeat');
  }

  /** Other options. Also to be called when the directory has changed. */
  reload(options: SupervisionOptions): void {
    this.#fleet.options = options;
    const before = this.#watchers.length > 0 ? [...this.#fleet.deviceIds()] : [];
    this.#fleet.sync(this.#now());
    for (const deviceId of before) {
      if (this.viewOf(deviceId) === undefined) this.#changed(deviceId, false);
    }
  }

  /** Counts them all: about 10 ms for 100,000. */
  status(): SupervisionStatus {
    return this.#fleet.status(this.#now());
  }

  *deviceIds(): Iterable<string> {
    yield* this.#fleet.deviceIds();
    yield* this.#gone;
  }

  viewOf(deviceId: string): SupervisedDevice | undefined {
    return this.#fleet.viewOf(deviceId, this.#now());
  }

  watch(watcher: DeviceWatcher): () => void {
    this.#watchers = [...this.#watchers, watcher];
    return () => {
      this.#watchers = this.#watchers.filter((registered) => registered !== watcher);
    };
  }

  #changed(deviceId: string, isRoutine: boolean): void {
    for (const watcher of this.#watchers) watcher(deviceId, isRoutine);
  }

  #sweepLater(): void {
    const atOnce = Math.max(DEVICES_AT_ONCE, Math.ceil(this.#fleet.size / MAX_PARTS));
    const parts = Math.floor(this.#fleet.size / atOnce) + 1;
    this.#cancel = this.#deps.clock.after(ROUND_EVERY_MS / parts, () => {
      this.#fleet.sweep(this.#now(), atOnce);
      this.#sweepLater();
    });
  }

  #tell(notice: CaseNotice, remembered: readonly Remembered[]): void {
    const { caseId, condition, event, deviceIds } = notice;
    this.#deps.log.info({ case: caseId, condition, devices: deviceIds.length }, `case ${event}`);
    void this.#deps.notices.publish(notice, remembered);
    for (const deviceId of deviceIds) this.#changed(deviceId, false);
  }

  #now(): Now {
    const { clock } = this.#deps;
    return { mono: Math.round(clock.monotonic()), utc: clock.utc() };
  }
}

/** Of those that connected at least once. */
function seenDevices(remembered: readonly Remembered[]): string[] {
  return remembered.flatMap(({ subject, state }) =>
    subject.startsWith(DEVICE_SUBJECT) && state !== null
      ? [subject.slice(DEVICE_SUBJECT.length)]
      : [],
  );
}
