// Updates over the air: the images that there are, and one rollout at a time, which operators begin, stop, resume and take back.

import type { Boot, Mains, UpdateStatus } from '#protocol/messages.ts';
import type { Scope } from '../domain/administration/settings.ts';
import { GatewayError } from '../domain/errors.ts';
import type { CaseNotice } from '../domain/notice.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceDirectory, DeviceRecord } from '../domain/ports/directory.ts';
import type { DeviceLine } from '../domain/ports/downlink.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Notices } from '../domain/ports/supervisor.ts';
import { firstLineOf } from '../domain/reason.ts';
import type { Now } from '../domain/supervision/device-state.ts';
import type { RolloutRecord } from '../domain/updates/memory.ts';
import type { DeviceProgress, RolloutHead, StepCounts } from '../domain/updates/progress.ts';
import { Rollout } from '../domain/updates/rollout.ts';
import { UPDATE } from '../messages/update.ts';
import { ImageStore, type StoredImage } from './image-store.ts';
import { inOrder, RolloutBook } from './rollout-book.ts';
import { Transfers } from './transfers.ts';

export interface UpdatesDeps {
  /** The data folder. */
  data: string;
  directory: DeviceDirectory;
  journal: Pick<Journal, 'store' | 'remember' | 'remembered' | 'onRecovery'>;
  notices: Notices;
  line: DeviceLine;
  /** Somebody in this home waits for help. */
  isCalling: (deviceId: string) => boolean;
  /** Undefined: nobody knows. */
  isOnMains: (deviceId: string) => boolean | undefined;
  clock: Clock;
  log: Log;
}

/** What an operator asks for. */
export interface Wanted {
  scope: Scope;
  /** SHA-256 of an image that is stored, hex. */
  image: string;
  /** Also where a newer version runs. */
  older: boolean;
}

/** Who asks, and what has to be written before it counts, such as the audit. Rejects with a GatewayError: then nothing is done. */
export interface Confirmed {
  by: string;
  confirm: () => Promise<void>;
}

/** For metrics and health. */
export interface UpdatesStatus {
  /** Devices of the newest rollout by what they have come to; undefined: there was none. */
  devices: StepCounts | undefined;
  /** Devices that are talked with at this moment. */
  underWay: number;
  /** Why it stopped by itself, in words; undefined: it didn't. */
  concern: string | undefined;
}

const TICK_MS = 1_000;

export class Updates {
  readonly #deps: UpdatesDeps;
  readonly #images: ImageStore;
  readonly #book: RolloutBook;
  readonly #transfers: Transfers;
  #cancel = () => {};
  #isStopped = false;
  /** One request after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** As it was when it was looked at last. */
  #known: Pick<RolloutHead, 'state' | 'stage' | 'direction'> | undefined;

  constructor(deps: UpdatesDeps) {
    this.#deps = deps;
    const { clock, log, data } = deps;
    this.#images = new ImageStore(data, log, () => clock.utc());
    this.#book = new RolloutBook(deps);
    this.#transfers = new Transfers({ ...deps, changed: (device) => this.#changed(device) });
  }

  /** After journal and directory, before the first connection: what was under way goes on. */
  async start(): Promise<void> {
    await this.#images.start();
    await this.#book.start();
    const { current } = this.#book;
    if (current === undefined || isOver(current)) return;
    this.#known = { ...current.head };
    await this.#take(current);
    this.#tickLater();
    // Who left the service while there was no gateway.
    this.review();
  }

