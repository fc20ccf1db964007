// Self-test and test mode: how it starts, what it checks, and that it silences nobody in need.

import { describe, expect, test } from 'vitest';
import { millivoltsOf } from '#firmware/src/core/battery.ts';
import { selfTest } from '#firmware/src/service/self-test.ts';
import {
  KEY_GREEN,
  KEY_RED,
  OUTCOME_DONE,
  OUTCOME_FAILED,
  RECEIPT_REJECTED,
  STAGE_ACCEPTED,
} from '#protocol/messages.ts';
import { FakeFlash } from '#test/support/fake-hal.ts';
import { waiting, waitingPresses } from '#test/support/waiting.ts';
import { type Bench, bench, connected } from './scripted-gateway.ts';

const sentTests = ({ gateway }: Bench) => gateway.presses.map((press) => press.uplink.test);

function command(made: Bench, commandId = 1) {
  made.gateway.send({ kind: 'command', commandId, action: { kind: 'self_test' } });
  made.hal.advance(20);
  return made.gateway.of('command_result').at(-1)?.uplink.event;
}

test('the command starts it, shows it, checks, and answers ok', () => {
  const made = connected();
  expect(command(made, 7)).toMatchObject({ commandId: 7, outcome: OUTCOME_DONE, detail: 'ok' });
  expect(made.hal.light).toBe('self_test');
  made.hal.advance(2_000);
  expect(made.hal.light).toBe('self_test_ok');
  made.hal.advance(5_000);
  expect(made.hal.light).toBe('self_test');
  made.hal.advance(300_000);
  expect(made.hal.light).toBe('idle');
});

describe('the checks', () => {
  const failures: [name: string, make: (made: Bench) => void][] = [
    ['flash', ({ hal }) => (hal.flash.write = () => {})],
    ['battery', ({ hal }) => (hal.condition.batteryMv = 0)],
    ['battery', ({ hal }) => (hal.condition.batteryMv = millivoltsOf(20))],
    [
      'light',
      ({ hal }) => {
        hal.show = () => {
          throw new Error('broken');
        };
      },
    ],
  ];
  for (const [name, make] of failures) {
    test(`a bad ${name} is named and shown`, () => {
      const made = connected();
      make(made);
      expect(command(made)).toMatchObject({ outcome: OUTCOME_FAILED, detail: name });
      made.hal.advance(2_000);
      if (name !== 'light') expect(made.hal.light).toBe('self_test_failed');
    });
  }

  test('several are named together, and the link without a connection', () => {
    const made = bench();
    made.gateway.connack = 3;
    made.device.start();
    made.hal.advance(60_000);
    made.hal.condition.batteryMv = 0;
    expect(selfTest(made.device)).toBe('link,battery');
    made.hal.advance(2_000);
    expect(made.hal.light).toBe('self_test_failed');
  });

  test('a stuck key is named', () => {
    const { device, hal, gateway } = bench();
    hal.held.add(KEY_RED);
    device.start();
    hal.advance(31_000);
    expect(gateway.of('fault').length).toBe(1);
    expect(selfTest(device)).toBe('key');
  });

  test('the record that tests the flash changes nothing that is kept', () => {
    const flash = new FakeFlash();
    const made = connected(flash);
    const written = flash.used;
    command(made);
    expect(flash.used).toBeGreaterThanOrEqual(written + 16);
    made.device.stop();
    const next = connected(flash);
    expect(next.device.log.bootId).toBe(2);
    expect(waitingPresses(next.device.log.rows)).toEqual([]);
  });
});

