// What light and buzzer show: chosen from what is true, shown when it changes.
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import type { Observer } from './observer.ts';
import { type PatternName, patternOf } from './patterns.ts';

export interface IndicatorState {
  /** What each key's calls want shown; `idle` for nothing. */
  red: PatternName;
  green: PatternName;
  /** What test mode wants shown; `idle` for nothing. */
  selfTest: PatternName;
  /** Settings are being written. */
  provisioning: boolean;
  locating: boolean;
  connected: boolean;
  batteryLow: boolean;
}

/** Red before green, any call before everything else, what stops a call from going out before what will. */
export function choosePattern(state: IndicatorState): PatternName {
  if (state.red !== 'idle') return state.red;
  if (state.green !== 'idle') return state.green;
  // Before all that is no call: test mode is never on in silence.
  if (state.selfTest !== 'idle') return state.selfTest;
  if (state.provisioning) return 'provisioning';
  if (state.locating) return 'locate';
  if (!state.connected) return 'no_network';
  if (state.batteryLow) return 'low_battery';
  return 'idle';
}

export class Indicator {
  hal: Hal;
  observer: Observer;
  shown: PatternName | null;
  alarm: Alarm;

  constructor(hal: Hal, observer: Observer) {
    this.hal = hal;
    this.observer = observer;
    this.shown = null;
    this.alarm = new Alarm(hal);
  }

  /** Shows the pattern of `state` when it is another one, or `again` because somebody has pressed. */
  update(state: IndicatorState, again: boolean): void {
    const name = choosePattern(state);
    if (!again && name === this.shown) return;
    const pattern = patternOf(name);
    // What failed is shown at the next occasion.
    this.shown = null;
    this.hal.show(pattern);
    this.shown = name;
    this.observer.shown(pattern);
  }

  /** Calls `look` at the first of `times` that is still to come: what is shown can change by time alone. */
  lookAgain(times: number[], look: () => void): void {
    this.alarm.clear();
    const now = this.hal.now();
    let next = Infinity;
    for (const time of times) if (time > now && time < next) next = time;
    if (next < Infinity) this.alarm.set(next - now, look);
  }
}
