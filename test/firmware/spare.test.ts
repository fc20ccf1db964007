// Two addresses: whatever main does, a red press reaches the spare in time; and main is taken up again, in peace.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KEY_GREEN, KEY_RED, STAGE_ACCEPTED, STAGE_CLOSED } from '#protocol/messages.ts';
import { waiting } from '#test/support/waiting.ts';
import {
  forges,
  hangs,
  type Peer,
  refuses,
  resets,
  silent,
  slow,
  stores,
  type TwoGateways,
  twoGateways,
} from './two-gateways.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const misbehaviours: Record<string, (made: TwoGateways) => Peer> = {
  refuses: () => refuses,
  hangs: () => hangs,
  'accepts and is silent': () => silent,
  'resets after CONNECT': resets,
  'has the wrong key': forges,
  'gives no receipts': stores,
  'takes 1.5 s for everything': (made) => slow(made, 1_500, made.mainWorks),
  'takes 3 s for everything': (made) => slow(made, 3_000, made.mainWorks),
  'takes 12 s for everything': (made) => slow(made, 12_000, made.mainWorks),
};

/** The spare got a CONNECT within 10 s of a press now, or the press has its receipt. */
function pressIsServed(made: TwoGateways): boolean {
  const before = made.spare.claims.length;
  made.hal.press(KEY_RED);
  made.hal.advance(10_000);
  const settled = waiting(made.device.outbox).every((entry) => entry.event.kind !== 'press');
  const pending = made.spare.claims.slice(before).some((claim) => claim.pending === 2);
  return settled || pending;
}

const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
const name = fc.constantFrom(...Object.keys(misbehaviours));

describe('a red press reaches the spare within 10 s, whatever main does', () => {
  test('when the device was connected to main, which dies without a word', () => {
    fc.assert(
      fc.property(name, fc.nat(200_000), chance, (misbehaviour, phase, random) => {
        const made = twoGateways();
        made.hal.chance = random;
        made.device.start();
        made.hal.advance(1_000 + phase);
        expect(made.device.link.state).toBe('connected');
        made.main.pings = false;
        made.main.receipts = 0;
        made.onMain = misbehaviours[misbehaviour]!(made);
        made.hal.advance(random * 50_000);
        expect(pressIsServed(made)).toBe(true);
      }),
    );
  });

  test('when neither was there, in the middle of any attempt or wait, and the spare has just come', () => {
    fc.assert(
      fc.property(name, fc.nat(2 * HOUR), chance, (misbehaviour, phase, random) => {
        const made = twoGateways();
        made.hal.chance = random;
        made.onMain = misbehaviours[misbehaviour]!(made);
        made.onSpare = refuses;
        made.device.start();
        made.hal.advance(phase);
        made.onSpare = made.spareWorks;
        expect(pressIsServed(made)).toBe(true);
      }),
    );
  });

  test('when it was pressed before the power came', () => {
    for (const misbehaviour of Object.values(misbehaviours)) {
      const made = twoGateways();
      made.onMain = misbehaviour(made);
      made.device.start();
      expect(pressIsServed(made)).toBe(true);
    }
  });

  test('when connecting blocks everything for seconds before it fails', () => {
    const made = twoGateways();
    const connect = made.hal.connect.bind(made.hal);
    made.hal.connect = (address, handlers) => {
      if (address.host === 'main.test') made.hal.time += 5_000;
      return connect(address, handlers);
    };
    made.onMain = refuses;
    made.device.start();
    expect(pressIsServed(made)).toBe(true);
  });
});

test('a press in an outage that goes on has both addresses tried again and again, the spare every 40 s', () => {
  const made = twoGateways();
  made.hal.chance = 0.999;
  made.onMain = hangs;
  made.onSpare = hangs;
  made.device.start();
  made.hal.press(KEY_RED);
  made.hal.advance(10 * MINUTE);
  const times = made.tried('spare.test');
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(40_000);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000);
});

test('two addresses that both take 5 s to answer are waited for in the end', () => {
  const made = twoGateways();
  made.onMain = slow(made, 2_500, made.mainWorks);
  made.onSpare = slow(made, 2_500, made.spareWorks);
  made.device.start();
  made.hal.press(KEY_RED);
  made.hal.advance(40_000);
  expect(made.notes.lines).toContain('settled 1/2 1');
});

