// A connect that stands still, as on an ESP32 whose gateway's machine is off: nothing is lost, concluded or heard of it.
import { describe, expect, test } from 'vitest';
import { selfTest } from '#firmware/src/service/self-test.ts';
import { KEY_GREEN, KEY_RED, STAGE_ACCEPTED } from '#protocol/messages.ts';
import { type Bench, bench, connected, SPARE } from './scripted-gateway.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Three name servers that don't answer, and then thirteen SYNs. */
const BLOCK_MS = 40 * SECOND;
const ESP32_WATCHDOG_MS = 120 * SECOND;

/** Was connected; now the gateway's machine is off, and the first connect begins within 2 s. */
function machineOff(made: Bench = connected()): Bench {
  const { hal } = made;
  hal.advance(MINUTE);
  hal.onConnect = (socket) => socket.fail();
  hal.blocksMs = BLOCK_MS;
  hal.socket.fail();
  return made;
}

/** The machine is on again: the next attempt finds it. */
function machineOn({ hal, gateway }: Bench): void {
  hal.blocksMs = 0;
  hal.onConnect = (socket) => gateway.accept(socket);
}

describe('presses that are made while a connect stands still', () => {
  test('arrive all, each once and with the age it has', () => {
    const made = machineOff();
    const { hal, gateway } = made;
    const pressedAt = [10, 10.5, 25, 39].map((seconds) => hal.now() + seconds * SECOND);
    for (const at of pressedAt) hal.willPress(at, KEY_RED);
    hal.advance(45 * SECOND);
    machineOn(made);
    for (let i = 0; i < 2_000 && gateway.presses.length < 4; i++) hal.advance(10);
    const arrived = gateway.presses.map(({ uplink }) => uplink);
    expect(arrived.length).toBe(4);
    const ages = arrived.map(({ ageMs }) => ageMs);
    const off = ages.map((age, i) => hal.now() - age - pressedAt[i]!);
    expect(Math.min(...off)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...off)).toBeLessThanOrEqual(10);
  });

  test('are told from chatter by when they happened', () => {
    const { hal, notes } = machineOff();
    const at = hal.now() + 10 * SECOND;
    for (let i = 0; i < 6; i++) hal.willEdge(at + 3 * i, KEY_RED, i % 2 === 0);
    hal.willPress(at + 300, KEY_RED);
    hal.advance(MINUTE);
    expect(notes.presses.length).toBe(2);
  });

  test('show as soon as it is over, and for long enough to be seen before the next', () => {
    const { hal } = machineOff();
    hal.willPress(hal.now() + 10 * SECOND, KEY_RED);
    hal.advance(3 * SECOND);
    const over = hal.time;
    expect(hal.light).toBe('pressed');
    const { openedAt } = hal.socket;
    hal.advance(MINUTE);
    const next = hal.sockets.find((socket) => socket.openedAt > openedAt);
    expect(next!.openedAt - over).toBeGreaterThan(-3 * SECOND + 250);
  });

  test('ask for the telephone 90 s after they were made, not after they were told', () => {
    const { hal } = machineOff();
    const pressedAt = hal.now() + 5 * SECOND;
    hal.willPress(pressedAt, KEY_RED);
    hal.advance(45 * SECOND);
    hal.blocksMs = 0;
    hal.advance(pressedAt + 89 * SECOND - hal.now());
    expect(hal.light).toBe('pressed');
    hal.advance(2 * SECOND);
    expect(hal.light).toBe('unreached');
  });

  test('are a test only when test mode was on at that moment', () => {
    const made = connected();
    const { hal, device, gateway } = made;
    hal.advance(2 * MINUTE);
    selfTest(device);
    const endsAt = hal.now() + 5 * MINUTE;
    hal.advance(4 * MINUTE + 30 * SECOND);
    hal.onConnect = (socket) => socket.fail();
    hal.blocksMs = BLOCK_MS;
    hal.socket.fail();
    hal.willPress(endsAt - 10 * SECOND, KEY_RED);
    hal.willPress(endsAt + 2 * SECOND, KEY_GREEN);
    hal.advance(MINUTE);
    machineOn(made);
    hal.advance(3 * MINUTE);
    const tests = gateway.presses.map(({ uplink }) => uplink.test);
    expect(tests.sort()).toEqual([false, true]);
  });
});

test('a press on an idle device shows for a quarter of a second before a connect begins', () => {
  for (const chance of [0, 0.5, 0.999]) {
    const made = machineOff();
    const { hal } = made;
    hal.blocksMs = 0;
    hal.advance(10 * MINUTE);
    hal.chance = chance;
    const pressedAt = hal.now();
    hal.press(KEY_RED);
    expect(hal.light).toBe('pressed');
    hal.advance(2 * SECOND);
    const next = hal.sockets.find((socket) => socket.openedAt >= pressedAt)!;
    expect(next.openedAt - pressedAt).toBeGreaterThanOrEqual(250);
    expect(next.openedAt - pressedAt).toBeLessThanOrEqual(500);
  }
});

