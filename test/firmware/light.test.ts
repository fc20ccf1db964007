// The light tells the truth: what a device shows, for every story of presses, receipts and news.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choosePattern, type IndicatorState } from '#firmware/src/core/indicator.ts';
import { DARK, type PatternName, patternOf } from '#firmware/src/core/patterns.ts';
import {
  KEY_GREEN,
  KEY_RED,
  RECEIPT_DUPLICATE,
  RECEIPT_REJECTED,
  STAGE_ACCEPTED,
  STAGE_ANSWERED,
  STAGE_CLOSED,
  STAGE_DISPATCHED,
  STAGE_STORED,
  STAGE_UNANSWERED,
} from '#protocol/messages.ts';
import { FakeFlash } from '#test/support/fake-hal.ts';
import { bench, connected, KEY } from './scripted-gateway.ts';

const FIRST = { bootId: 1, seq: 2 };
const SECOND = { bootId: 1, seq: 3 };

test('a press shows at once, before any network answers', () => {
  const { device, hal } = bench();
  device.start();
  hal.press(KEY_RED);
  expect(hal.light).toBe('pressed');
});

test('a second press shows again, though the pattern is the same', () => {
  const { device, hal } = bench();
  device.start();
  hal.press(KEY_RED);
  hal.press(KEY_GREEN);
  expect(hal.shown.slice(-2)).toEqual(['pressed', 'pressed']);
});

test('pressed, stored, accepted, answered, idle: a call from beginning to end', () => {
  const { hal, gateway } = connected();
  hal.press(KEY_RED);
  hal.advance(50);
  for (const stage of [STAGE_STORED, STAGE_ACCEPTED, STAGE_ANSWERED, STAGE_DISPATCHED]) {
    gateway.progress(FIRST, stage);
    hal.advance(50);
  }
  gateway.progress(FIRST, STAGE_CLOSED);
  hal.advance(50);
  const story = ['no_network', 'idle', 'pressed', 'stored', 'accepted', 'answered', 'idle'];
  expect(hal.shown).toEqual(story);
});

test('a call that the platform left unanswered says: use the telephone', () => {
  const { hal, gateway } = connected();
  hal.press(KEY_RED);
  hal.advance(50);
  gateway.progress(FIRST, STAGE_UNANSWERED);
  hal.advance(50);
  expect(hal.light).toBe('unreached');
});

for (const [name, key, limit] of [
  ['red', KEY_RED, 90_000],
  ['green', KEY_GREEN, 300_000],
] as const) {
  test(`a ${name} press that is stored but not accepted within ${limit / 1000} s says: use the telephone`, () => {
    const { hal, gateway } = connected();
    hal.press(key);
    hal.advance(limit - 10);
    expect(hal.light).toBe('stored');
    hal.advance(10);
    expect(hal.light).toBe('unreached');
    gateway.progress(FIRST, STAGE_ACCEPTED, key);
    hal.advance(10);
    expect(hal.light).toBe('accepted');
  });
}

test('pressing again and again does not put off "use the telephone", but every press shows', () => {
  const { device, hal } = bench();
  device.start();
  for (let i = 0; i < 9; i++) {
    hal.press(KEY_RED);
    hal.advance(10_000);
  }
  expect(hal.light).toBe('unreached');
  hal.press(KEY_RED);
  expect(hal.light).toBe('pressed');
  hal.advance(3_000);
  expect(hal.light).toBe('unreached');
});

test('an acceptance that does not cover the newest press is not shown', () => {
  const { hal, gateway } = connected();
  hal.press(KEY_RED);
  hal.advance(50);
  gateway.receipts = 0;
  hal.press(KEY_RED);
  gateway.progress(FIRST, STAGE_ACCEPTED);
  hal.advance(50);
  expect(hal.light).toBe('pressed');
  gateway.progress(SECOND, STAGE_ACCEPTED);
  hal.advance(50);
  expect(hal.light).toBe('accepted');
});

test('a press after the acceptance shows until an acceptance covers it too', () => {
  const { hal, gateway } = connected();
  hal.press(KEY_RED);
  hal.advance(50);
  gateway.progress(FIRST, STAGE_ACCEPTED);
  hal.advance(50);
  hal.press(KEY_RED);
  hal.advance(50);
  expect(hal.light).toBe('stored');
});

test('a rejected press says: use the telephone', () => {
  const { hal, gateway } = connected();
  gateway.receipts = RECEIPT_REJECTED;
  hal.press(KEY_RED);
  hal.advance(50);
  expect(hal.light).toBe('unreached');
});

test('news of an older call does not hide the newer one', () => {
  const { hal, gateway } = connected();
  hal.press(KEY_RED);
  hal.advance(50);
  hal.press(KEY_RED);
  hal.advance(50);
  gateway.progress(SECOND, STAGE_ACCEPTED);
  gateway.progress(FIRST, STAGE_CLOSED);
  hal.advance(50);
  expect(hal.light).toBe('accepted');
});