  /** Before the journal. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
    this.#transfers.stop();
  }

  /** The directory has changed: a device may be out of service. */
  review(): void {
    const { current } = this.#book;
    if (current === undefined || isOver(current)) return;
    for (const { deviceId } of current.devices) {
      const record = this.#deps.directory.find(deviceId);
      if (record !== undefined && !record.blocked) continue;
      const device = current.device(deviceId);
      if (device && current.gone(deviceId, this.#now())) this.#changed(device);
    }
    this.#look();
  }

  images(): StoredImage[] {
    return this.#images.list();
  }

  /** On disk when it resolves. Errors: IMAGE_*. */
  storeImage(file: Uint8Array): Promise<StoredImage> {
    return this.#inTurn(() => this.#images.put(file, (image) => this.#book.isNeeded(image)));
  }

  /** Newest first. */
  rollouts(): RolloutRecord[] {
    return this.#book.records();
  }

  /** Of the newest rollout, in the order in which they get it. Errors: NO_SUCH_UPDATE. */
  devices(): Iterable<DeviceProgress> {
    return this.#current().devices;
  }

  /** Where a device stands in the newest rollout; undefined: it is not of it. */
  device(deviceId: string): { head: RolloutHead; progress: DeviceProgress } | undefined {
    const { current } = this.#book;
    const progress = current?.device(deviceId);
    return current && progress ? { head: current.head, progress } : undefined;
  }

  status(): UpdatesStatus {
    const { current } = this.#book;
    return {
      devices: current?.counts(),
      underWay: this.#transfers.underWay,
      concern: current && concernOf(current.head),
    };
  }

  /**
   * On disk when it resolves. Errors: NO_SUCH_IMAGE, NO_SUCH_DEVICE, NO_SUCH_GROUP, DEVICE_OUT_OF_SERVICE,
   * UPDATE_RUNNING, UPDATE_NOBODY, JOURNAL_FAILED, IMAGE_*.
   */
  begin(wanted: Wanted, { by, confirm }: Confirmed): Promise<RolloutRecord> {
    return this.#inTurn(async () => {
      const { scope, image, older } = wanted;
      const { version } = this.#images.factsOf(image);
      const former = this.#book.current;
      if (former?.isRunning) {
        throw new GatewayError('UPDATE_RUNNING', `${former.head.number}: ${former.head.version}`);
      }
      // Before anybody is told of it: a file that was damaged since is found here.
      await this.#images.payloadOf(image);
      const all = this.#inService(scope);
      const fit = all.filter((deviceId) => !this.#book.hasFailed(deviceId, image));
      if (fit.length === 0) throw new GatewayError('UPDATE_NOBODY', version);
      await confirm();
      const number = this.#book.nextNumber();
      const isThere = (deviceId: string) => this.#transfers.isThere(deviceId);
      const head = { number, image, version, older, scope, by };
      const rollout = Rollout.begin(head, inOrder(fit, image, isThere), this.#now());
      if (former) this.#leaveFormer(former);
      await this.#book.begin(rollout);
      const { log } = this.#deps;
      log.info({ update: number, version, image, devices: fit.length }, 'update begun');
      this.#known = { ...rollout.head };
      await this.#take(rollout);
      this.#tickLater();
      // Who left the service while it was written.
      this.review();
      return this.#newest();
    });
  }

  /** Nobody is sent anything any more. Errors: NO_SUCH_UPDATE, UPDATE_NOT_RUNNING. */
  stopRollout({ confirm }: Confirmed): Promise<RolloutRecord> {
    return this.#change(async (rollout) => {
      if (!rollout.isRunning) throw notRunning(rollout);
      await confirm();
      rollout.stopBy({ why: 'operator', at: this.#deps.clock.utc() });
    });
  }

  /** It goes on where it was. Errors: NO_SUCH_UPDATE, UPDATE_NOT_STOPPED. */
  resume({ confirm }: Confirmed): Promise<RolloutRecord> {
    return this.#change(async (rollout) => {
      const { head } = rollout;
      if (head.state !== 'stopped') throw new GatewayError('UPDATE_NOT_STOPPED', `${head.number}`);
      await confirm();
      this.#restoreCase(rollout);
      rollout.resume(this.#now());
    });
  }

  /** Every device that has the image leaves it for what it had before. Errors: NO_SUCH_UPDATE, UPDATE_NOWHERE, UPDATE_NOT_RUNNING. */
  back({ confirm }: Confirmed): Promise<RolloutRecord> {
    return this.#change(async (rollout) => {
      const { head } = rollout;
      if (head.direction === 'back') throw notRunning(rollout);
      if (!rollout.canGoBack) throw new GatewayError('UPDATE_NOWHERE', head.version);
      await confirm();
      this.#restoreCase(rollout);
      rollout.goBack(this.#now());
      for (const device of rollout.devices) {
        if (device.step === 'returning') this.#book.changed(device);
      }
    });
  }

