// Keys: what is watched, reported, and never lost, whatever throws.
import { expect, test } from 'vitest';
import type { Device } from '#firmware/src/core/device.ts';
import { KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import { FakeFlash, type FakeHal } from '#test/support/fake-hal.ts';
import { waiting, waitingPresses } from '#test/support/waiting.ts';
import { bench, connected } from './scripted-gateway.ts';

test('a red down-edge is a press while green is held, and the other way round', () => {
  const { hal, notes } = connected();
  hal.edge(KEY_GREEN, true);
  hal.press(KEY_RED);
  hal.edge(KEY_RED, true);
  hal.advance(1_000);
  hal.press(KEY_RED);
  expect(notes.presses.map((press) => press.key)).toEqual([KEY_GREEN, KEY_RED, KEY_RED]);
});

test('every press of a key has an identity of its own', () => {
  const { hal, gateway } = connected();
  for (let i = 0; i < 3; i++) {
    hal.press(KEY_RED);
    hal.advance(100);
  }
  expect(gateway.presses.map((press) => press.uplink.identity?.seq)).toEqual([2, 3, 4]);
});

test('two presses that are told late, in one go, are two', () => {
  const { hal, notes } = connected();
  hal.advance(1_000);
  for (const at of [300, 700]) {
    hal.edge(KEY_RED, true, at);
    hal.edge(KEY_RED, false, at + 90);
  }
  expect(notes.presses.length).toBe(2);
});

test('a key that is down for 30 s is reported as stuck, once until it is pressed anew', () => {
  const { hal, gateway } = connected();
  hal.edge(KEY_RED, true);
  hal.advance(29_000);
  expect(gateway.of('fault')).toEqual([]);
  hal.advance(600_000);
  expect(gateway.of('fault').map((frame) => frame.uplink.event)).toEqual([
    { kind: 'fault', faultKind: 1, detail: KEY_RED },
  ]);
  hal.edge(KEY_RED, false);
  hal.advance(60_000);
  hal.edge(KEY_RED, true);
  hal.advance(31_000);
  expect(gateway.of('fault').length).toBe(2);
  expect(gateway.presses.length).toBe(2);
});

test('a key that was stuck before the power came on is reported, and is no press', () => {
  const { device, hal, gateway } = bench();
  hal.held.add(KEY_GREEN);
  device.start();
  hal.advance(31_000);
  expect(gateway.of('fault').map((frame) => frame.uplink.event)).toMatchObject([
    { faultKind: 1, detail: KEY_GREEN },
  ]);
  expect(gateway.presses).toEqual([]);
});

test('a key whose up-edge was lost is not stuck, and counts when it is pressed again', () => {
  const { device, hal, gateway } = connected();
  hal.edge(KEY_RED, true);
  hal.held.delete(KEY_RED);
  hal.advance(60_000);
  expect(gateway.of('fault')).toEqual([]);
  expect(device.keys.red.isDown()).toBe(false);
  hal.edge(KEY_RED, true);
  hal.advance(31_000);
  expect(gateway.presses.length).toBe(2);
  expect(gateway.of('fault').length).toBe(1);
});

test('each stuck key is reported, and a stuck red key that flickers still counts as pressed', () => {
  const { hal, gateway } = connected();
  hal.edge(KEY_RED, true);
  hal.advance(20_000);
  hal.edge(KEY_GREEN, true);
  hal.advance(31_000);
  const faults = gateway.of('fault').map((frame) => frame.uplink.event);
  expect(faults).toMatchObject([{ detail: KEY_RED }, { detail: KEY_GREEN }]);
  hal.edge(KEY_RED, false);
  hal.advance(30);
  hal.edge(KEY_RED, true);
  hal.advance(100);
  expect(gateway.presses.length).toBe(3);
});

test('presses that come before flash is read are kept in order, show at once, and go out', () => {
  const { device, hal, gateway } = bench();
  const read = hal.flash.read.bind(hal.flash);
  let isFirst = true;
  hal.flash.read = (at, length) => {
    if (isFirst) {
      isFirst = false;
      hal.press(KEY_GREEN);
      hal.press(KEY_RED);
      expect(hal.shown).toEqual(['pressed', 'pressed']);
      hal.edge(KEY_GREEN, true, 40);
    }
    return read(at, length);
  };
  device.start();
  expect(hal.light).toBe('pressed');
  hal.advance(100);
  const seqOf = (key: Key) =>
    gateway.presses
      .filter((press) => 'key' in press.uplink.event && press.uplink.event.key === key)
      .map((press) => press.uplink.identity);
  expect(seqOf(KEY_GREEN)).toEqual([
    { bootId: 1, seq: 2 },
    { bootId: 1, seq: 4 },
  ]);
  expect(seqOf(KEY_RED)).toEqual([{ bootId: 1, seq: 3 }]);
});

test('the keys are watched before anything else of the world is touched', () => {
  const { device, hal } = bench();
  const order = noteOrder(hal);
  device.start();
  expect(order.slice(0, 2)).toEqual(['watch', 'read']);
});

test('a press shows before flash, and is on flash before the network', () => {
  for (const key of [KEY_RED, KEY_GREEN] as const) {
    const { hal } = connected();
    const order = noteOrder(hal);
    hal.press(key);
    expect([...new Set(order)]).toEqual(['show', 'write', 'read', 'send']);
  }
});

/** What the device does to the world, in order. */
function noteOrder(hal: FakeHal): string[] {
  const order: string[] = [];
  const { flash } = hal;
  const read = flash.read;
  const write = flash.write;
  const watch = hal.watchKeys;
  const show = hal.show;
  const connect = hal.connect;
  flash.read = (at, length) => note('read', () => read.call(flash, at, length));
  flash.write = (at, bytes) => note('write', () => write.call(flash, at, bytes));
  hal.watchKeys = (onEdge) => note('watch', () => watch.call(hal, onEdge));
  hal.show = (pattern) => note('show', () => show.call(hal, pattern));
  hal.connect = (address, handlers) => note('connect', () => connect.call(hal, address, handlers));
  const sent = hal.sockets.at(-1)?.onSent;
  if (sent) hal.socket.onSent = (bytes) => note('send', () => sent(bytes));
  return order;

  function note<T>(what: string, call: () => T): T {
    order.push(what);
    return call();
  }
}

const broken = (): never => {
  throw new Error('broken');
};

interface Break {
  what: string;
  /** Breaks it; what it returns mends it. */
  make: (hal: FakeHal, device: Device) => () => void;
}

function breaking<O extends object>(what: string, of: (hal: FakeHal, device: Device) => O) {
  return (name: keyof O & string): Break => ({
    what: `${what}.${name}`,
    make: (hal, device) => {
      const object = of(hal, device);
      const sound = object[name];
      object[name] = broken as O[typeof name];
      return () => {
        object[name] = sound;
      };
    },
  });
}

const breaks: Break[] = [
  ...(['show', 'connect', 'health', 'random', 'sha256'] as const).map(
    breaking('hal', (hal) => hal),
  ),
  ...(['read', 'write', 'erase'] as const).map(breaking('flash', (hal) => hal.flash)),
  breaking('socket', (hal) => hal.socket)('write'),
  ...(['pressed', 'settled', 'news', 'shown', 'link'] as const).map(
    breaking('observer', (_hal, device) => device.observer),
  ),
  ...(['clear', 'sha256'] as const).map(breaking('log', (_hal, device) => device.log)),
];

/** Runs; what is thrown goes where the interpreter would take it. */
function guarded(device: Device, run: () => void): void {
  try {
    run();
  } catch {
    try {
      device.recover();
    } catch {
      // The handler itself failed: the board only prints that.
    }
  }
}

for (const { what, make } of breaks) {
  for (const state of ['connected', 'waiting'] as const) {
    test(`a press that is made while ${what} throws, ${state}, arrives once it is mended`, () => {
      const made = connected();
      const { device, hal, gateway } = made;
      if (state === 'waiting') hal.socket.fail();
      const mend = make(hal, device);
      guarded(device, () => hal.press(KEY_RED));
      expect(waiting(device.outbox).some((entry) => entry.lane === 0)).toBe(true);
      for (let i = 0; i < 40; i++) guarded(device, () => hal.advance(50));
      mend();
      guarded(device, () => device.recover());
      for (let i = 0; i < 60; i++) guarded(device, () => hal.advance(1_000));
      const ids = gateway.presses.map((press) => press.uplink.identity);
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids.map((id) => `${id?.bootId}/${id?.seq}`)).size).toBe(1);
      expect(waiting(device.outbox)).toEqual([]);
      expect(device.link.state).toBe('connected');
    });
  }
}

