// Mains and the battery's end: what is reported when, and what a device that spares its battery still does.
import { describe, expect, test } from 'vitest';
import { millivoltsOf } from '#firmware/src/core/battery.ts';
import { KEY_GREEN, KEY_RED, STAGE_ACCEPTED } from '#protocol/messages.ts';
import { waiting } from '#test/support/waiting.ts';
import { type Bench, connected } from './scripted-gateway.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function mains({ hal }: Bench, on: boolean): void {
  hal.condition = { ...hal.condition, onMains: on };
}

function charge({ hal }: Bench, percent: number): void {
  hal.condition = { ...hal.condition, batteryMv: millivoltsOf(percent) };
}

const states = ({ gateway }: Bench) =>
  gateway.of('mains').map(({ uplink }) => uplink.event.kind === 'mains' && uplink.event.state);

/** On a battery that is critical, since long enough that the connection is closed. */
function saving(): Bench {
  const bench = connected();
  mains(bench, false);
  charge(bench, 4);
  bench.hal.advance(20 * MINUTE);
  return bench;
}

describe('mains', () => {
  test('that is lost is reported within 5 s, and so is its return', () => {
    const bench = connected();
    mains(bench, false);
    bench.hal.advance(5 * SECOND);
    expect(states(bench)).toEqual([1]);
    mains(bench, true);
    bench.hal.advance(5 * SECOND);
    expect(states(bench)).toEqual([1, 2]);
  });

  test('that flickers for less than 2 s at a time is not reported', () => {
    const bench = connected();
    for (let i = 0; i < 100; i++) {
      mains(bench, false);
      bench.hal.advance(1_900);
      mains(bench, true);
      bench.hal.advance(4_100);
    }
    expect(states(bench)).toEqual([]);
  });

  test('that is lost while there is no connection is reported afterwards, with its age', () => {
    const bench = connected();
    bench.gateway.connack = 3;
    bench.hal.socket.fail();
    mains(bench, false);
    bench.hal.advance(20 * MINUTE);
    bench.gateway.connack = 0;
    bench.hal.advance(6 * MINUTE);
    expect(states(bench)).toEqual([1]);
    expect(bench.gateway.of('mains')[0]?.uplink.ageMs).toBeGreaterThan(19 * MINUTE);
  });

  test('that is missing at the start is reported', () => {
    const bench = connected();
    expect(states(bench)).toEqual([]);
    mains(bench, false);
    bench.device.stop();
    bench.device.start();
    bench.hal.advance(10 * SECOND);
    expect(states(bench)).toEqual([1]);
  });
});

test('a heartbeat tells the voltage under load, filtered, and its percent', () => {
  const bench = connected();
  mains(bench, false);
  charge(bench, 50);
  bench.hal.advance(20 * MINUTE);
  const event = bench.gateway.of('heartbeat').at(-1)?.uplink.event;
  expect(event).toMatchObject({
    batteryMv: millivoltsOf(50),
    batteryPercent: 50,
    onMains: false,
  });
});

test('on battery a reading follows a transmission, so that it is one under load', () => {
  const bench = connected();
  mains(bench, false);
  bench.hal.advance(10 * SECOND);
  const pings: number[] = [];
  const readings: number[] = [];
  const socket = bench.hal.socket;
  const forward = socket.onSent;
  socket.onSent = (bytes) => {
    if (bytes[0] === 0xc0) pings.push(bench.hal.time);
    forward?.(bytes);
  };
  const { condition } = bench.hal;
  bench.hal.condition = {
    ...condition,
    get batteryMv() {
      readings.push(bench.hal.time);
      return condition.batteryMv;
    },
  };
  bench.hal.advance(5 * MINUTE);
  expect(readings.length).toBeGreaterThan(8);
  for (const at of readings) expect(pings).toContain(at - 20);
});

