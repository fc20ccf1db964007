// A device of a storm: connects again as the firmware does, with a red press waiting or none.
import { NOT_DUE } from '#gateway/system/due-heap.ts';
import type { Scheduled, Scheduler } from '#gateway/system/scheduler.ts';
import { PENDING_NOTHING, PENDING_RED } from '#protocol/device/password.ts';
import { type Downlink, KEY_RED } from '#protocol/messages.ts';
import { LightLink, type LinkUser, type LinkWorld } from '../../lightweight/light-link.ts';
import { heartbeat, WELL } from '../../lightweight/messages.ts';
import { LightSession } from '../../lightweight/session.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from './devices.ts';
import { sharedNow } from './shared-clock.ts';

export interface StormWorld extends LinkWorld {
  alarms: Scheduler;
  /** False: CONNECT says of every device that nothing waits. */
  tellsPending: boolean;
  connected(device: StormDevice): void;
}

const BEAT = heartbeat({ condition: WELL, uptimeMs: 1e6, outboxDepth: 0, reconnects: 1 }, true);

/** Says in CONNECT what it is told to, whatever waits. */
class StormSession extends LightSession {
  readonly #tellsPending: boolean;

  constructor(index: number, tellsPending: boolean) {
    const deviceId = deviceIdOf(index);
    super(deviceId, { version: KEY_VERSION, secret: secretOf(deviceId) }, 1);
    this.#tellsPending = tellsPending;
  }

  override password(pending: number): string {
    return super.password(this.#tellsPending ? pending : PENDING_NOTHING);
  }
}

export class StormDevice implements LinkUser, Scheduled {
  dueAt = 0;
  dueOrder = 0;
  duePlace = NOT_DUE;
  /** When it last began to connect, by `sharedNow`. */
  startedAt = 0;
  readonly #world: StormWorld;
  readonly #link: LightLink;
  #redWaits = false;
  #seq = 0;
  #isConnected = false;

  constructor(world: StormWorld, index: number) {
    this.#world = world;
    this.#link = new LightLink(world, new StormSession(index, world.tellsPending), this);
  }

  start(): void {
    this.startedAt = sharedNow();
    this.#link.start();
  }

  /** The connection is cut without a word. */
  cut(): void {
    this.#isConnected = false;
    this.#link.stop();
    this.#world.alarms.set(this, Number.POSITIVE_INFINITY);
  }

  /** Makes a red press while there is no connection. Returns its `device_id/boot_id/seq`. */
  press(): string {
    this.#redWaits = true;
    this.#seq++;
    const { deviceId, bootId } = this.#link.session;
    return `${deviceId}/${bootId}/${this.#seq}`;
  }

  /** `session` of a LightLink proves itself with the first sealed downlink. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  pending(): number {
    return this.#redWaits ? PENDING_RED : PENDING_NOTHING;
  }

  linkOpened(): void {
    const ageMs = 0;
    const ageIsLowerBound = false;
    const test = false;
    if (this.#redWaits) {
      const identity = { bootId: this.#link.session.bootId, seq: this.#seq };
      const event = { kind: 'press', key: KEY_RED, count: 1 } as const;
      this.#link.send({ ageMs, ageIsLowerBound, test, identity, event });
    }
    this.#link.send({ ageMs, ageIsLowerBound, test, identity: null, event: BEAT });
  }

  downlink(downlink: Downlink): void {
    if (downlink.kind === 'receipt' && downlink.identity !== null) this.#redWaits = false;
    if (this.#isConnected) return;
    this.#isConnected = true;
    this.#world.connected(this);
  }

  linkChanged(): void {
    this.#world.alarms.set(this, this.#link.dueAt);
  }

  wake(now: number): void {
    this.#link.wake(now);
    this.linkChanged();
  }
}
