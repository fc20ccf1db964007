// Updates over the air on a fake HAL: what a device takes, what it refuses, and when it waits.
import { describe, expect, test } from 'vitest';
import { imageIdOf } from '#protocol/device/update.ts';
import {
  KEY_GREEN,
  KEY_RED,
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_TRIAL,
  UPDATE_WAITING,
  UPDATE_WANTED,
  UPDATE_WHOLE,
} from '#protocol/messages.ts';
import { waiting } from '#test/support/waiting.ts';
import { chunkOf, finishOf, imageOf, UpdateWorld } from './update-world.ts';

const FIRST = imageOf('1.0.0');
const NEXT = imageOf('1.1.0');

test('an image is taken, started on trial, and good once a heartbeat was receipted', () => {
  const world = new UpdateWorld(FIRST).boot();
  expect(world.step(FIRST.offer)).toMatchObject({ state: UPDATE_GOOD, running: '1.0.0', slot: 1 });
  expect(world.update(NEXT)).toMatchObject({ state: UPDATE_GOOD, running: '1.1.0', slot: 2 });
  expect(world.boots).toBe(2);
  expect(world.bench.gateway.of('heartbeat')[0]?.uplink.event).toMatchObject({ firmware: '1.1.0' });
});

test('an image on trial is told as such until its heartbeat was receipted', () => {
  const world = new UpdateWorld(FIRST).boot();
  let status = world.step(NEXT.offer)!;
  while (status.next < NEXT.offer.bytes) status = world.step(chunkOf(NEXT, status.next))!;
  expect(world.step(finishOf(NEXT))).toMatchObject({ state: UPDATE_WHOLE });
  world.onBoot = ({ gateway }) => {
    gateway.receipts = 0;
  };
  world.live(6_000);
  expect(world.boots).toBe(2);
  expect(world.step(NEXT.offer)).toMatchObject({ state: UPDATE_TRIAL, running: '1.1.0' });
  const later = imageOf('1.2.0').offer;
  expect(world.step(later)).toMatchObject({ state: UPDATE_WAITING, detail: 'busy' });
});

test('both slots are updated in turn a hundred times', () => {
  const world = new UpdateWorld(FIRST).boot();
  for (let i = 1; i <= 100; i++) {
    const image = imageOf(`1.${i}.0`);
    expect(world.update(image)).toMatchObject({ state: UPDATE_GOOD, slot: (i % 2) + 1 });
  }
});

test('a chunk that was lost, doubled or came early is asked for again', () => {
  const world = new UpdateWorld(FIRST).boot();
  expect(world.step(NEXT.offer)).toMatchObject({ state: UPDATE_WANTED, next: 0 });
  expect(world.step(chunkOf(NEXT, 384))).toMatchObject({ state: UPDATE_WANTED, next: 0 });
  expect(world.step(chunkOf(NEXT, 0))).toMatchObject({ state: UPDATE_WANTED, next: 384 });
  expect(world.step(chunkOf(NEXT, 0))).toMatchObject({ state: UPDATE_WANTED, next: 384 });
  expect(world.step(finishOf(NEXT))).toMatchObject({ state: UPDATE_WANTED, next: 384 });
  expect(world.step(NEXT.offer)).toMatchObject({ state: UPDATE_WANTED, next: 384 });
});

test('a chunk of another image is not taken, and a second offer takes the place of the first', () => {
  const world = new UpdateWorld(FIRST).boot();
  const other = imageOf('1.2.0');
  world.step(NEXT.offer);
  expect(world.step(chunkOf(other, 0))).toMatchObject({ state: UPDATE_WAITING, detail: 'busy' });
  expect(world.step(other.offer)).toMatchObject({ state: UPDATE_WANTED, next: 0 });
  expect(world.step(chunkOf(NEXT, 0))).toMatchObject({ state: UPDATE_WAITING, detail: 'busy' });
  expect(world.update(other)).toMatchObject({ state: UPDATE_GOOD, running: '1.2.0' });
});