describe('while the line is gone', () => {
  for (const [name, key, limit] of [
    ['red', KEY_RED, 90_000],
    ['green', KEY_GREEN, 300_000],
  ] as const) {
    for (const [stage, shown] of [
      [STAGE_ACCEPTED, 'accepted'],
      [STAGE_ANSWERED, 'answered'],
      [STAGE_DISPATCHED, 'answered'],
    ] as const) {
      test(`a ${name} call of stage ${stage} is believed for ${limit / 1000} s, however often the line breaks, then nobody knows`, () => {
        const { hal, gateway } = connected();
        hal.press(key);
        hal.advance(50);
        gateway.progress(FIRST, stage, key);
        hal.advance(50);
        gateway.connack = 3;
        hal.socket.fail();
        hal.advance(limit - 10);
        expect(hal.light).toBe(shown);
        hal.advance(10);
        expect(hal.light).toBe('no_network');
        gateway.connack = 0;
        gateway.open = [{ openedBy: FIRST, key, stage, latest: FIRST }];
        hal.advance(600_000);
        expect(hal.light).toBe(shown);
        hal.advance(3_600_000);
        expect(hal.light).toBe(shown);
      });
    }
  }

  test('"use the telephone" holds for as long as nobody says anything else', () => {
    const { hal, gateway } = connected();
    hal.press(KEY_RED);
    hal.advance(50);
    gateway.progress(FIRST, STAGE_UNANSWERED);
    hal.advance(50);
    gateway.connack = 3;
    hal.socket.fail();
    hal.advance(3_600_000);
    expect(hal.light).toBe('unreached');
  });
});

describe('after a new connection', () => {
  test('no open call: a key without a pending press goes idle', () => {
    const { hal, gateway } = connected();
    hal.press(KEY_RED);
    hal.advance(50);
    gateway.progress(FIRST, STAGE_ACCEPTED);
    hal.advance(50);
    hal.socket.fail();
    hal.advance(5_000);
    expect(hal.light).toBe('idle');
  });

  test('a press that still waits goes on showing', () => {
    const { hal, gateway } = connected();
    gateway.receipts = 0;
    hal.press(KEY_RED);
    hal.advance(50);
    hal.socket.fail();
    hal.advance(5_000);
    expect(hal.light).toBe('pressed');
  });

  test('an open call shows its stage, even to a device that has just started', () => {
    const { device, hal, gateway } = bench();
    gateway.open = [{ openedBy: FIRST, key: KEY_GREEN, stage: STAGE_ACCEPTED, latest: FIRST }];
    device.start();
    hal.advance(50);
    expect(hal.light).toBe('accepted');
  });

  test('a press of an earlier boot whose call is over is not waited for', () => {
    const flash = new FakeFlash();
    const before = bench(flash);
    before.device.start();
    before.hal.press(KEY_RED);
    const { device, hal, gateway } = bench(flash);
    gateway.receipts = RECEIPT_DUPLICATE;
    device.start();
    expect(hal.light).toBe('pressed');
    hal.advance(50);
    expect(hal.light).toBe('idle');
  });

  test('broken connections do not put off "use the telephone"', () => {
    const { hal, gateway } = connected();
    hal.press(KEY_RED);
    gateway.open = [{ openedBy: FIRST, key: KEY_RED, stage: STAGE_STORED, latest: FIRST }];
    for (let i = 0; i < 9; i++) {
      hal.advance(10_000);
      hal.socket.fail();
    }
    hal.advance(5_000);
    expect(hal.light).toBe('unreached');
  });
});

const names: PatternName[] = [
  'idle',
  'pressed',
  'stored',
  'accepted',
  'answered',
  'unreached',
  'no_network',
  'low_battery',
  'locate',
  'provisioning',
  'self_test',
  'self_test_ok',
  'self_test_failed',
];
const ofKey = fc.constantFrom<PatternName[]>(
  ...(['idle', 'pressed', 'stored', 'accepted', 'answered', 'unreached'] as const).map(
    (one) => one,
  ),
);
const anyState: fc.Arbitrary<IndicatorState> = fc.record({
  red: ofKey as fc.Arbitrary<PatternName>,
  green: ofKey as fc.Arbitrary<PatternName>,
  selfTest: fc.constantFrom<PatternName[]>('idle', 'self_test', 'self_test_ok', 'self_test_failed'),
  provisioning: fc.boolean(),
  locating: fc.boolean(),
  connected: fc.boolean(),
  batteryLow: fc.boolean(),
});

