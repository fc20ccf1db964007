// Frames whose seal is good and whose content is not: a gateway of tomorrow, or one with a fault. The device stays.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeDownlink } from '#protocol/device/instructions.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { damaged, unhex, vectorFile } from '#test/protocol/support.ts';
import { waiting } from '#test/support/waiting.ts';
import { type Bench, Board } from './scripted-gateway.ts';

/** Longer than a trial of new addresses lasts. */
const SETTLED_MS = 15 * 60_000;

function isInstruction(frame: Uint8Array): boolean {
  const kind = decodeDownlink(frame)?.kind;
  return kind === 'configuration' || kind === 'command';
}

/** It is where it was, and the next press arrives. A restart that was ordered is one. */
function stays({ device, hal, gateway }: Bench, made: number, ordered: boolean): void {
  hal.advance(10);
  if (ordered) hal.advance(SETTLED_MS);
  expect(device.link.connectNo === made || ordered).toBe(true);
  if (hal.restarts > 0) return;
  expect(device.link.state).toBe('connected');
  const before = gateway.presses.length;
  hal.press(KEY_RED);
  hal.advance(1_000);
  expect(gateway.presses.length).toBe(before + 1);
  expect(waiting(device.outbox)).toEqual([]);
  hal.advance(1_000);
}

test('every changed byte and every truncation of every vector, well sealed, leaves the link up and the keys working', () => {
  for (const { frame } of vectorFile('downlinks.json').vectors) {
    let world = new Board().connected();
    for (const mask of [1, 8, 128, 255]) {
      for (const bytes of damaged(unhex(frame), mask)) {
        const ordered = isInstruction(bytes);
        world.gateway.sendFrame(bytes);
        stays(world, world.device.link.connectNo, ordered);
        if (ordered) world = new Board().connected();
      }
    }
  }
});

test('any bytes up to 64, well sealed, leave the link up and the keys working', () => {
  const world = new Board().connected();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      fc.pre(!isInstruction(bytes));
      world.gateway.sendFrame(bytes);
      stays(world, world.device.link.connectNo, false);
    }),
    { numRuns: 500 },
  );
});