describe('what is late after it is no ground for a conclusion', () => {
  test('a key that was pressed and let go meanwhile is not stuck', () => {
    const { hal, gateway, ...made } = machineOff();
    hal.willPress(hal.now() + 3 * SECOND, KEY_RED);
    hal.willEdge(hal.now() + 4 * SECOND, KEY_GREEN, true);
    hal.willEdge(hal.now() + 41 * SECOND, KEY_GREEN, false);
    hal.advance(45 * SECOND);
    machineOn({ hal, gateway, ...made });
    hal.advance(5 * MINUTE);
    expect(gateway.of('fault')).toEqual([]);
    expect(gateway.presses.length).toBe(2);
  });

  test('nor is one that was down when it began', () => {
    const made = machineOff();
    const { hal, gateway } = made;
    hal.press(KEY_GREEN);
    hal.edge(KEY_RED, true);
    hal.willEdge(hal.now() + 35 * SECOND, KEY_RED, false);
    hal.advance(45 * SECOND);
    machineOn(made);
    hal.advance(5 * MINUTE);
    expect(gateway.of('fault')).toEqual([]);
  });

  test('a key that is still down half a minute later is', () => {
    const made = machineOff();
    const { hal, gateway } = made;
    hal.willEdge(hal.now() + 3 * SECOND, KEY_RED, true);
    hal.advance(45 * SECOND);
    machineOn(made);
    hal.advance(5 * MINUTE);
    expect(gateway.of('fault').length).toBe(1);
  });

  test('a connect that took long and succeeded leaves the gateway its full time to answer', () => {
    const made = machineOff();
    const { hal, gateway, device } = made;
    hal.onConnect = (socket) => void hal.after(9 * SECOND, () => gateway.accept(socket));
    hal.advance(2 * MINUTE);
    expect(device.link.state).toBe('connected');
    expect(gateway.claims.length).toBe(2);
  });

  test('a self-test waits for a connection that is being made, and fails when there is none', () => {
    for (const isOn of [true, false]) {
      const made = bench();
      const { hal, gateway, device } = made;
      hal.onConnect = (socket) => socket.fail();
      device.start();
      hal.advance(25 * SECOND);
      selfTest(device);
      hal.blocksMs = BLOCK_MS;
      hal.onConnect = (socket) =>
        void hal.after(100, () => (isOn ? gateway.accept(socket) : socket.fail()));
      hal.advance(2 * MINUTE);
      expect(hal.shown.includes('self_test_ok')).toBe(isOn);
      expect(hal.shown.includes('self_test_failed')).toBe(!isOn);
    }
  });

  test('a gesture that was made in time starts its test when it is over', () => {
    const { hal, device } = bench();
    hal.held.add(KEY_GREEN);
    hal.onConnect = (socket) => socket.fail();
    device.start();
    hal.advance(SECOND);
    hal.blocksMs = BLOCK_MS;
    hal.willEdge(6 * SECOND, KEY_GREEN, false);
    hal.advance(5 * SECOND);
    expect(hal.time).toBeGreaterThan(BLOCK_MS);
    hal.advance(2 * SECOND);
    expect(hal.shown).toContain('self_test');
  });

  test('an acceptance from before is believed for as long as ever', () => {
    const made = connected();
    const { hal, gateway } = made;
    hal.press(KEY_RED);
    hal.advance(50);
    gateway.progress(gateway.presses[0]!.uplink.identity!, STAGE_ACCEPTED);
    hal.advance(50);
    machineOff(made);
    hal.advance(MINUTE);
    expect(hal.light).toBe('accepted');
    hal.advance(10 * MINUTE);
    expect(hal.light).toBe('no_network');
  });
});

describe('the watchdog is kicked in time while connects stand still', () => {
  const longest = (made: Bench): number => {
    let most = 0;
    const kick = made.hal.kick.bind(made.hal);
    made.hal.kick = () => {
      most = Math.max(most, made.hal.time - made.hal.kickedAt);
      kick();
    };
    made.hal.advance(6 * HOUR);
    return Math.max(most, made.hal.time - made.hal.kickedAt);
  };

  test('on an idle device', () => {
    expect(longest(machineOff())).toBeLessThan(ESP32_WATCHDOG_MS / 2);
  });

  test('with a red press waiting', () => {
    const made = machineOff();
    made.hal.press(KEY_RED);
    expect(longest(made)).toBeLessThan(ESP32_WATCHDOG_MS / 2);
  });

  test('with a red press waiting and two addresses', () => {
    const made = machineOff(connected(undefined, { spare: SPARE }));
    made.hal.press(KEY_RED);
    expect(longest(made)).toBeLessThan(ESP32_WATCHDOG_MS / 2);
  });
});

describe('between connects that stand still', () => {
  /** The pauses of so many attempts. */
  function pauses({ hal }: Bench, attempts: number): number[] {
    const before = hal.sockets.length;
    while (hal.sockets.length < before + attempts + 1) hal.advance(SECOND);
    const opened = hal.sockets.slice(before).map(({ openedAt }) => openedAt);
    return opened.slice(1).map((at, i) => at - opened[i]! - BLOCK_MS);
  }

  test('an idle device is there for at least as long as one takes', () => {
    expect(Math.min(...pauses(machineOff(), 12))).toBeGreaterThanOrEqual(BLOCK_MS);
  });

  test('one with a red press waiting tries on in red’s rhythm', () => {
    const made = machineOff();
    made.hal.press(KEY_RED);
    const waits = pauses(made, 12);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(10 * SECOND);
  });
});