test('a chunk that is too short or reaches past the end changes nothing', () => {
  const world = new UpdateWorld(FIRST).boot();
  const image = imageIdOf(NEXT.offer.sha256);
  world.step(NEXT.offer);
  const short = { kind: 'chunk', image, offset: 0, data: NEXT.payload.slice(0, 383) } as const;
  expect(world.step(short)).toMatchObject({ state: UPDATE_WANTED, next: 0 });
  const small = imageOf('1.3.0', 100);
  world.step(small.offer);
  const long = { ...chunkOf(NEXT, 0), image: imageIdOf(small.offer.sha256) };
  expect(world.step(long)).toMatchObject({ state: UPDATE_WANTED, next: 0 });
});

describe('a device refuses', () => {
  const world = () => new UpdateWorld(FIRST).boot();
  const refusal = (detail: string) => ({ state: UPDATE_REFUSED, detail });

  test('an image for another board', () => {
    expect(world().update(imageOf('1.1.0', 900, { board: 'ESP32' }))).toMatchObject(
      refusal('board'),
    );
  });

  test.each(['1.0.0', '0.9.9', '1.0.0-rc9'])('version %s, which is not newer', (version) => {
    expect(world().update(imageOf(version, 900))).toMatchObject(refusal('older'));
  });

  test('no older version when it is asked for', () => {
    const made = world();
    expect(made.update(imageOf('0.9.9', 900, { older: true }))).toMatchObject({
      state: UPDATE_GOOD,
      running: '0.9.9',
    });
  });

  test('an image that does not fit', () => {
    expect(world().update(imageOf('1.1.0', 4 * 1024 + 1))).toMatchObject(refusal('size'));
    expect(world().update(imageOf('1.1.0', 4 * 1024))).toMatchObject({ state: UPDATE_GOOD });
  });

  test('an image whose bytes are not those of its hash, and takes it anew when it is offered again', () => {
    const made = world();
    const changed = {
      ...NEXT,
      payload: NEXT.payload.map((byte, i) => (i === 1_500 ? byte ^ 1 : byte)),
    };
    expect(made.update(changed)).toMatchObject(refusal('hash'));
    expect(made.step(NEXT.offer)).toMatchObject({ state: UPDATE_WANTED, next: 0 });
    expect(made.update(NEXT)).toMatchObject({ state: UPDATE_GOOD });
  });

  test.each([
    ['another key', () => finishOf(NEXT, { version: 1, secret: new Uint8Array(32) })],
    ['another device', () => finishOf(NEXT, undefined, 'CB-OTHER')],
    ['another version', () => finishOf(imageOf('1.1.0', 2_500, { version: '9.0.0' }))],
    ['the word that older is wanted', () => finishOf(imageOf('1.1.0', 2_500, { older: true }))],
  ])('a finish made for %s', (_, finish) => {
    const made = world();
    let next = made.step(NEXT.offer)!.next;
    while (next < NEXT.offer.bytes) next = made.step(chunkOf(NEXT, next))!.next;
    expect(made.step(finish())).toMatchObject(refusal('mac'));
    expect(made.slots.marks(1)?.isWhole).toBe(false);
  });

  test('everything when it has no slots', () => {
    const made = world();
    made.bench.hal.slots = null;
    expect(made.step(NEXT.offer)).toMatchObject({ ...refusal('slots'), slot: 0 });
  });

  test('storage that takes no writes', () => {
    const made = world();
    made.slotFlash.write = () => {
      throw new Error('worn');
    };
    expect(made.step(NEXT.offer)).toMatchObject(refusal('storage'));
  });
});