test('red outranks green, any call outranks everything else', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const shown = choosePattern(state);
      if (state.red !== 'idle') expect(shown).toBe(state.red);
      else if (state.green !== 'idle') expect(shown).toBe(state.green);
      else if (state.selfTest !== 'idle') expect(shown).toBe(state.selfTest);
      else if (state.provisioning) expect(shown).toBe('provisioning');
      else if (!state.connected && !state.locating) expect(shown).toBe('no_network');
      else if (state.batteryLow && !state.locating) expect(shown).toBe('low_battery');
    }),
  );
});

/** Lit and dark in turn, in ms, as somebody sees it who can't tell red from green. */
function rhythmOf(name: PatternName): number[] {
  const { light } = patternOf(name);
  const rhythm: number[] = [];
  for (let i = 0; i < light.length; i += 2) {
    const isLit = light[i] !== DARK;
    // Lit comes first in every pattern.
    if (isLit === (rhythm.length % 2 === 1)) rhythm[rhythm.length - 1]! += light[i + 1]!;
    else rhythm.push(light[i + 1]!);
  }
  const half = rhythm.length / 2;
  const isTwice = half % 2 === 0 && rhythm.slice(half).every((ms, i) => ms === rhythm[i]);
  return half > 0 && isTwice ? rhythm.slice(0, half) : rhythm;
}

function differ(one: number[], other: number[]): boolean {
  if (one.length !== other.length) return true;
  return one.some((ms, i) => Math.max(ms, other[i]!) >= 1.5 * Math.min(ms, other[i]!));
}

test('every pattern differs from every other in its rhythm, whoever cannot tell red from green', () => {
  for (const name of names) {
    for (const other of names) {
      if (name !== other)
        expect([name, other, differ(rhythmOf(name), rhythmOf(other))][2]).toBe(true);
    }
  }
});

test.each(['light.md', 'light.zh-CN.md'])('%s explains every pattern, and no other', (name) => {
  const page = readFileSync(new URL(`../../docs/reference/${name}`, import.meta.url), 'utf8');
  const source = readFileSync(
    new URL('../../firmware/src/core/patterns.ts', import.meta.url),
    'utf8',
  );
  const documented = [...page.matchAll(/^\| `(\w+)` \|/gm)].map((row) => row[1]);
  const shown = [...source.matchAll(/^ {4}case '(\w+)':$/gm)].map((row) => row[1]);
  expect(documented.sort()).toEqual(shown.sort());
  expect([...names].sort()).toEqual(shown);
});

test('every pattern can be played', () => {
  for (const name of names) {
    const { light, buzzer, rounds } = patternOf(name);
    expect((light.length % 2) + (buzzer.length % 2)).toBe(0);
    expect(rounds > 0).toBe(buzzer.length > 0);
  }
});

const move = fc.oneof(
  fc.constant({ kind: 'press' as const, key: KEY_RED }),
  fc.constant({ kind: 'press' as const, key: KEY_GREEN }),
  fc.record({
    kind: fc.constant('news' as const),
    key: fc.constantFrom(KEY_RED, KEY_GREEN),
    stage: fc.integer({ min: 1, max: 7 }),
    seq: fc.integer({ min: 1, max: 12 }),
    forged: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('receipts' as const), result: fc.integer({ min: 0, max: 3 }) }),
  fc.constant({ kind: 'break' as const }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 30, max: 40_000 }) }),
);

test('"help is coming" never shows without a sealed acceptance that covers the newest press', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const { hal, gateway, notes } = connected();
      /** Of those that were sealed rightly; the device may hear of no other. */
      const sent: string[] = [];
      const truth = { [KEY_RED]: 0, [KEY_GREEN]: 0 };
      for (const one of moves) {
        if (one.kind === 'press') hal.press(one.key);
        else if (one.kind === 'receipts') gateway.receipts = one.result;
        else if (one.kind === 'break') hal.socket.fail();
        else if (one.kind === 'wait') hal.advance(one.ms);
        else {
          const id = { bootId: 1, seq: one.seq };
          const call = { openedBy: id, key: one.key, stage: one.stage as 1, latest: id };
          const secret = one.forged ? new Uint8Array(32) : KEY.secret;
          gateway.send({ kind: 'progress', complete: false, calls: [call] }, { secret });
          if (!one.forged) sent.push(JSON.stringify(call));
        }
        hal.advance(32);
        for (const call of notes.heard.splice(0)) {
          expect(sent).toContain(JSON.stringify(call));
          const { key, stage, latest } = call;
          if (stage === STAGE_ACCEPTED) truth[key] = Math.max(truth[key], latest.seq);
        }
        if (hal.light !== 'accepted') continue;
        const newest = (key: number) =>
          Math.max(
            0,
            ...notes.presses.filter((press) => press.key === key).map((press) => press.seq),
          );
        const covered = ([KEY_RED, KEY_GREEN] as const).some(
          (key) => truth[key] > 0 && truth[key] >= newest(key),
        );
        expect(covered).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
