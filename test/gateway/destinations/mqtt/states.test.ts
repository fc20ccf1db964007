// States of devices at the broker: the newest, retained, never more than so many a second, whatever a city does.
import { describe, expect, it, onTestFinished } from 'vitest';
import { DeviceStates } from '#gateway/destinations/mqtt/states.ts';
import type { DestinationContext, Outcome } from '#gateway/domain/ports/destination.ts';
import type {
  DeviceViews,
  DeviceWatcher,
  SupervisedDevice,
} from '#gateway/domain/supervision/device-view.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { until } from '#test/support/until.ts';
import { Listener, mqttTo, startBroker } from './broker.ts';

/** So many devices, and a test that says what befalls them. */
class City implements DeviceViews {
  readonly views = new Map<string, SupervisedDevice>();
  watchers: DeviceWatcher[] = [];

  constructor(count: number) {
    for (let index = 0; index < count; index++) {
      const deviceId = `CB-${index}`;
      this.views.set(deviceId, { deviceId, group: 'g', state: 'online', conditions: [] });
    }
  }

  deviceIds = () => this.views.keys();
  viewOf = (deviceId: string) => this.views.get(deviceId);
  watch = (watcher: DeviceWatcher) => {
    this.watchers.push(watcher);
    return () => {
      this.watchers = this.watchers.filter((known) => known !== watcher);
    };
  };

  mark(deviceId: string, isRoutine = false): void {
    for (const watcher of this.watchers) watcher(deviceId, isRoutine);
  }

  change(deviceId: string, changes: Partial<SupervisedDevice>): void {
    this.views.set(deviceId, { ...(this.views.get(deviceId) as SupervisedDevice), ...changes });
    this.mark(deviceId);
  }
}

function statesOf(city: City, perSecond = 10) {
  const clock = new MovingClock();
  const sent: [deviceId: string, state: string | undefined][] = [];
  const setting = { isUp: true, outcome: { kind: 'unknown' } as Outcome };
  const states = new DeviceStates({
    perSecond,
    clock,
    devices: city,
    isUp: () => setting.isUp,
    async publish(deviceId, view) {
      sent.push([deviceId, view?.state]);
      return setting.outcome;
    },
  });
  states.start();
  return { clock, sent, setting, states };
}

describe('what is written behind', () => {
  it('is how a device is then, once, however often it changed', async () => {
    const city = new City(3);
    const { clock, sent, states } = statesOf(city);
    for (let time = 0; time < 100; time++) city.change('CB-1', { state: 'reconnecting' });
    city.change('CB-1', { state: 'offline' });
    expect(states.waiting).toBe(1);
    await clock.advance(10_000);
    expect(sent).toEqual([['CB-1', 'offline']]);
    expect(clock.armed).toBe(0);
  });

  it('is so many a second at most, and never more devices than there are', async () => {
    const city = new City(15_000);
    const { clock, sent, states } = statesOf(city, 50);
    for (let storm = 0; storm < 10; storm++) {
      for (const deviceId of city.views.keys()) city.mark(deviceId, storm % 2 === 0);
    }
    expect(states.waiting).toBe(15_000);
    for (let second = 1; second <= 10; second++) {
      await clock.advance(1_000);
      expect(sent).toHaveLength(50 * second);
    }
  });

  it('has what changed in front of what only lives', async () => {
    const city = new City(100);
    const { clock, sent } = statesOf(city);
    for (const deviceId of city.views.keys()) city.mark(deviceId, true);
    city.change('CB-99', { state: 'silent' });
    city.mark('CB-99', true);
    await clock.advance(200);
    expect(sent.slice(0, 2)).toEqual([
      ['CB-99', 'silent'],
      ['CB-0', 'online'],
    ]);
  });

  it('waits for the broker, and comes again when the broker failed', async () => {
    const city = new City(1);
    const { clock, sent, setting, states } = statesOf(city);
    setting.isUp = false;
    city.change('CB-0', { state: 'offline' });
    await clock.advance(60_000);
    expect(sent).toEqual([]);
    expect(clock.armed).toBe(0);
    setting.isUp = true;
    setting.outcome = { kind: 'failed', code: 'UNREACHABLE', detail: 'x' };
    states.all();
    await clock.advance(100);
    setting.outcome = { kind: 'unknown' };
    await clock.advance(1_000);
    expect(sent).toEqual([
      ['CB-0', 'offline'],
      ['CB-0', 'offline'],
    ]);
  });

  it('may be one a second', async () => {
    const { clock, sent, states } = statesOf(new City(3), 1);
    states.all();
    await clock.advance(2_000);
    expect(sent).toHaveLength(2);
  });

  it('ends with the destination', async () => {
    const city = new City(3);
    const { clock, states } = statesOf(city);
    states.all();
    states.stop();
    city.mark('CB-1');
    expect([clock.armed, states.waiting, city.watchers.length]).toEqual([0, 0, 0]);
  });
});

describe('at the broker', () => {
  it('whoever comes later finds the newest state of every device, and no home', async () => {
    const broker = await startBroker();
    const city = new City(2);
    const destination = mqttTo(broker.port, { devicesPerSecond: 50 });
    const context: DestinationContext = { devices: city, async report() {}, malformed() {} };
    destination.setContext(context);
    onTestFinished(async () => {
      await destination.stop();
      await broker.stop();
    });
    const watching = await Listener.start(broker.port, 'callbutton/devices/+/state');
    await destination.start();
    await watching.whenHeard(2);
    const view = { state: 'offline', batteryPercent: 80, onMains: false, seenAt: 0 } as const;
    city.change('CB-1', { ...view, conditions: ['offline'] });
    await watching.whenHeard(3);
    const late = await Listener.start(broker.port, 'callbutton/devices/CB-1/state');
    await late.whenHeard(1);
    expect(late.heard[0]).toMatchObject({ retain: true });
    expect(JSON.parse(late.heard[0]?.text as string)).toMatchObject({
      type: 'callbutton.device.v1',
      subject: 'CB-1',
      source: '/g/1',
      data: {
        device_id: 'CB-1',
        group: 'g',
        state: 'offline',
        battery_percent: 80,
        on_mains: false,
        seen_at: '1970-01-01T00:00:00.000Z',
        conditions: ['offline'],
      },
    });
    city.views.delete('CB-1');
    city.mark('CB-1');
    await watching.whenHeard(4);
    expect(watching.heard[3]).toMatchObject({ topic: 'callbutton/devices/CB-1/state', text: '' });
    const later = await Listener.start(broker.port, 'callbutton/devices/+/state');
    await later.whenHeard(1);
    await until(() => later.heard.length === 1);
    expect(later.heard[0]?.topic).toBe('callbutton/devices/CB-0/state');
  });
});
