// Memory that runs out at every single point of a press: it arrives once all the same, and the light stays true.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Configuration, KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import type { FakeFlash } from '#test/support/fake-hal.ts';
import {
  Failures,
  keptOn,
  live,
  memory,
  type Outcome,
  pointsOf,
  type ScarceWorld,
  type Scenario,
} from './scarce-world.ts';

const CONFIGURATION: Configuration = {
  kind: 'configuration',
  revision: 5,
  heartbeatS: 60,
  unreachedAfterS: 60,
  mainGateway: null,
  spareGateway: null,
};

/** The same key again, within 2 s of the first edge: it counts. */
function again(world: ScarceWorld, key: Key): ScarceWorld {
  world.press(key, 600);
  world.hal.advance(2_000);
  return world;
}

function fill(world: ScarceWorld, presses: number, key: Key): void {
  world.loseGateway();
  for (let index = 0; index < presses; index++) {
    world.press(key);
    world.hal.advance(500);
  }
}

function presses(key: Key): Scenario {
  return {
    what: key === KEY_RED ? 'a red press' : 'a green press',
    prepare: () => {},
    play: (world) => {
      world.press(key);
      world.hal.advance(400);
    },
    after: (world) => again(world, key),
  };
}

/** A press while something else is handled. */
function meanwhile(
  what: string,
  key: Key,
  begin: (world: ScarceWorld) => void,
  inMs: number,
): Scenario {
  return {
    what: what,
    prepare: (world) => {
      world.press(KEY_RED);
      world.hal.advance(1_000);
    },
    play: (world) => {
      begin(world);
      world.press(key, inMs);
      world.hal.advance(400);
    },
    after: (world) => again(world, key),
  };
}

const RED = presses(KEY_RED);
const OTHERS: Scenario[] = [
  presses(KEY_GREEN),
  {
    what: 'a red press with 31 others waiting',
    prepare: (world) => fill(world, 31, KEY_RED),
    play: (world) => {
      world.press(KEY_RED);
      world.hal.advance(400);
    },
    after: (world) => {
      again(world, KEY_RED);
      world.findGateway();
      return world;
    },
  },
  {
    what: 'a green press with 31 others waiting',
    prepare: (world) => fill(world, 31, KEY_GREEN),
    play: (world) => {
      world.press(KEY_GREEN);
      world.hal.advance(400);
    },
    after: (world) => {
      again(world, KEY_GREEN);
      world.findGateway();
      return world;
    },
  },
  // The receipt of the first press comes after 2 ms.
  meanwhile('a red press while a receipt comes', KEY_RED, (world) => world.press(KEY_GREEN), 2),
  meanwhile('a green press while a receipt comes', KEY_GREEN, (world) => world.press(KEY_RED), 2),
  meanwhile('a red press while progress comes', KEY_RED, (world) => world.accept(KEY_RED), 1),
  meanwhile(
    'a red press while a configuration comes',
    KEY_RED,
    (world) => world.gateway.send(CONFIGURATION),
    1,
  ),
];

function failuresOf(scenario: Scenario, all: boolean): string[] {
  const failures = new Failures();
  for (const point of pointsOf(scenario, all)) failures.add(live(scenario, [point]));
  return failures.lines;
}

describe('memory that runs out once does not keep from arriving', () => {
  test('a red press, at every point from its edge to its receipt', () => {
    expect(failuresOf(RED, true)).toEqual([]);
  });

  for (const scenario of OTHERS) {
    test(scenario.what, () => {
      expect(failuresOf(scenario, false)).toEqual([]);
    });
  }
});

/** Where a press is not noted yet: the first functions that an edge comes to, and before them the interpreter itself. */
const NOT_NOTED = /^outside of the firmware|core\/(device|keys|debounce)\.ts/;

/** The light that still speaks of the press before. */
const LATE_LIGHT = /^the light shows "stored"/;
const LOST = /^\d+ of key \d lost$/;

/**
 * Excuses what nobody can make good: next the callback of the recovery was broken off, so that only the look notices,
 * within 2 s. By then the finger is gone from a press that was not noted, or that came while its key wasn't watched; of
 * one that was noted the light is late, and it is not lost.
 */
function told(outcome: Outcome): Outcome {
  const [first = '', next] = outcome.broken;
  if (next !== 'outside of the firmware') return outcome;
  if (NOT_NOTED.test(first)) return { ...outcome, wrong: [] };
  const isExcused = (problem: string) =>
    LATE_LIGHT.test(problem) || (outcome.untold > 0 && LOST.test(problem));
  return { ...outcome, wrong: outcome.wrong.filter((problem) => !isExcused(problem)) };
}

describe('memory that runs out twice does not keep from arriving', () => {
  /** What comes back is broken off too: by then it has begun. */
  const lingering = (scenario: Scenario): Scenario => ({
    ...scenario,
    play: (world) => {
      scenario.play(world);
      world.hal.advance(2_500);
    },
  });

  for (const scenario of [RED, ...OTHERS]) {
    test(`${scenario.what}, at random`, () => {
      const hooks = pointsOf(scenario, true).length;
      const point = fc.integer({ min: 1, max: hooks });
      const more = fc.integer({ min: 1, max: hooks });
      fc.assert(
        fc.property(point, more, (first, later) => {
          const { wrong, broken } = told(live(lingering(scenario), [first, first + later]));
          expect({ wrong: wrong, broken: broken }).toEqual({ wrong: [], broken: broken });
        }),
        { numRuns: 60 },
      );
    });
  }

  test('a red press, and then what makes it good', () => {
    const failures = new Failures();
    const scenario = lingering(RED);
    const points = pointsOf(RED, false);
    for (const part of [0, 0.1, 0.25, 0.5, 0.75]) {
      const first = points[Math.floor(points.length * part)] as number;
      for (let later = 1; later < 1_500; later += 11) {
        failures.add(told(live(scenario, [first, first + later])));
      }
    }
    expect(failures.lines).toEqual([]);
  });
});

describe('when nobody answers and memory runs out once, a red press', () => {
  const alone: Scenario = {
    ...RED,
    prepare: (world) => world.loseGateway(),
    after: (world) => {
      world.findGateway();
      return world;
    },
  };

  test('arrives once after the power has failed, when it is on flash by then', () => {
    const failures = new Failures();
    for (const point of pointsOf(alone, false)) {
      let kept = 0;
      let next: ScarceWorld | null = null;
      const outcome = live(
        {
          ...alone,
          after: (world) => {
            kept = keptOn(world.hal.flash as FakeFlash);
            next = world.restarted();
            return next;
          },
        },
        [point],
      );
      const isExcused = kept === 0;
      failures.add({
        ...outcome,
        wrong: outcome.wrong.filter((what) => !(isExcused && what === '1 of key 2 lost')),
      });
    }
    expect(failures.lines).toEqual([]);
  });

  test('is on flash 3 s later', () => {
    const failures = new Failures();
    for (const point of pointsOf(alone, false)) {
      const outcome = live(
        {
          ...alone,
          after: (world) => {
            memory.stop();
            world.hal.advance(2_600);
            return world.restarted();
          },
        },
        [point],
      );
      failures.add(outcome);
    }
    expect(failures.lines).toEqual([]);
  });
});
