// The board table, and what is read of a board: its battery, and why it started.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Board, boardOf, NONE } from '#firmware/src/espruino/board.ts';
import { bootCauseOf } from '#firmware/src/espruino/boot-cause.ts';
import { RESTART_MARK } from '#firmware/src/espruino/mark.ts';
import { batteryMv } from '#firmware/src/espruino/measure.ts';

/** The interpreter's ports, by name. */
Object.assign(globalThis, { Serial1: 'Serial1', USB: 'USB' });

afterEach(() => vi.unstubAllGlobals());

const NAMES = ['ESP32', 'ESP32C3_IDF4', 'ESP32S3_IDF4', 'ESPRUINOWIFI', 'LINUX'];
const PINS = [
  'redKey',
  'greenKey',
  'redLight',
  'greenLight',
  'buzzer',
  'mains',
  'battery',
] as const;
const pinsOf = (board: Board) => PINS.map((name) => board[name]).filter((pin) => pin !== NONE);

/** Pins that no part may use: flash, console, USB, how the chip starts, the radio's. */
const TAKEN: Record<string, (number | string)[]> = {
  ESP32: [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15],
  ESP32C3_IDF4: [2, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
  ESP32S3_IDF4: [0, 3, 19, 20, 26, 27, 28, 29, 30, 31, 32, 43, 44, 45, 46],
  ESPRUINOWIFI: ['A2', 'A3', 'A9', 'A11', 'A12', 'A13', 'A14', 'A15', 'B2', 'B6', 'B7', 'C13'],
  LINUX: [],
};

describe.each(NAMES)('%s', (name) => {
  const board = boardOf(name);

  test('uses no pin twice, and none that belongs to the chip or its console', () => {
    const pins = pinsOf(board);
    expect(new Set(pins).size).toBe(pins.length);
    expect(pins.filter((pin) => TAKEN[name]?.includes(pin))).toEqual([]);
  });

  test('has every entry, both keys, and at least two pages of flash', () => {
    expect(Object.keys(board).sort()).toEqual(Object.keys(boardOf('ESP32')).sort());
    expect([board.redKey, board.greenKey]).not.toContain(NONE);
    expect(board.flashPages).toBeGreaterThanOrEqual(2);
    expect(board.flashPageBytes % 4096).toBe(0);
    expect(board.watchdogS).toBeGreaterThan(0);
    if (board.battery !== NONE) expect(board.batteryFullMv).toBeGreaterThan(4200);
  });

  test('has its console where the installer’s cable ends', () => {
    expect(board.cable).toBe(name === 'ESPRUINOWIFI' ? 'USB' : 'Serial1');
  });

  test('keeps its log out of Storage', () => {
    if (board.flashAddress === NONE) return;
    const end = board.flashAddress + board.flashPages * board.flashPageBytes;
    expect(end).toBeLessThanOrEqual(name === 'ESPRUINOWIFI' ? 0x08010000 : 0x320000);
  });
});

test('the keys of an Espruino WiFi have interrupt lines of their own', () => {
  const { redKey, greenKey } = boardOf('ESPRUINOWIFI');
  expect(String(redKey).slice(1)).not.toBe(String(greenKey).slice(1));
});

test('a build adds its kind to the name, and what is not known counts as an ESP32', () => {
  const table = (name: string) => JSON.stringify(boardOf(name));
  expect(table('ESP32_IDF4')).toBe(table('ESP32'));
  expect(table('ESP32C3_IDF5')).toBe(table('ESP32C3_IDF4'));
  expect(table('')).toBe(table('ESP32'));
});

describe('the battery', () => {
  const reading = (value: () => number) => vi.stubGlobal('analogRead', value);

  test('is the mean of several readings through the divider', () => {
    let turn = 0;
    reading(() => (turn++ % 2 === 0 ? 0.59 : 0.61));
    expect(batteryMv(boardOf('ESP32'))).toBe(3960);
  });

  test('that is not there reads at least 1, so that it is not taken for unmeasured', () => {
    reading(() => 0);
    expect(batteryMv(boardOf('ESP32'))).toBe(1);
  });

  test('is 0, unmeasured, on a pin without a converter and on a board without the pin', () => {
    reading(() => Number.NaN);
    expect(batteryMv(boardOf('ESP32'))).toBe(0);
    reading(() => -1 / 4096);
    expect(batteryMv(boardOf('ESP32'))).toBe(0);
    expect(batteryMv(boardOf('ESP32S3_IDF4'))).toBe(0);
  });
});

describe('the cause of a start', () => {
  const POWER_ON = 1;
  const RESTART = 2;
  const WATCHDOG = 3;
  const BROWNOUT = 4;
  const UNKNOWN = 5;

  function memory(content: Record<number, number>): Map<number, number> {
    const words = new Map(Object.entries(content).map(([at, word]) => [Number(at), word]));
    vi.stubGlobal('peek32', (at: number) => words.get(at) ?? 0);
    vi.stubGlobal('poke32', (at: number, word: number) => words.set(at, word));
    return words;
  }

  test.each([
    ['the power came on', 1, 0, POWER_ON],
    ['the voltage broke down', 15, 0, BROWNOUT],
    ['it was ordered', 12, RESTART_MARK, RESTART],
    ['nobody ordered the restart', 12, 0, WATCHDOG],
    ['a watchdog of the chip ran out', 16, RESTART_MARK, WATCHDOG],
    ['it woke from deep sleep, which it never does', 5, 0, UNKNOWN],
  ])('of an ESP32: %s', (_, code, mark, cause) => {
    for (const name of ['ESP32', 'ESP32C3_IDF4', 'ESP32S3_IDF4']) {
      const board = boardOf(name);
      // The other core's cause stands above the six bits.
      memory({ [board.causeRegister]: code + 0x3380, [board.markRegister]: mark });
      expect(bootCauseOf(board)).toBe(cause);
    }
  });

  test('a mark of an ordered restart counts once', () => {
    const board = boardOf('ESP32');
    memory({ [board.causeRegister]: 12, [board.markRegister]: RESTART_MARK });
    expect([bootCauseOf(board), bootCauseOf(board)]).toEqual([RESTART, WATCHDOG]);
  });

  test.each([
    ['power on, which sets the other flags too', 0x0e000000, POWER_ON],
    ['watchdog', 0x24000000, WATCHDOG],
    ['restart', 0x14000000, RESTART],
    ['brownout', 0x02000000, BROWNOUT],
    ['reset button', 0x04000000, UNKNOWN],
  ])('of an Espruino WiFi: %s', (_, flags, cause) => {
    const board = boardOf('ESPRUINOWIFI');
    const words = memory({ [board.causeRegister]: flags });
    expect(bootCauseOf(board)).toBe(cause);
    expect(words.get(board.causeRegister)).toBe(1 << 24);
  });

  test('is unknown on a computer', () => {
    expect(bootCauseOf(boardOf('LINUX'))).toBe(UNKNOWN);
  });
});
