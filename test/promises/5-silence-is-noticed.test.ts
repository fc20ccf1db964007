// Promise 5: silence is noticed. Real connections, journal and platform; only supervision's clock is moved.
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CallLifecycle } from '#gateway/calls/lifecycle.ts';
import { listenToCalls } from '#gateway/calls/listeners.ts';
import { NoticeQueue } from '#gateway/delivery/notice-queue.ts';
import type { CaseEvent, NoticeEvent } from '#gateway/destinations/notice-event.ts';
import { WebhookDestination } from '#gateway/destinations/webhook.ts';
import { DeviceConnections } from '#gateway/device-link/device-connections.ts';
import { Intake } from '#gateway/device-link/intake.ts';
import { DEFAULT_INTAKE } from '#gateway/device-link/options.ts';
import { Refusals } from '#gateway/device-link/refusals.ts';
import { NO_DEVICE_EVENTS } from '#gateway/domain/ports/administration.ts';
import { NO_METER } from '#gateway/domain/ports/meter.ts';
import type { Supervisor } from '#gateway/domain/ports/supervisor.ts';
import { EMPTY_PLAN, emptyRoute, Routes } from '#gateway/domain/route.ts';
import { DEFAULT_SUPERVISION } from '#gateway/domain/supervision/options.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { DeviceList } from '#gateway/registry/device-list.ts';
import { Supervision } from '#gateway/supervision/supervision.ts';
import { systemClock } from '#gateway/system/clock.ts';
import type { Heartbeat } from '#protocol/messages.ts';
import { StandInPlatform } from '#simulator/platform.ts';
import { HOUR, heartbeat, MINUTE } from '#test/gateway/supervision/supervision-bench.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { frameOf, RawDevice } from '#test/support/raw-device.ts';
import { SECRET, testDevice } from '#test/support/test-gateway.ts';
import { untilAfter } from '#test/support/until.ts';

const LOG = { info() {}, warn() {}, error() {} };
const STREET = Array.from({ length: 8 }, (_, index) => `CB-000${index}`);

/** A gateway of real parts, and the operator's platform behind its status route. */
class Scene {
  readonly clock = new MovingClock();
  readonly cases: CaseEvent['data'][] = [];
  readonly #told = new EventEmitter();
  readonly #moved = new EventEmitter();
  readonly #platform: StandInPlatform;
  readonly #folder: string;
  readonly #url: string;
  readonly #devices = new Map<string, RawDevice>();
  #connects = 0;
  #port = 0;
  #stop = async () => {};

  private constructor(folder: string, platform: StandInPlatform, url: string) {
    this.#folder = folder;
    this.#platform = platform;
    this.#url = url;
  }

