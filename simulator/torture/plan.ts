// The plan of a torture run: a flood of presses, and a platform that fails, hangs and dawdles at random times.
import { stringify } from 'yaml';
import type { Plan } from '../plan.ts';
import { parseScenario } from '../scenario/load.ts';
import { planOf } from '../scenario/plan.ts';
import { randomOf } from '../scenario/random.ts';

/** One kill comes after so long on average, the restart included. */
export const MEAN_CYCLE_MS = 2_500;
/** As much for a desk, which a gateway starts again later from one kill to the next. */
export const MEAN_DESK_CYCLE_MS = 5_000;
const HEAD_START_MS = 5_000;
const DESK_HEAD_START_MS = 2_000;
const SETTLE_MS = 120_000;
/** A device in the field waits longer, and then there would be little to kill. */
const RETRY_LONGEST_MS = 10_000;
const DESK_RETRY_LONGEST_MS = 2_000;

const MISFORTUNES = [
  'down',
  'hang',
  { slow: '1500ms' },
  { slow: '6s' },
  { status: 500 },
  { status: 429 },
  { status: 401 },
  { status: 202 },
];

/** What the mischief on the line and the lies of the platform may be refused with. */
const REFUSALS = [
  // FLOOD: a home that comes back sends what has gathered, and all of that at once.
  'NUMBER_REPLAYED',
  'MQTT_ERROR',
  'FLOOD',
  'REPORT_SIGNATURE',
  'REPORT_MALFORMED',
  'REPORT_UNKNOWN_CALL',
  'REPORT_NOT_DELIVERED',
];

export interface TortureLoad {
  kills: number;
  seed: number;
  homes: number;
  /** Presses per second. */
  rate: number;
}

export function torturePlan({ kills, seed, homes, rate }: TortureLoad): Plan {
  const duration = HEAD_START_MS + kills * MEAN_CYCLE_MS;
  const wholeHomes = Math.ceil(homes / 10);
  const scenario = {
    title: 'Torture',
    about: `${kills} kills at random moments`,
    duration: ms(duration),
    settle: ms(SETTLE_MS),
    seed,
    homes: [
      { count: wholeHomes, kind: 'whole', group: 'tortured', heartbeat: '20s' },
      { count: homes - wholeHomes, kind: 'light', group: 'tortured', heartbeat: '20s' },
    ],
    // A whole home's outbox is bounded: pressed as often as the others it would rightly give presses up.
    load: [
      { at: '3s', press: 'both', red_share: '30%', rate: `${rate}/s`, kind: 'light' },
      { at: '3s', press: 'both', red_share: '30%', rate: `${wholeHomes / 100}/s`, kind: 'whole' },
    ],
    faults: misfortunes(duration, seed),
    expect: { refusals: REFUSALS },
  };
  const plan = planOf(parseScenario(stringify(scenario), 'torture.yaml'));
  return { ...plan, retryLongestMs: RETRY_LONGEST_MS };
}

/** The desk's: whole homes press, whose lights are watched. What goes wrong is not in it: desk and gateway are killed. */
export function deskTorturePlan({ kills, seed, homes, rate }: TortureLoad): Plan {
  const duration = DESK_HEAD_START_MS + kills * MEAN_DESK_CYCLE_MS;
  const scenario = {
    title: 'Torture of the desk',
    about: `${kills} kills at random moments`,
    duration: ms(duration),
    settle: ms(SETTLE_MS),
    seed,
    homes: [{ count: homes, kind: 'whole', group: 'tortured', heartbeat: '20s' }],
    load: [{ at: '1s', press: 'both', red_share: '40%', rate: `${rate}/s`, kind: 'whole' }],
  };
  const plan = planOf(parseScenario(stringify(scenario), 'desk-torture.yaml'));
  return { ...plan, retryLongestMs: DESK_RETRY_LONGEST_MS };
}

/** One after the other, each of 1 to 6 s, with as long between them; the end is left in peace. */
function misfortunes(duration: number, seed: number): object[] {
  const random = randomOf(seed, 'misfortunes');
  const faults: object[] = [];
  for (let at = HEAD_START_MS; ; ) {
    const lasts = 1_000 + Math.floor(random() * 5_000);
    if (at + lasts + 1_000 > duration) return faults;
    const platform = MISFORTUNES[Math.floor(random() * MISFORTUNES.length)];
    faults.push({ at: ms(at), for: ms(lasts), platform });
    at += lasts + 1_000 + Math.floor(random() * 5_000);
  }
}

function ms(milliseconds: number): string {
  return `${milliseconds}ms`;
}
