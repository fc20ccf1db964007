// How fast a normal home wears out its flash: counted on the real log, and what README.md states of it.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FlashLog } from '#firmware/src/core/flash-log.ts';
import { openLog } from '#firmware/src/service/open-log.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { FakeFlash, sha256 } from '#test/support/fake-hal.ts';
import { addTo, clearFrom } from '#test/support/waiting.ts';

/** A home that uses its button a lot: presses a day, every one receipted; the power is cut once a month. */
const PRESSES_A_DAY = 10;
const DAYS_A_BOOT = 30;
const DAYS = 5 * 365;

function fiveYears(pages: number, pageBytes: number) {
  const flash = new FakeFlash(pages, pageBytes);
  const erasesOf = new Array<number>(pages).fill(0);
  const erase = flash.erase.bind(flash);
  flash.erase = (page: number) => {
    erasesOf[page]! += 1;
    erase(page);
  };
  let log = new FlashLog(flash, sha256);
  openLog(log);
  let boots = 1;
  for (let day = 0; day < DAYS; day++) {
    if (day % DAYS_A_BOOT === 0) {
      log = new FlashLog(flash, sha256);
      openLog(log);
      boots++;
    }
    for (let i = 0; i < PRESSES_A_DAY; i++) {
      const identity = { bootId: log.bootId, seq: day * PRESSES_A_DAY + i + 1 };
      const key = i === 0 ? KEY_RED : KEY_GREEN;
      addTo(log, { identity, key });
      clearFrom(log, identity);
    }
  }
  return { writes: flash.writes, erases: flash.erases, worst: Math.max(...erasesOf), boots, log };
}

test('five years of a busy home erase no page more than a few times', () => {
  const esp32 = fiveYears(16, 4096);
  expect(esp32.log.bootId).toBe(esp32.boots);
  expect(esp32.worst).toBeLessThanOrEqual(10);
  const wifi = fiveYears(3, 16384);
  expect(wifi.worst).toBeLessThanOrEqual(13);
  const readme = readFileSync(new URL('../../firmware/README.md', import.meta.url), 'utf8');
  for (const [name, { writes, erases, worst }] of Object.entries({ esp32, wifi })) {
    expect(readme, name).toContain(`| ${writes} | ${erases} | ${worst} |`);
  }
});

test('heartbeats, status and lost connections write nothing', async () => {
  const { connected } = await import('./scripted-gateway.ts');
  const flash = new FakeFlash();
  const made = connected(flash);
  const { writes, erases } = flash;
  made.hal.condition = { ...made.hal.condition, onMains: false, batteryMv: 3550 };
  made.hal.advance(12 * 3_600_000);
  made.hal.socket.fail();
  made.hal.advance(12 * 3_600_000);
  expect(made.gateway.of('mains').length).toBe(1);
  expect({ writes: flash.writes, erases: flash.erases }).toEqual({ writes, erases });
});
