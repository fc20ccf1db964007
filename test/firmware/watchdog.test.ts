// The hardware watchdog is kicked while the device works, and only then; and what gives way when memory runs short.
import { describe, expect, test } from 'vitest';
import { FlashLog } from '#firmware/src/core/flash-log.ts';
import { RECORD_BOOT } from '#firmware/src/core/flash-record.ts';
import { readLog } from '#firmware/src/service/open-log.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { FakeFlash, sha256 } from '#test/support/fake-hal.ts';
import { waiting } from '#test/support/waiting.ts';
import { type Bench, bench, connected } from './scripted-gateway.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
/** The shortest of any board. */
const WATCHDOG_MS = 25 * SECOND;

/** The longest time without a kick while the clock moves on. */
function longestPause({ hal }: Bench, milliseconds: number): number {
  let longest = 0;
  for (let passed = 0; passed < milliseconds; passed += SECOND) {
    hal.advance(SECOND);
    longest = Math.max(longest, hal.time - hal.kickedAt);
  }
  return longest;
}

function free({ hal }: Bench, variables: number): void {
  hal.condition = { ...hal.condition, freeVariables: variables };
}

describe('the watchdog is kicked in time', () => {
  test('through a week, with presses, lost connections and a gateway that is gone for a day', () => {
    const made = connected();
    expect(longestPause(made, 24 * HOUR)).toBeLessThan(WATCHDOG_MS);
    made.hal.press(KEY_RED);
    made.hal.socket.fail();
    expect(longestPause(made, 24 * HOUR)).toBeLessThan(WATCHDOG_MS);
    made.gateway.connack = null;
    made.hal.socket.fail();
    expect(longestPause(made, 48 * HOUR)).toBeLessThan(WATCHDOG_MS);
    made.hal.press(KEY_RED);
    made.gateway.connack = 0;
    expect(longestPause(made, 72 * HOUR)).toBeLessThan(WATCHDOG_MS);
    expect(waiting(made.device.outbox)).toEqual([]);
  });

  test('while the gateway is not found, and the wait between attempts is the longest', () => {
    const made = bench();
    made.hal.onConnect = (socket) => socket.fail();
    made.device.start();
    expect(longestPause(made, 6 * HOUR)).toBeLessThan(WATCHDOG_MS);
  });

  test('while a critical battery keeps the connection closed', () => {
    const made = connected();
    made.hal.condition = { ...made.hal.condition, onMains: false, batteryMv: 3250 };
    expect(longestPause(made, 48 * HOUR)).toBeLessThan(WATCHDOG_MS);
  });
});

describe('the watchdog is not kicked', () => {
  test('when no timer fires any more', () => {
    const made = connected();
    made.hal.advance(MINUTE);
    const { kicks } = made.hal;
    made.hal.time += HOUR;
    expect(made.hal.kicks).toBe(kicks);
  });

  test('when the link waits for an attempt that does not come', () => {
    const made = connected();
    made.gateway.connack = 3;
    made.hal.socket.fail();
    made.device.link.alarm.clear();
    expect(longestPause(made, 10 * MINUTE)).toBeGreaterThan(5 * MINUTE);
  });

  test('when a connection is being made for ever', () => {
    const made = bench();
    made.gateway.connack = null;
    made.device.start();
    made.hal.advance(SECOND);
    made.device.link.client?.answer.clear();
    expect(longestPause(made, 10 * MINUTE)).toBeGreaterThan(5 * MINUTE);
  });

  test('when a connection that is thought open hears nothing and asks nothing', () => {
    const made = connected();
    made.device.link.client?.ping.clear();
    made.device.link.client?.answer.clear();
    made.device.status.alarm.clear();
    expect(longestPause(made, 10 * MINUTE)).toBeGreaterThan(5 * MINUTE);
  });

  test('when looking at the hardware fails', () => {
    const made = connected();
    const { kicks } = made.hal;
    made.hal.health = () => {
      throw new Error('a broken converter');
    };
    expect(() => made.hal.advance(10 * SECOND)).toThrow('a broken converter');
    expect(made.hal.kicks).toBe(kicks);
  });
});

test('flash that takes nothing is reported once and never ends in a restart: that would take the boot counter', () => {
  const flash = new FakeFlash();
  const made = connected(flash);
  flash.budget = 0;
  made.hal.press(KEY_RED);
  expect(longestPause(made, 48 * HOUR)).toBeLessThan(WATCHDOG_MS);
  expect(made.gateway.of('fault').map((frame) => frame.uplink.event)).toMatchObject([
    { faultKind: 2 },
  ]);
  expect(made.gateway.presses.length).toBe(1);
  free(made, 50);
  made.hal.advance(HOUR);
  expect(made.hal.restarts).toBe(0);
});

