// Light and buzzer of a board: what they do by themselves, and in what state they stand still.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type PatternName, patternOf } from '#firmware/src/core/patterns.ts';
import { boardOf } from '#firmware/src/espruino/board.ts';
import { Player } from '#firmware/src/espruino/player.ts';

/** The interpreter's ports, by name. */
Object.assign(globalThis, { Serial1: 'Serial1', USB: 'USB' });

const BOARD = boardOf('ESP32');
const pins = new Map<unknown, number>();

beforeEach(() => {
  vi.useFakeTimers();
  pins.clear();
  vi.stubGlobal('digitalWrite', (pin: unknown, value: number) => pins.set(pin, value));
  vi.stubGlobal('analogWrite', (pin: unknown, _duty: number, { freq }: { freq: number }) =>
    pins.set(pin, freq),
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function playing(name: PatternName): Player {
  const player = new Player(BOARD);
  player.play(patternOf(name));
  return player;
}

const light = () => [pins.get(BOARD.redLight), pins.get(BOARD.greenLight)].join('');
const tone = () => pins.get(BOARD.buzzer) ?? 0;

const DARK = '00';
const RED = '10';
const STILL: Record<PatternName, string> = {
  pressed: RED,
  stored: RED,
  unreached: RED,
  self_test: RED,
  self_test_failed: RED,
  locate: RED,
  accepted: DARK,
  answered: DARK,
  self_test_ok: DARK,
  provisioning: DARK,
  no_network: DARK,
  low_battery: DARK,
  idle: DARK,
};

describe.each(
  Object.keys(STILL) as PatternName[],
)('%s, held before what may stand still', (name) => {
  test('is without a tone at whatever moment, and claims no help that is not told of', () => {
    for (let moment = 0; moment < 4_000; moment += 70) {
      const player = playing(name);
      vi.advanceTimersByTime(moment);
      player.hold();
      expect([tone(), light()]).toEqual([0, STILL[name]]);
      vi.clearAllTimers();
    }
  });

  test('goes on by itself', () => {
    const player = playing(name);
    vi.advanceTimersByTime(40);
    player.hold();
    const seen = new Set<string>();
    for (let passed = 0; passed < 12_000; passed += 10) {
      vi.advanceTimersByTime(10);
      seen.add(light());
    }
    expect(seen.size).toBeGreaterThan(name === 'answered' ? 0 : 1);
    expect([...seen].some((colour) => colour !== DARK)).toBe(true);
  });
});

test('a board without light and buzzer is held too', () => {
  const player = new Player(boardOf('LINUX'));
  player.play(patternOf('pressed'));
  player.hold();
  expect(pins.size).toBe(0);
});