describe('a critical battery', () => {
  test('is told to the gateway before the connection is closed in order', () => {
    const bench = saving();
    expect(bench.gateway.of('battery').map((frame) => frame.uplink.event)).toMatchObject([
      { level: 3, batteryPercent: 4 },
    ]);
    expect(bench.gateway.packets.at(-1)?.cmd).toBe('disconnect');
    expect(bench.notes.lines.at(-1)).toBe('link waiting battery critical');
    expect(bench.hal.light).toBe('low_battery');
  });

  test('sends nothing for a day, then one heartbeat, and so every day', () => {
    const bench = saving();
    const before = bench.gateway.packets.length;
    bench.hal.advance(23 * HOUR);
    expect(bench.gateway.packets.length).toBe(before);
    const beats = bench.gateway.of('heartbeat').length;
    bench.hal.advance(10 * DAY - 20 * HOUR);
    expect(bench.gateway.of('heartbeat').length - beats).toBe(10);
    expect(bench.device.link.state).toBe('waiting');
  });

  test('does not try for ever to bring its heartbeat to a gateway that is not there', () => {
    const bench = saving();
    bench.gateway.connack = 3;
    const before = bench.hal.sockets.length;
    bench.hal.advance(3 * DAY);
    expect(bench.hal.sockets.length - before).toBeLessThan(3 * 30);
    expect(bench.notes.lines.at(-1)).toBe('link waiting battery critical');
  });

  test('sends a red press within a second, and stays for the news of its call', () => {
    const bench = saving();
    bench.hal.press(KEY_RED);
    expect(bench.hal.light).toBe('pressed');
    bench.hal.advance(SECOND);
    const press = bench.gateway.presses[0]!;
    expect(press.uplink.event).toMatchObject({ key: KEY_RED });
    bench.hal.advance(10 * MINUTE);
    bench.gateway.progress(press.uplink.identity!, STAGE_ACCEPTED);
    bench.hal.advance(SECOND);
    expect(bench.hal.light).toBe('accepted');
    bench.hal.advance(10 * MINUTE);
    expect(bench.notes.lines.at(-1)).toBe('link waiting battery critical');
    expect(bench.gateway.of('heartbeat').filter((frame) => frame.session.connectNo === 2)).toEqual(
      [],
    );
  });

  test('goes on trying for a red press as long as it has no receipt', () => {
    const bench = saving();
    bench.gateway.connack = null;
    bench.hal.press(KEY_RED);
    bench.hal.advance(2 * HOUR);
    bench.gateway.connack = 0;
    bench.hal.advance(30 * SECOND);
    expect(bench.gateway.presses.length).toBe(1);
    expect(waiting(bench.device.outbox).some((entry) => entry.event.kind === 'press')).toBe(false);
  });

  test('keeps a green press, says so, and sends it with the next red one', () => {
    const bench = saving();
    bench.hal.press(KEY_GREEN);
    bench.hal.advance(6 * MINUTE);
    expect(bench.gateway.presses).toEqual([]);
    expect(bench.hal.light).toBe('unreached');
    bench.hal.press(KEY_RED);
    bench.hal.advance(2 * SECOND);
    const keys = bench.gateway.presses.map(
      ({ uplink }) => uplink.event.kind === 'press' && uplink.event.key,
    );
    expect(keys).toEqual([KEY_RED, KEY_GREEN]);
  });

  test('ends with mains, empty as it is: all is sent and the connection stays', () => {
    const bench = saving();
    bench.hal.press(KEY_GREEN);
    bench.hal.advance(HOUR);
    mains(bench, true);
    bench.hal.advance(10 * SECOND);
    expect(bench.gateway.presses.length).toBe(1);
    expect(states(bench)).toEqual([1, 2]);
    bench.hal.advance(DAY);
    expect(bench.device.link.state).toBe('connected');
    charge(bench, 60);
    bench.hal.advance(HOUR);
    const levels = bench.gateway
      .of('battery')
      .map(({ uplink }) => uplink.event.kind === 'battery' && uplink.event.level);
    expect(levels).toEqual([3, 2, 1]);
    expect(bench.hal.light).not.toBe('low_battery');
  });
});