test('a press goes to flash and out at once although the light throws, and that is reported', () => {
  const { device, hal, gateway } = connected();
  hal.show = broken;
  hal.press(KEY_RED);
  expect(waitingPresses(device.log.rows).length).toBe(1);
  hal.advance(20);
  expect(gateway.presses.length).toBe(1);
  expect(gateway.of('fault').map((frame) => frame.uplink.event)).toMatchObject([{ faultKind: 4 }]);
  expect(device.link.connectNo).toBe(1);
});

test('a press goes out at once although the checksum of its record throws, and flash is not given up for that', () => {
  const { device, hal, gateway } = connected();
  gateway.receipts = 0;
  const { sha256, flash } = device.log;
  const before = (flash as FakeFlash).used;
  device.log.sha256 = broken;
  hal.press(KEY_RED);
  expect((flash as FakeFlash).used).toBe(before);
  hal.advance(20);
  expect(gateway.presses.length).toBe(1);
  expect(gateway.of('fault').map((frame) => frame.uplink.event)).toMatchObject([{ faultKind: 2 }]);
  device.log.sha256 = sha256;
  hal.advance(100);
  hal.press(KEY_RED);
  const next = connected((flash as FakeFlash).revived());
  expect(next.gateway.presses.map((press) => press.uplink.identity?.seq)).toEqual([4]);
});

