// What light and buzzer can show: one table. The comment above each says what it tells the resident.

export const DARK = 0;
export const GREEN_LIGHT = 1;
export const RED_LIGHT = 2;
export const BOTH_LIGHTS = 3;

export type PatternName =
  | 'idle'
  | 'pressed'
  | 'stored'
  | 'accepted'
  | 'answered'
  | 'unreached'
  | 'no_network'
  | 'low_battery'
  | 'locate';

export interface Pattern {
  name: PatternName;
  /** what, ms, what, ms … : for ever */
  light: number[];
  /** hertz (0 is silence), ms, hertz, ms … : played `rounds` times */
  buzzer: number[];
  rounds: number;
}

/** Patterns differ in rhythm too, not in colour alone: not everybody tells red from green. */
export const PATTERNS: Record<PatternName, Pattern> = {
  /** Ready. */
  idle: {
    name: 'idle',
    light: [GREEN_LIGHT, 30, DARK, 9970],
    buzzer: [],
    rounds: 0,
  },
  /** Your press is noted, the call is on its way. */
  pressed: {
    name: 'pressed',
    light: [RED_LIGHT, 150, DARK, 150],
    buzzer: [2000, 120, 0, 80],
    rounds: 1,
  },
  /** The service has your call, nobody has taken it yet. */
  stored: {
    name: 'stored',
    light: [RED_LIGHT, 600, DARK, 600],
    buzzer: [2000, 80, 0, 80],
    rounds: 2,
  },
  /** Help is coming. */
  accepted: {
    name: 'accepted',
    light: [GREEN_LIGHT, 1000, DARK, 200],
    buzzer: [1500, 200, 2000, 200, 2500, 400],
    rounds: 1,
  },
  /** Somebody is looking after you. */
  answered: {
    name: 'answered',
    light: [GREEN_LIGHT, 5000],
    buzzer: [],
    rounds: 0,
  },
  /** Nobody was reached: use the telephone. */
  unreached: {
    name: 'unreached',
    light: [RED_LIGHT, 100, GREEN_LIGHT, 100],
    buzzer: [800, 500, 0, 500],
    rounds: 10,
  },
  /** No connection to the service. */
  no_network: {
    name: 'no_network',
    light: [RED_LIGHT, 50, DARK, 150, RED_LIGHT, 50, DARK, 4750],
    buzzer: [],
    rounds: 0,
  },
  /** Plug in the charger. */
  low_battery: {
    name: 'low_battery',
    light: [RED_LIGHT, 50, DARK, 9950],
    buzzer: [],
    rounds: 0,
  },
  /** The service is looking for this button. */
  locate: {
    name: 'locate',
    light: [BOTH_LIGHTS, 250, DARK, 250],
    buzzer: [3000, 100, 0, 900],
    rounds: 600,
  },
};