describe('in test mode', () => {
  test('the first press of a key is a test, the second is real', () => {
    const made = connected();
    command(made);
    for (let i = 0; i < 3; i++) {
      made.hal.press(KEY_RED);
      made.hal.advance(1_000);
    }
    expect(sentTests(made)).toEqual([true, false, false]);
    expect(made.hal.light).toBe('stored');
  });

  test('it ends when both keys were pressed', () => {
    const made = connected();
    command(made);
    made.hal.press(KEY_RED);
    made.hal.press(KEY_GREEN);
    made.hal.advance(6_000);
    expect(made.hal.light).toBe('idle');
    made.hal.press(KEY_GREEN);
    made.hal.advance(100);
    expect(sentTests(made)).toEqual([true, true, false]);
  });

  test('it ends after 5 min, also when it is asked for again meanwhile, and by a restart', () => {
    const flash = new FakeFlash();
    const made = connected(flash);
    command(made, 1);
    made.hal.advance(200_000);
    command(made, 2);
    made.hal.advance(100_000);
    made.hal.press(KEY_RED);
    made.hal.advance(100);
    expect(sentTests(made)).toEqual([false]);
    const other = connected();
    command(other);
    other.device.stop();
    const next = connected(other.hal.flash as FakeFlash);
    next.hal.press(KEY_RED);
    next.hal.advance(100);
    expect(sentTests(next)).toEqual([false]);
  });

  test('asking again makes no second press of a key a test', () => {
    const made = connected();
    command(made, 1);
    made.hal.press(KEY_RED);
    made.hal.advance(6_000);
    command(made, 2);
    made.hal.press(KEY_RED);
    made.hal.advance(100);
    expect(sentTests(made)).toEqual([true, false]);
  });

  test('a test press shows its receipt and never that help is coming', () => {
    const made = connected();
    command(made);
    made.hal.advance(10_000);
    made.gateway.receipts = 0;
    made.hal.press(KEY_RED);
    expect(made.hal.shown.slice(-2)).toEqual(['self_test', 'self_test']);
    const press = made.gateway.presses.length;
    made.hal.advance(100);
    const seen = made.gateway.presses[press]!;
    made.gateway.receipt(seen, 1);
    made.hal.advance(100);
    expect(made.hal.light).toBe('self_test_ok');
    made.hal.advance(400_000);
    expect(made.hal.light).toBe('idle');
    expect(made.hal.shown).not.toContain('accepted');
  });

  test('a test press that is rejected shows as failed', () => {
    const made = connected();
    command(made);
    made.gateway.receipts = RECEIPT_REJECTED;
    made.hal.press(KEY_RED);
    made.hal.advance(100);
    expect(made.hal.light).toBe('self_test_failed');
  });

  test('the real press after a test has a light of its own', () => {
    const made = connected();
    command(made);
    made.hal.press(KEY_RED);
    made.hal.advance(100);
    made.gateway.receipts = 0;
    made.hal.press(KEY_RED);
    made.hal.advance(100);
    expect(made.hal.light).toBe('pressed');
    const second = made.gateway.presses[1]!.uplink.identity!;
    made.gateway.progress(second, STAGE_ACCEPTED);
    made.hal.advance(100);
    expect(made.hal.light).toBe('accepted');
  });

  test('a press with a full outbox is real, and costs no other press', () => {
    const { device, hal, gateway } = bench();
    gateway.connack = 3;
    device.start();
    hal.advance(60_000);
    selfTest(device);
    for (let at = 0; !device.outbox.isFull(); at++) device.outbox.addPress(KEY_GREEN, false, at);
    const waitingBefore = waitingPresses(device.log.rows).length;
    hal.press(KEY_RED);
    expect(waiting(device.outbox)[0]).toMatchObject({ test: false, lane: 0 });
    expect(waitingPresses(device.log.rows).length).toBe(waitingBefore + 1);
  });

  test('a test that waits in flash is a test after the restart too', () => {
    const flash = new FakeFlash();
    const made = connected(flash);
    command(made);
    made.gateway.receipts = 0;
    made.hal.press(KEY_RED);
    made.device.stop();
    const next = connected(flash);
    next.hal.advance(100);
    expect(sentTests(next)).toEqual([true]);
    expect(next.hal.shown).not.toContain('pressed');
  });
});

test('it does not start while a press waits or a call shows', () => {
  const made = connected();
  made.gateway.receipts = 0;
  made.hal.press(KEY_GREEN);
  expect(command(made)).toMatchObject({ outcome: OUTCOME_FAILED, detail: 'a press is waiting' });
  expect(selfTest(made.device)).toBe('a press is waiting');
  made.gateway.receipts = 1;
  made.hal.advance(20_000);
  expect(selfTest(made.device)).toBe('a press is waiting');
  made.hal.advance(50);
  made.hal.press(KEY_RED);
  made.hal.advance(100);
  expect(sentTests(made)).not.toContain(true);
});

describe('the gesture', () => {
  function held(cause = 1): Bench {
    const made = bench();
    made.hal.cause = cause;
    made.hal.held.add(KEY_GREEN);
    made.device.start();
    return made;
  }
  function letGoAfter(made: Bench, ms: number): Bench {
    made.hal.advance(ms - made.hal.now());
    made.hal.edge(KEY_GREEN, false);
    return made;
  }

  for (const [cause, ms, starts] of [
    [1, 2_900, false],
    [1, 3_100, true],
    [5, 9_900, true],
    [1, 10_100, false],
    [2, 5_000, false],
    [3, 5_000, false],
  ] as const) {
    test(`green let go after ${ms} ms, boot cause ${cause}: ${starts ? 'starts' : 'does not start'} it`, () => {
      const made = letGoAfter(held(cause), ms);
      made.hal.advance(1_500);
      expect(made.hal.shown.includes('self_test')).toBe(starts);
      made.hal.advance(10_000);
      expect(made.hal.shown.includes('self_test_ok')).toBe(starts);
      expect(made.gateway.presses).toEqual([]);
    });
  }

  test('a release that bounces is one', () => {
    const made = letGoAfter(held(), 5_000);
    for (const down of [true, false, true, false]) {
      made.hal.advance(3);
      made.hal.edge(KEY_GREEN, down);
    }
    made.hal.advance(1_500);
    expect(made.hal.light).toBe('self_test');
  });

  test('a key that stays down never starts it, nor one that is down again within a second', () => {
    const stuck = held();
    stuck.hal.advance(120_000);
    expect(stuck.hal.shown).not.toContain('self_test');
    const again = letGoAfter(held(), 5_000);
    again.hal.advance(500);
    again.hal.edge(KEY_GREEN, true);
    again.hal.advance(2_000);
    again.hal.edge(KEY_GREEN, false);
    again.hal.advance(10_000);
    expect(again.hal.shown).not.toContain('self_test');
    expect(sentTests(again)).toEqual([false]);
  });

  test('a red press meanwhile is real and no test begins', () => {
    const made = held();
    made.hal.advance(4_000);
    made.hal.press(KEY_RED);
    letGoAfter(made, 5_000).hal.advance(10_000);
    expect(sentTests(made)).toEqual([false]);
    expect(made.hal.shown).not.toContain('self_test');
  });

  test('the checks wait for the link, at most until a minute after the start', () => {
    const made = held();
    made.gateway.connack = 3;
    letGoAfter(made, 5_000).hal.advance(30_000);
    expect(made.hal.shown).not.toContain('self_test_failed');
    made.hal.advance(40_000);
    expect(made.hal.shown).toContain('self_test_failed');
    expect(made.hal.pendingTimers).toBeGreaterThan(0);
  });
});