describe('a device waits', () => {
  test('while a press waits, and goes on when it is receipted', () => {
    const world = new UpdateWorld(FIRST).boot();
    world.step(NEXT.offer);
    world.bench.gateway.receipts = 0;
    world.bench.hal.press(KEY_GREEN);
    expect(world.step(chunkOf(NEXT, 0))).toMatchObject({ state: UPDATE_WAITING, detail: 'press' });
    expect(world.slots.read(1, 1024, 4)).toBe('\xff\xff\xff\xff');
  });

  test('while a call shows', () => {
    const world = new UpdateWorld(FIRST).boot();
    const { gateway, hal } = world.bench;
    world.step(NEXT.offer);
    hal.press(KEY_RED);
    hal.advance(100);
    const { identity } = gateway.presses[0]!.uplink;
    gateway.progress(identity!, 2);
    hal.advance(100);
    expect(world.step(chunkOf(NEXT, 0))).toMatchObject({ state: UPDATE_WAITING, detail: 'call' });
    gateway.progress(identity!, 5);
    hal.advance(100);
    expect(world.step(chunkOf(NEXT, 0))).toMatchObject({ state: UPDATE_WANTED, next: 384 });
  });

  test('on battery', () => {
    const world = new UpdateWorld(FIRST).boot();
    world.bench.hal.condition = { ...world.bench.hal.condition, onMains: false };
    world.bench.hal.advance(10_000);
    expect(world.step(NEXT.offer)).toMatchObject({ state: UPDATE_WAITING, detail: 'battery' });
  });

  test.each([1, 4])('for an hour after a boot with cause %d', (cause) => {
    const world = new UpdateWorld(FIRST).boot(cause);
    expect(world.step(NEXT.offer)).toMatchObject({ state: UPDATE_WAITING, detail: 'power' });
    world.bench.hal.advance(3_600_000);
    expect(world.step(NEXT.offer)).toMatchObject({ state: UPDATE_WANTED });
  });

  test('without memory', () => {
    const world = new UpdateWorld(FIRST).boot();
    world.bench.hal.condition = { ...world.bench.hal.condition, freeVariables: 299 };
    expect(world.step(NEXT.offer)).toMatchObject({ state: UPDATE_WAITING, detail: 'memory' });
  });
});

describe('an image that is bad', () => {
  test('and throws is started three times, then the former one, and is told as failed ever after', () => {
    const world = new UpdateWorld(FIRST).boot();
    const bad = imageOf('1.1.0', 2_500, {}, 'throw');
    world.runs = (payload) => !payload.toString('latin1').startsWith('throw');
    expect(world.update(bad)).toMatchObject({
      state: UPDATE_FAILED,
      detail: 'trials',
      running: '1.0.0',
      slot: 1,
    });
    expect(world.boots).toBe(1 + 3 + 1);
    const again = { ...bad, offer: { ...bad.offer, older: true } };
    expect(world.update(again)).toMatchObject({ state: UPDATE_FAILED, detail: 'trials' });
    expect(world.update(imageOf('1.2.0'))).toMatchObject({ state: UPDATE_GOOD, running: '1.2.0' });
  });

  test('one whose bytes change after they were proved is not started', () => {
    const world = new UpdateWorld(FIRST).boot();
    let status = world.step(NEXT.offer)!;
    while (status.next < NEXT.offer.bytes) status = world.step(chunkOf(NEXT, status.next))!;
    expect(world.step(finishOf(NEXT))).toMatchObject({ state: UPDATE_WHOLE });
    const at = (5 + 1) * 1024 + 700;
    world.slotFlash.bytes[at] = world.slotFlash.bytes[at]! & 0x55 & ~1;
    world.live(6_000);
    expect(world.step(NEXT.offer)).toMatchObject({ state: UPDATE_FAILED, running: '1.0.0' });
  });
});