  static async start(): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'call-button-test-'));
    const platform = new StandInPlatform({
      secret: SECRET,
      onNotice: (event) => scene.#take(event as NoticeEvent),
    });
    const scene: Scene = new Scene(folder, platform, await platform.start());
    onTestFinished(() => scene.#close());
    await scene.up();
    return scene;
  }

  async up(): Promise<void> {
    const journal = new LevelJournal({ folder: join(this.#folder, 'journal'), clock: systemClock });
    const directory = new DeviceList(async () => STREET.map((id) => testDevice(id)));
    const webhook = { name: 'platform', url: this.#url, secret: SECRET, source: '/t' };
    const destination = new WebhookDestination({ ...webhook, utc: systemClock.utc });
    const status = { ...emptyRoute('status'), to: 'platform' };
    const shared = {
      journal,
      directory,
      clock: systemClock,
      log: LOG,
      meter: NO_METER,
      routes: new Routes({ ...EMPTY_PLAN, routes: { ...EMPTY_PLAN.routes, status } }),
      destinations: { find: () => destination },
    };
    const notices = new NoticeQueue(shared);
    const supervision = new Supervision({
      journal,
      directory,
      notices,
      clock: this.clock,
      log: LOG,
      options: DEFAULT_SUPERVISION,
    });
    const connections = new DeviceConnections();
    const calls = new CallLifecycle(shared);
    listenToCalls(calls.events, { ...shared, notices, downlink: connections });
    const intake = new Intake({
      ...shared,
      calls,
      connections,
      refusals: new Refusals(LOG),
      options: DEFAULT_INTAKE,
      supervisor: this.#watched(supervision),
      deviceEvents: NO_DEVICE_EVENTS,
    });
    await directory.start();
    await journal.start();
    await calls.start();
    await notices.start();
    await supervision.start();
    this.#port = (await intake.start({ plain: { host: '127.0.0.1', port: 0 } })).plain as number;
    this.#stop = async () => {
      await intake.stop();
      supervision.stop();
      await calls.stop();
      await notices.stop();
      await destination.stop();
      await journal.stop();
    };
  }

  async restart(): Promise<void> {
    await this.#stop();
    await this.up();
  }

  /** Connects and sends one heartbeat. */
  async lives(deviceId: string, changes: Partial<Heartbeat> = {}): Promise<void> {
    const secret = testDevice(deviceId).keys[0]?.secret as Uint8Array;
    this.#connects++;
    const session = { bootId: 1, connectNo: this.#connects };
    const device = await new RawDevice(deviceId, secret, session).join(this.#port);
    this.#devices.set(deviceId, device);
    await this.beats(deviceId, changes);
  }

  /** One more heartbeat on its connection. */
  async beats(deviceId: string, changes: Partial<Heartbeat> = {}): Promise<void> {
    const device = this.#devices.get(deviceId) as RawDevice;
    const heard = once(this.#moved, `${deviceId} heard`);
    device.publish(device.seal(frameOf(heartbeat(changes), null)));
    await heard;
  }

  /** The line is cut. */
  async falls(deviceId: string): Promise<void> {
    const gone = once(this.#moved, `${deviceId} gone`);
    this.#devices.get(deviceId)?.close();
    await gone;
  }

  /** Resolves when the platform has so many events of cases. */
  async told(count: number): Promise<string[]> {
    await untilAfter(this.#told, 'case', () => this.cases.length >= count, `${count} cases`);
    return this.cases.map((opened) => {
      const devices = opened.device_ids.length;
      return `${opened.event} ${opened.condition} ${devices === 1 ? opened.device_ids[0] : devices}`;
    });
  }

  #watched(supervision: Supervision): Supervisor {
    return {
      connected: (deviceId) => supervision.connected(deviceId),
      disconnected: (deviceId) => {
        supervision.disconnected(deviceId);
        this.#moved.emit(`${deviceId} gone`);
      },
      heard: (deviceId, event, ageMs) => {
        supervision.heard(deviceId, event, ageMs);
        this.#moved.emit(`${deviceId} heard`);
      },
    };
  }

  #take({ data }: NoticeEvent): void {
    if (!('case_id' in data)) return;
    this.cases.push(data);
    this.#told.emit('case');
  }

  async #close(): Promise<void> {
    for (const device of this.#devices.values()) device.close();
    await this.#stop();
    await this.#platform.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

it('a button whose line was cut becomes a case at the platform, and its return ends it', async () => {
  const scene = await Scene.start();
  for (const id of STREET) await scene.lives(id);
  await scene.falls('CB-0003');
  await scene.clock.advance(7 * MINUTE);
  expect(await scene.told(1)).toEqual(['opened offline CB-0003']);
  await scene.lives('CB-0003');
  expect(await scene.told(2)).toEqual(['opened offline CB-0003', 'restored offline CB-0003']);
  expect(scene.cases[1]?.case_id).toBe(scene.cases[0]?.case_id);
});

it('a button that is connected and says nothing becomes a case', async () => {
  const scene = await Scene.start();
  for (const id of STREET) await scene.lives(id);
  await scene.clock.advance(20 * MINUTE);
  for (const id of STREET.slice(1)) await scene.beats(id);
  await scene.clock.advance(10 * MINUTE);
  expect(await scene.told(1)).toEqual(['opened silent CB-0000']);
});

it('a battery that runs down becomes a case before the button is needed', async () => {
  const scene = await Scene.start();
  for (const id of STREET) await scene.lives(id);
  for (let percent = 90; percent >= 30; percent -= 5) {
    await scene.clock.advance(20 * MINUTE);
    for (const id of STREET.slice(1)) await scene.beats(id);
    await scene.beats('CB-0000', { onMains: false, batteryPercent: percent });
  }
  expect(await scene.told(2)).toEqual(['opened mains_lost CB-0000', 'opened battery_low CB-0000']);
  expect(scene.cases[1]).toMatchObject({ battery_percent: 30, days_left: 0.08 });
});

it('a whole street that goes dark is one case, also over a restart of the gateway', async () => {
  const scene = await Scene.start();
  for (const id of STREET) await scene.lives(id);
  for (const id of STREET) await scene.falls(id);
  await scene.clock.advance(HOUR);
  expect(await scene.told(1)).toEqual(['opened offline 8']);
  await scene.restart();
  await scene.clock.advance(HOUR);
  for (const id of STREET) await scene.lives(id);
  await scene.clock.advance(MINUTE);
  expect(await scene.told(2)).toEqual(['opened offline 8', 'restored offline 8']);
  expect(scene.cases[1]?.case_id).toBe(scene.cases[0]?.case_id);
});

it('after a restart nobody is declared silent before they had their time', async () => {
  const scene = await Scene.start();
  for (const id of STREET) await scene.lives(id);
  await scene.clock.advance(4 * MINUTE);
  await scene.restart();
  await scene.clock.advance(4 * MINUTE);
  for (const id of STREET) await scene.lives(id);
  await scene.clock.advance(24 * MINUTE);
  for (const id of STREET.slice(1)) await scene.beats(id);
  await scene.clock.advance(3 * MINUTE);
  expect(await scene.told(1)).toEqual(['opened silent CB-0000']);
});