describe('memory that runs short', () => {
  test('below 300 takes status and leaves presses', () => {
    const made = bench();
    made.gateway.connack = 3;
    made.device.start();
    made.hal.press(KEY_GREEN);
    free(made, 299);
    made.hal.advance(10 * SECOND);
    expect(waiting(made.device.outbox).map((entry) => entry.event.kind)).toEqual(['press']);
  });

  test('below 300 leaves instructions undone, until there is room again', () => {
    const made = connected();
    const locate = {
      kind: 'command',
      commandId: 5,
      action: { kind: 'locate', seconds: 10 },
    } as const;
    free(made, 299);
    made.hal.advance(3 * SECOND);
    made.gateway.send(locate);
    made.hal.advance(SECOND);
    expect(made.hal.light).toBe('idle');
    free(made, 300);
    made.hal.advance(3 * SECOND);
    made.gateway.send(locate);
    made.hal.advance(SECOND);
    expect(made.hal.light).toBe('locate');
  });

  test('below 100 for a minute restarts, and the presses that wait come back', () => {
    const flash = new FakeFlash();
    const made = connected(flash);
    made.hal.advance(2 * HOUR);
    made.gateway.connack = 3;
    made.hal.socket.fail();
    made.hal.press(KEY_RED);
    free(made, 99);
    made.hal.advance(50 * SECOND);
    expect(made.hal.restarts).toBe(0);
    made.hal.advance(15 * SECOND);
    expect(made.hal.restarts).toBe(1);
    const next = connected(flash.revived());
    expect(next.gateway.presses[0]?.uplink.identity).toMatchObject({ bootId: 1 });
  });

  test('for half a minute now and then restarts nothing', () => {
    const made = connected();
    made.hal.advance(2 * HOUR);
    for (let i = 0; i < 20; i++) {
      free(made, 99);
      made.hal.advance(30 * SECOND);
      free(made, 400);
      made.hal.advance(10 * SECOND);
    }
    expect(made.hal.restarts).toBe(0);
  });

  test('from the start restarts nothing within the first hour, and what is unknown (0) never does', () => {
    const made = connected();
    free(made, 50);
    made.hal.advance(59 * MINUTE);
    expect(made.hal.restarts).toBe(0);
    free(made, 0);
    made.hal.advance(24 * HOUR);
    expect(made.hal.restarts).toBe(0);
  });
});

test('memory that ran out ends the session, so that what it broke off is sent again', () => {
  const made = connected();
  made.gateway.receipts = 0;
  made.hal.press(KEY_RED);
  const { connectNo } = made.device.link;
  made.hal.isBrokenOff = true;
  made.gateway.receipts = 1;
  made.hal.advance(10 * SECOND);
  expect(made.device.link.connectNo).toBe(connectNo + 1);
  expect(waiting(made.device.outbox)).toEqual([]);
  expect(made.gateway.of('fault').length).toBe(1);
});

test('memory that ran out while the next attempt was planned keeps nobody from connecting', () => {
  const made = connected();
  const { hal } = made;
  const after = hal.after.bind(hal);
  hal.after = () => {
    hal.after = after;
    hal.isBrokenOff = true;
    throw new Error('broken off');
  };
  expect(() => hal.socket.fail()).toThrow('broken off');
  hal.advance(10 * SECOND);
  hal.press(KEY_RED);
  hal.advance(5 * SECOND);
  expect(made.gateway.presses.length).toBe(1);
});

test('an exception in a device that the console has stopped starts nothing, and leaves the new boot counter alone', () => {
  const { hal, device } = connected();
  hal.advance(MINUTE);
  const { log } = device;
  while (!log.isNearlyFull()) log.append(log.record(RECORD_BOOT, 0, 0, log.bootId, 0));
  device.stop();
  const { length } = hal.sockets;
  // What the console's `commit` leaves behind.
  const written = new FlashLog(hal.flash, sha256);
  readLog(written);
  written.bootId = 1_000;
  written.turnPage();
  device.recover();
  hal.advance(MINUTE);
  expect(hal.sockets.length).toBe(length);
  const next = new FlashLog(hal.flash, sha256);
  readLog(next);
  expect(next.bootId).toBe(1_000);
});