test('a gateway whose connection takes long to make is given its time once it is made', () => {
  const made = twoGateways();
  const connect = made.hal.connect.bind(made.hal);
  made.hal.connect = (address, handlers) => {
    made.hal.time += 20_000;
    return connect(address, handlers);
  };
  made.device.start();
  made.hal.advance(30_000);
  expect(made.device.link.state).toBe('connected');
  expect(made.hal.sockets.length).toBe(1);
});

test('a red key that is hammered while receipts come does not make the device change its address', () => {
  const made = twoGateways();
  made.onMain = slow(made, 300, made.mainWorks);
  made.device.start();
  made.hal.advance(5_000);
  for (let i = 0; i < 100; i++) {
    made.hal.press(KEY_RED);
    made.hal.advance(100);
  }
  expect(made.tried('spare.test')).toEqual([]);
});

test('both addresses prove themselves and give no receipts: they take turns by the minute, not by the second', () => {
  const made = twoGateways();
  made.main.receipts = 0;
  made.spare.receipts = 0;
  made.device.start();
  made.hal.press(KEY_RED);
  made.hal.advance(HOUR);
  expect(made.hal.sockets.length).toBeLessThan(70);
  expect(made.hal.sockets.length).toBeGreaterThan(40);
});

describe('back to main', () => {
  function onSpare(): TwoGateways {
    const made = twoGateways();
    made.onMain = refuses;
    made.device.start();
    made.hal.advance(10_000);
    expect(made.hal.socket.address.host).toBe('spare.test');
    expect(made.device.link.state).toBe('connected');
    return made;
  }

  test('after half an hour to an hour, when nothing waits', () => {
    const made = onSpare();
    made.onMain = made.mainWorks;
    const from = made.hal.time;
    made.hal.advance(29 * MINUTE);
    expect(made.tried('main.test', from)).toEqual([]);
    made.hal.advance(32 * MINUTE);
    expect(made.hal.socket.address.host).toBe('main.test');
    expect(made.device.link.state).toBe('connected');
  });

  test('not while a call is open on the light', () => {
    const made = onSpare();
    made.hal.press(KEY_GREEN);
    made.hal.advance(100);
    made.spare.progress({ bootId: 1, seq: 2 }, STAGE_ACCEPTED, KEY_GREEN);
    made.onMain = made.mainWorks;
    made.hal.advance(5 * HOUR);
    expect(made.hal.light).toBe('accepted');
    expect(made.hal.socket.address.host).toBe('spare.test');
    made.spare.progress({ bootId: 1, seq: 2 }, STAGE_CLOSED, KEY_GREEN);
    made.hal.advance(61 * MINUTE);
    expect(made.hal.socket.address.host).toBe('main.test');
  });

  test('at once when the spare fails', () => {
    const made = onSpare();
    made.onMain = made.mainWorks;
    made.hal.advance(5 * MINUTE);
    made.hal.socket.fail();
    made.hal.advance(2_000);
    expect(made.hal.socket.address.host).toBe('main.test');
  });

  test('and to the spare within seconds when main is still not there', () => {
    const made = onSpare();
    const from = made.hal.time;
    made.onMain = hangs;
    made.hal.advance(61 * MINUTE);
    const [left] = made.tried('main.test', from);
    const [back] = made.tried('spare.test', left);
    expect(back! - left!).toBeLessThanOrEqual(15_000);
    expect(made.device.link.state).toBe('connected');
  });

  test('a main that comes and goes is not run after: at most two changes to it in an hour', () => {
    const made = twoGateways();
    const { hal } = made;
    made.onMain = (socket) => {
      made.mainWorks(socket);
      hal.after(20_000, () => socket.fail('crash'));
    };
    made.device.start();
    hal.advance(24 * HOUR);
    expect(made.tried('main.test').length).toBeLessThanOrEqual(48);
    expect(made.device.link.state).toBe('connected');
  });

  test('a main that was sound for a minute is tried first when it breaks and nobody waits', () => {
    const made = twoGateways();
    made.device.start();
    made.hal.advance(2 * MINUTE);
    made.hal.socket.fail();
    made.hal.advance(3_000);
    expect(made.tried('spare.test')).toEqual([]);
    expect(made.device.link.state).toBe('connected');
  });
});
