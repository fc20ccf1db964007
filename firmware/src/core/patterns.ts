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
  | 'locate'
  | 'provisioning'
  | 'self_test'
  | 'self_test_ok'
  | 'self_test_failed';

export interface Pattern {
  name: PatternName;
  /** what, ms, what, ms … : for ever */
  light: number[];
  /** hertz (0 is silence), ms, hertz, ms … : played `rounds` times */
  buzzer: number[];
  rounds: number;
}

function pattern(name: PatternName, light: number[], buzzer: number[], rounds: number): Pattern {
  return { name: name, light: light, buzzer: buzzer, rounds: rounds };
}

/**
 * The pattern of a name, made when it is shown: as a table they would take a twentieth of a board's memory.
 * They differ in rhythm too, not in colour alone: not everybody tells red from green.
 */
export function patternOf(name: PatternName): Pattern {
  switch (name) {
    // Ready.
    case 'idle':
      return pattern(name, [GREEN_LIGHT, 30, DARK, 9970], [], 0);
    // Your press is noted, the call is on its way.
    case 'pressed':
      return pattern(name, [RED_LIGHT, 150, DARK, 150], [2000, 120, 0, 80], 1);
    // The service has your call, nobody has taken it yet.
    case 'stored':
      return pattern(name, [RED_LIGHT, 600, DARK, 600], [2000, 80, 0, 80], 2);
    // Help is coming.
    case 'accepted':
      return pattern(name, [GREEN_LIGHT, 1000, DARK, 200], [1500, 200, 2000, 200, 2500, 400], 1);
    // Somebody is looking after you.
    case 'answered':
      return pattern(name, [GREEN_LIGHT, 5000], [], 0);
    // Nobody was reached: use the telephone.
    case 'unreached':
      return pattern(
        name,
        [RED_LIGHT, 100, DARK, 100, GREEN_LIGHT, 100, DARK, 500],
        [800, 500, 0, 500],
        10,
      );
    // No connection to the service.
    case 'no_network':
      return pattern(name, [RED_LIGHT, 50, DARK, 150, RED_LIGHT, 50, DARK, 4750], [], 0);
    // Plug in the charger.
    case 'low_battery':
      return pattern(name, [RED_LIGHT, 500, DARK, 9500], [], 0);
    // The service is looking for this button.
    case 'locate':
      return pattern(name, [BOTH_LIGHTS, 250, DARK, 250], [3000, 100, 0, 900], 600);
    // The installer isn't done with this button: it calls nobody yet.
    case 'provisioning':
      return pattern(name, [GREEN_LIGHT, 50, DARK, 1950], [], 0);
    // This is a test: the next press of a key calls nobody.
    case 'self_test':
      return pattern(
        name,
        [BOTH_LIGHTS, 600, DARK, 200, BOTH_LIGHTS, 200, DARK, 600],
        [2500, 100, 0, 100],
        2,
      );
    // The test went well.
    case 'self_test_ok':
      return pattern(name, [GREEN_LIGHT, 300, DARK, 100], [2500, 400], 1);
    // Something in the button needs looking at.
    case 'self_test_failed':
      return pattern(name, [RED_LIGHT, 800, DARK, 100, RED_LIGHT, 100, DARK, 100], [500, 800], 1);
  }
}
