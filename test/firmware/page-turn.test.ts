// When the flash log's page is turned: ahead of time, so that no press waits for an erasure.
import { expect, test } from 'vitest';
import { KEY_GREEN } from '#protocol/messages.ts';
import { FakeFlash } from '#test/support/fake-hal.ts';
import { addTo, clearFrom } from '#test/support/waiting.ts';
import { bench } from './scripted-gateway.ts';

const LOOK_MS = 2_000;

/** A device whose page is seven eighths full, without a press that waits. */
function nearlyFull() {
  const flash = new FakeFlash();
  const { hal, device } = bench(flash);
  device.start();
  hal.advance(1_000);
  const log = device.log;
  for (let seq = 1; !log.isNearlyFull(); seq++) {
    const identity = { bootId: 1, seq: 1_000 + seq };
    addTo(log, { identity, key: KEY_GREEN });
    clearFrom(log, identity);
  }
  return { flash, hal, device };
}

test('a page that is nearly full is turned at the next look, and the next press erases nothing', () => {
  const { flash, hal, device } = nearlyFull();
  const before = flash.erases;
  hal.advance(LOOK_MS);
  expect(flash.erases).toBe(before + 1);
  device.press(KEY_GREEN, hal.now(), false);
  expect(flash.erases).toBe(before + 1);
  expect(device.log.isNearlyFull()).toBe(false);
});

test('a page is not turned while a press waits', () => {
  const { flash, hal, device } = nearlyFull();
  device.link.stop();
  device.press(KEY_GREEN, hal.now(), false);
  const before = flash.erases;
  hal.advance(3 * LOOK_MS);
  expect(flash.erases).toBe(before);
});
