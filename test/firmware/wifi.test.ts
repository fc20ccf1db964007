// Wi-Fi: joined again for ever, whatever the module tells or keeps to itself.
import { beforeEach, expect, test, vi } from 'vitest';
import { Wifi } from '#firmware/src/espruino/wifi.ts';
import { FakeHal } from '#test/support/fake-hal.ts';

const HOUR = 3_600_000;

class FakeWifi {
  joins: number[] = [];
  disconnects = 0;
  station = 'NO_AP_FOUND';
  ip = '0.0.0.0';
  private readonly hal: FakeHal;
  private readonly listeners = new Map<string, (details?: { msg?: string }) => void>();
  constructor(hal: FakeHal) {
    this.hal = hal;
  }
  connect(_ssid: string, _options: object): void {
    this.joins.push(this.hal.now());
  }
  disconnect(): void {
    this.disconnects++;
  }
  stopAP(): void {}
  on(event: string, call: (details?: { msg?: string }) => void): void {
    this.listeners.set(event, call);
  }
  getStatus() {
    return { station: this.station, rssi: -61 };
  }
  getIP() {
    return { ip: this.ip };
  }
  emit(event: string, msg?: string): void {
    this.listeners.get(event)?.(msg === undefined ? undefined : { msg });
  }
  comes(): void {
    this.station = 'connected';
    this.ip = '192.168.1.7';
    this.emit('connected');
  }
}

function started() {
  const hal = new FakeHal();
  const module = new FakeWifi(hal);
  const wifi = new Wifi(module);
  const hurried: boolean[] = [];
  const user = { state: 'waiting', hurry: (network: boolean) => void hurried.push(network) };
  wifi.start(hal, { ssid: 'home', password: 'secret' }, user);
  return { hal, module, wifi, user, hurried };
}

beforeEach(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));

test('an access point that is gone for hours is sought for ever, at most every 30 s to a minute', () => {
  const { hal, module } = started();
  module.connect = () => {
    module.joins.push(hal.now());
    hal.after(3_000, () => module.emit('disconnected', 'NO_AP_FOUND'));
  };
  hal.advance(3_000);
  module.emit('disconnected', 'NO_AP_FOUND');
  hal.advance(5 * HOUR);
  const gaps = module.joins.slice(1).map((time, i) => time - module.joins[i]!);
  expect(gaps.length).toBeGreaterThan(5 * 50);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(63_000);
  expect(Math.min(...gaps.slice(6))).toBeGreaterThanOrEqual(30_000);
});

test('several events of one loss are one new attempt', () => {
  const { hal, module } = started();
  module.comes();
  for (let i = 0; i < 4; i++) module.emit('disconnected', 'BEACON_TIMEOUT');
  hal.advance(2_001);
  expect(module.joins.length).toBe(2);
});

test('a wrong password and an access point that is not there are told apart, and kept until it is in', () => {
  const { module, wifi } = started();
  module.emit('disconnected', 'NO_AP_FOUND');
  expect(wifi.problem).toBe('NO_AP_FOUND');
  module.emit('disconnected', 'AUTH_FAIL');
  expect(wifi.problem).toBe('AUTH_FAIL');
  module.emit('disconnected');
  expect(wifi.problem).toBe('lost');
  module.comes();
  expect(wifi.problem).toBe('');
});

test('the link hears of the network as soon as there is an address', () => {
  const { module, hurried } = started();
  module.comes();
  expect(hurried).toEqual([true]);
});

test('a loss that nobody told of is noticed within 2 min by the link that cannot connect', () => {
  const { hal, module, user } = started();
  module.comes();
  user.state = 'connected';
  hal.advance(3 * HOUR);
  expect(module.joins.length).toBe(1);
  user.state = 'waiting';
  module.station = 'BEACON_TIMEOUT';
  hal.advance(182_000);
  expect(module.joins.length).toBe(2);
  expect(module.disconnects).toBe(1);
});

test('an association without an address is no network', () => {
  const { hal, module } = started();
  module.station = 'connected';
  hal.advance(125_000);
  expect(module.joins.length).toBe(2);
});

test('a board that believes itself in, while the link finds no way out, joins anew every 10 min only', () => {
  const { hal, module } = started();
  module.comes();
  hal.advance(9 * 60_000);
  expect(module.joins.length).toBe(1);
  hal.advance(2 * 60_000);
  expect(module.joins.length).toBe(2);
});

test('a module that tells nothing at all is asked to join again and again', () => {
  const { hal, module } = started();
  hal.advance(HOUR);
  expect(module.joins.length).toBeGreaterThan(15);
});

test('signal strength comes from the status, and is 0 when it cannot be', () => {
  const { module, wifi } = started();
  expect(wifi.rssi()).toBe(-61);
  module.getStatus = () => ({ station: '', rssi: 31 });
  expect(wifi.rssi()).toBe(0);
  expect(new Wifi(null).rssi()).toBe(0);
});

test('a board without Wi-Fi does nothing', () => {
  const hal = new FakeHal();
  new Wifi(null).start(hal, { ssid: '', password: '' }, { state: '', hurry() {} });
  expect(hal.pendingTimers).toBe(0);
});