test('a press whose observer throws is on flash already, and goes out again within seconds', () => {
  const { device, hal, gateway, notes } = connected();
  notes.pressed = broken;
  guarded(device, () => hal.press(KEY_RED));
  expect(waitingPresses(device.log.rows).length).toBe(1);
  hal.advance(2_000);
  expect(gateway.presses.length).toBe(1);
});

test('a red press whose observer throws in a long wait for the next attempt goes out within seconds', () => {
  const { device, hal, gateway, notes } = connected();
  const accept = hal.onConnect;
  hal.onConnect = (socket) => socket.fail();
  hal.socket.fail();
  hal.advance(3 * 3_600_000);
  hal.advance(device.link.dueAt - hal.now() + 100);
  expect(device.link.dueAt - hal.now()).toBeGreaterThan(60_000);
  hal.onConnect = accept;
  notes.pressed = broken;
  guarded(device, () => hal.press(KEY_RED));
  hal.advance(2_000);
  expect(gateway.presses.length).toBe(1);
});

test('an exception before the first connection leaves nothing undone', () => {
  for (const what of ['health', 'connect', 'show'] as const) {
    const { device, hal, gateway } = bench(new FakeFlash());
    const sound = hal[what];
    hal[what] = broken;
    guarded(device, () => device.start());
    guarded(device, () => hal.press(KEY_RED));
    Object.assign(hal, { [what]: sound });
    device.recover();
    hal.advance(13_000);
    expect(gateway.presses.map((press) => press.session.bootId)).toEqual([1]);
    expect(waiting(device.outbox)).toEqual([]);
  }
});

test('a light that failed is shown at the next occasion', () => {
  const { hal, gateway } = connected();
  gateway.receipts = 0;
  const show = hal.show.bind(hal);
  hal.show = broken;
  hal.press(KEY_RED);
  hal.show = show;
  hal.advance(20);
  expect(hal.light).toBe('pressed');
});

test('a press does not need the timer that finds a stuck key', () => {
  const { hal, gateway } = connected();
  const after = hal.after.bind(hal);
  hal.after = (milliseconds, call) => {
    if (milliseconds === 30_000) throw new Error('out of memory');
    return after(milliseconds, call);
  };
  expect(() => hal.edge(KEY_RED, true)).toThrow('out of memory');
  hal.advance(1_000);
  expect(gateway.presses.length).toBe(1);
  expect(hal.light).toBe('stored');
});