describe('back', () => {
  test('leaves the image that runs for the one before, which may be updated to it again by order', () => {
    const world = new UpdateWorld(FIRST).boot();
    world.update(NEXT);
    const image = imageIdOf(NEXT.offer.sha256);
    expect(world.step({ kind: 'back', image })).toMatchObject({
      state: UPDATE_FAILED,
      detail: 'left',
    });
    world.live(6_000);
    expect(world.step({ kind: 'back', image })).toMatchObject({
      state: UPDATE_FAILED,
      detail: 'left',
      running: '1.0.0',
    });
    expect(world.update(NEXT)).toMatchObject({ state: UPDATE_FAILED, detail: 'left' });
    const again = { ...NEXT, offer: { ...NEXT.offer, older: true } };
    expect(world.update(again)).toMatchObject({ state: UPDATE_GOOD, running: '1.1.0' });
  });

  test('forgets an image that is not all there, or waits for the restart into it', () => {
    const image = imageIdOf(NEXT.offer.sha256);
    const left = { state: UPDATE_FAILED, detail: 'left', running: '1.0.0' };
    for (const isWhole of [false, true]) {
      const world = new UpdateWorld(FIRST).boot();
      let status = world.step(NEXT.offer);
      while (isWhole && status?.state === UPDATE_WANTED) {
        const isAll = status.next >= NEXT.offer.bytes;
        status = world.step(isAll ? finishOf(NEXT) : chunkOf(NEXT, status.next));
      }
      expect(status?.state).toBe(isWhole ? UPDATE_WHOLE : UPDATE_WANTED);
      expect(world.step({ kind: 'back', image })).toMatchObject(left);
      world.live(60_000);
      // Nothing of it has started, and it may come again as if it had never been there.
      expect(world.slots.version).toBe('1.0.0');
      expect(world.update(NEXT)).toMatchObject({ state: UPDATE_GOOD, running: '1.1.0' });
    }
  });

  test('is done on battery too', () => {
    const world = new UpdateWorld(FIRST).boot();
    world.update(NEXT);
    world.bench.hal.condition = { ...world.bench.hal.condition, onMains: false };
    world.bench.hal.advance(10_000);
    const image = imageIdOf(NEXT.offer.sha256);
    expect(world.step({ kind: 'back', image })).toMatchObject({ detail: 'left' });
    world.live(6_000);
    expect(world.slots.version).toBe('1.0.0');
  });

  test('is refused when there is nothing to go back to, and for an image that does not run', () => {
    const world = new UpdateWorld(FIRST).boot();
    const refusal = { state: UPDATE_REFUSED, detail: 'slots' };
    const image = imageIdOf(FIRST.offer.sha256);
    expect(world.step({ kind: 'back', image })).toMatchObject(refusal);
    expect(world.step({ kind: 'back', image: 5 })).toMatchObject(refusal);
  });
});

test('presses in every moment of an update are kept, shown and delivered', () => {
  const world = new UpdateWorld(FIRST).boot();
  let pressed = 0;
  let delivered = 0;
  let steps = 0;
  const end = world.update(NEXT, () => {
    steps++;
    if (steps % 2 === 0) return;
    const { hal, gateway } = world.bench;
    const before = gateway.presses.length;
    hal.press(steps % 4 === 1 ? KEY_RED : KEY_GREEN);
    pressed++;
    expect(hal.light).toBe('pressed');
    hal.advance(1_000);
    delivered += gateway.presses.length - before;
    for (const press of gateway.presses.slice(before)) {
      gateway.progress(press.uplink.identity!, 5, (press.uplink.event as { key: 1 | 2 }).key);
    }
    hal.advance(100);
    expect(waiting(world.bench.device.outbox)).toEqual([]);
  });
  expect(end).toMatchObject({ state: UPDATE_GOOD, running: '1.1.0' });
  expect(delivered).toBe(pressed);
});

describe('power that fails', () => {
  const updated = { state: UPDATE_GOOD, running: '1.1.0' };

  test('in any write or erasure of an update, at its start, middle or end, leaves a device that starts and takes it', () => {
    const whole = new UpdateWorld(FIRST).boot();
    whole.cutAt(null);
    expect(whole.update(NEXT)).toMatchObject(updated);
    const operations = whole.operations;
    expect(operations).toBeGreaterThan(15);
    for (let operation = 1; operation <= operations; operation++) {
      for (const part of [0, 0.3, 0.7, 1]) {
        const world = new UpdateWorld(FIRST).boot();
        world.cutAt({ operation, part });
        expect(world.update(NEXT), `${operation}, ${part}`).toMatchObject(updated);
        expect(world.boots).toBeLessThanOrEqual(3);
      }
    }
  });

  test('in any of the operations by which a bad image is left', () => {
    const bad = imageOf('1.1.0', 900, {}, 'throw');
    const runs = (payload: Buffer) => !payload.toString('latin1').startsWith('throw');
    const whole = new UpdateWorld(FIRST).boot();
    whole.runs = runs;
    whole.cutAt(null);
    whole.update(bad);
    for (let operation = 1; operation <= whole.operations; operation++) {
      for (const part of [0, 0.5, 1]) {
        const world = new UpdateWorld(FIRST).boot();
        world.runs = runs;
        world.cutAt({ operation, part });
        expect(world.update(bad), `${operation}, ${part}`).toMatchObject({
          state: UPDATE_FAILED,
          running: '1.0.0',
        });
      }
    }
  });
});
