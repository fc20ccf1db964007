// From a scenario to a plan: every home, press and fault with its time. The same scenario and options give the same plan.
import type { Expectation, Plan, PlannedFault } from '../plan.ts';
import { faultsOf } from './faults.ts';
import { homesOf } from './homes.ts';
import { pressesOf } from './presses.ts';
import type { Scenario } from './schema.ts';

export interface PlanOptions {
  /**
   * Above 1 the timetable is run through faster: times are divided by it, rates multiplied. Not so `settle`, the
   * delay of a slow platform and what is expected: those are measured against limits of the gateway that stay.
   */
  speed?: number;
  /** Instead of the scenario's. */
  seed?: number;
  /** Instead of the scenario's, before `speed`: what comes later is left out, what has no end goes on until then. */
  durationMs?: number;
}

export function planOf(scenario: Scenario, options: PlanOptions = {}): Plan {
  const { speed = 1, seed = scenario.seed, durationMs: duration = scenario.duration } = options;
  const { answer_after: answer, name, title, about } = scenario;
  const homes = homesOf(scenario.homes);
  const presses = pressesOf(scenario.load, homes, duration, seed);
  for (let row = 0; row < presses.at.length; row++) presses.at[row] = presses.at[row]! / speed;
  return {
    name,
    title,
    about,
    seed,
    presses,
    durationMs: duration / speed,
    settleMs: scenario.settle,
    answerAfterMs:
      answer === 'never' ? undefined : { least: answer[0] / speed, most: answer[1] / speed },
    homes: homes.map(({ family: _, powerOnAt, heartbeatMs, ...home }) => ({
      ...home,
      powerOnAt: Math.min(powerOnAt, duration) / speed,
      heartbeatMs: heartbeatMs / speed,
    })),
    faults: faultsOf(scenario.faults, homes, duration, seed).map((fault) => hurried(fault, speed)),
    expect: expectation(scenario.expect),
  };
}

function hurried(fault: PlannedFault, speed: number): PlannedFault {
  const times = { at: fault.at / speed, until: fault.until / speed };
  if (!('perSecond' in fault)) return { ...fault, ...times };
  return { ...fault, ...times, perSecond: fault.perSecond * speed };
}

function expectation(expect: Scenario['expect']): Expectation {
  const { refusals, rejections, red_accepted_p99: redAcceptedP99Ms } = expect;
  return {
    refusals,
    rejections,
    ...(redAcceptedP99Ms === undefined ? {} : { redAcceptedP99Ms }),
  };
}