  joined(deviceId: string): void {
    this.#transfers.joined(deviceId);
  }

  left(deviceId: string): void {
    this.#transfers.left(deviceId);
  }

  heard(deviceId: string, event: Boot | Mains | UpdateStatus, ageMs: number): void {
    if (event.kind !== 'update_status') {
      this.#transfers.powered(deviceId, event, ageMs);
      return;
    }
    this.#transfers.answered(deviceId, event);
    this.#look();
  }

  // Of a device's configuration, its key and its commands nothing is to be done here.
  connectedWith(): void {}
  reported(): void {}
  answered(): void {}

  async #change(make: (rollout: Rollout) => Promise<void>): Promise<RolloutRecord> {
    return this.#inTurn(async () => {
      const rollout = this.#current();
      await make(rollout);
      // Before anything is awaited: what stops it meanwhile is told.
      this.#known = { ...rollout.head };
      // What had ended is talked of again.
      await this.#take(rollout);
      await this.#book.write();
      this.#tickLater();
      return this.#newest();
    });
  }

  #inTurn<T>(make: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(make);
    this.#turn = done.catch(() => {});
    return done;
  }

  #current(): Rollout {
    const { current } = this.#book;
    if (current === undefined) throw new GatewayError('NO_SUCH_UPDATE', UPDATE.none);
    return current;
  }

  #newest(): RolloutRecord {
    return this.#book.records()[0] as RolloutRecord;
  }

  /** Hands the rollout on to those who talk with devices. Without its image nobody is sent anything. */
  async #take(rollout: Rollout): Promise<void> {
    const { head } = rollout;
    const { log, clock } = this.#deps;
    try {
      const payload = await this.#images.payloadOf(head.image);
      const { boards } = this.#images.factsOf(head.image);
      const sha256 = Buffer.from(head.image, 'hex');
      this.#transfers.take({ rollout, sha256, boards, payload });
    } catch (error) {
      log.error({ update: head.number, error }, 'update stopped: its image is not there any more');
      rollout.stopBy({ why: 'operator', detail: firstLineOf(error), at: clock.utc() });
      this.#transfers.take(undefined);
      await this.#book.write();
    }
  }

  /** Devices in service that this is about. Errors: NO_SUCH_DEVICE, NO_SUCH_GROUP, DEVICE_OUT_OF_SERVICE. */
  #inService(scope: Scope): string[] {
    const { directory } = this.#deps;
    if (scope.kind === 'device') {
      const record = directory.find(scope.deviceId);
      if (record === undefined) throw new GatewayError('NO_SUCH_DEVICE', scope.deviceId);
      if (record.blocked) throw new GatewayError('DEVICE_OUT_OF_SERVICE', scope.deviceId);
      return [scope.deviceId];
    }
    const records: DeviceRecord[] = [];
    for (const record of directory.all()) {
      if (scope.kind === 'all' || record.group === scope.group) records.push(record);
    }
    if (scope.kind === 'group' && records.length === 0) {
      throw new GatewayError('NO_SUCH_GROUP', `"${scope.group}"`);
    }
    return records
      .filter(({ blocked, isWatched }) => !blocked && isWatched !== false)
      .map(({ deviceId }) => deviceId);
  }

  #changed(device: DeviceProgress): void {
    const { deviceId, step, detail } = device;
    this.#book.changed(device);
    if (step === 'waiting' || step === 'sending') return;
    this.#deps.log.info({ device: deviceId, step, detail }, 'update of a device');
  }

  /** Every second while there is something that time may bring. */
  #tickLater(): void {
    this.#cancel();
    const { current } = this.#book;
    if (this.#isStopped || current === undefined) return;
    this.#cancel = this.#deps.clock.after(TICK_MS, () => {
      const isThere = (deviceId: string) => this.#transfers.isThere(deviceId);
      for (const device of current.tick(this.#now(), isThere)) this.#changed(device);
      this.#look();
      if (!isOver(current)) this.#tickLater();
    });
  }

  /** Whether the rollout has come to another stage or state by what was heard or by time: that is written, and told. */
  #look(): void {
    const { current } = this.#book;
    const known = this.#known;
    if (current === undefined || known === undefined) return;
    const moved = current.takeMoved();
    for (const device of moved) this.#book.changed(device);
    const { state, stage, direction, number } = current.head;
    if (state === known.state && stage === known.stage && direction === known.direction) {
      if (moved.length > 0) this.#transfers.review();
      return;
    }
    const wasRunning = known.state === 'running';
    this.#known = { state, stage, direction };
    this.#transfers.review();
    this.#deps.log.info({ update: number, state, stage: stage + 1 }, 'update moved on');
    // The notice first: a crash between the two tells it twice rather than never.
    if (wasRunning && state === 'stopped') this.#tellStopped(current);
    if (wasRunning && state === 'finished') this.#tellFinished(current);
    void this.#book.write();
  }

  #tellStopped(rollout: Rollout): void {
    const { stop, number } = rollout.head;
    if (stop === undefined || stop.why === 'operator') return;
    this.#deps.log.warn({ update: number, ...stop }, 'update stopped by itself');
    this.#publish(rollout, 'update_stopped', 'opened', stop.at);
  }

  /** It needs nobody: it is told as something that is over. */
  #tellFinished(rollout: Rollout): void {
    this.#publish(rollout, 'update_finished', 'restored', rollout.head.startedAt);
  }

  /** An operator has seen that it stopped by itself, and decided how it goes on. */
  #restoreCase(rollout: Rollout): void {
    const { stop, state } = rollout.head;
    if (state !== 'stopped' || stop === undefined || stop.why === 'operator') return;
    this.#publish(rollout, 'update_stopped', 'restored', stop.at);
  }

  #leaveFormer(former: Rollout): void {
    this.#restoreCase(former);
    if (!isOver(former)) former.replaced(this.#now());
  }

  #publish(
    { head }: Rollout,
    condition: 'update_stopped' | 'update_finished',
    event: CaseNotice['event'],
    openedAt: number,
  ): void {
    const { notices, clock, directory } = this.#deps;
    const deviceId = condition === 'update_stopped' ? head.stop?.deviceId : undefined;
    const caseId = `${condition}/${head.number}/${openedAt}`;
    const group = deviceId === undefined ? '' : (directory.find(deviceId)?.group ?? '');
    void notices.publish({
      kind: 'case',
      id: `${caseId}/${event}`,
      at: clock.utc(),
      group,
      caseId,
      event,
      condition,
      deviceIds: deviceId === undefined ? [] : [deviceId],
      openedAt,
    });
  }

  #now(): Now {
    const { clock } = this.#deps;
    return { utc: clock.utc(), mono: clock.monotonic() };
  }
}

/** Nothing of it is sent or asked any more. */
function isOver({ head }: Rollout): boolean {
  return head.state === 'finished' || head.state === 'replaced';
}

function notRunning({ head }: Rollout): GatewayError {
  return new GatewayError('UPDATE_NOT_RUNNING', `${head.number}: ${head.state}`);
}

function concernOf({ state, stop, number, version }: RolloutHead): string | undefined {
  if (state !== 'stopped' || stop === undefined || stop.why === 'operator') return undefined;
  const { why, deviceId, detail } = stop;
  const reason = detail ? `${why} (${detail})` : why;
  return `update ${number} to ${version} stopped by itself: ${deviceId} ${reason}: look at \`call-button device updates\`, then resume it or take it back`;
}
