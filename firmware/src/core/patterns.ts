// What light and buzzer can show, and what each tells the resident. They differ in rhythm too, not in colour alone: not
// everybody tells red from green.

export const DARK = 0;
export const GREEN_LIGHT = 1;
export const RED_LIGHT = 2;
const BOTH_LIGHTS = 3;

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

/** The pattern of a name. No table, because only what is asked for shall take memory. */
export function patternOf(name: PatternName): Pattern {
  let light = [DARK, 60000];
  let buzzer: number[] = [];
  let rounds = 0;
  switch (name) {
    // Ready.
    case 'idle':
      light = [GREEN_LIGHT, 30, DARK, 9970];
      break;
    // Your press is noted, the call is on its way.
    case 'pressed':
      light = [RED_LIGHT, 150, DARK, 150];
      buzzer = [2000, 120, 0, 80];
      rounds = 1;
      break;
    // The service has your call, nobody has taken it yet.
    case 'stored':
      light = [RED_LIGHT, 600, DARK, 600];
      buzzer = [2000, 80, 0, 80];
      rounds = 2;
      break;
    // Help is coming.
    case 'accepted':
      light = [GREEN_LIGHT, 1000, DARK, 200];
      buzzer = [1500, 200, 2000, 200, 2500, 400];
      rounds = 1;
      break;
    // Somebody is looking after you.
    case 'answered':
      light = [GREEN_LIGHT, 5000];
      break;
    // Nobody was reached: use the telephone.
    case 'unreached':
      light = [RED_LIGHT, 100, DARK, 100, GREEN_LIGHT, 100, DARK, 500];
      buzzer = [800, 500, 0, 500];
      rounds = 10;
      break;
    // No connection to the service.
    case 'no_network':
      light = [RED_LIGHT, 50, DARK, 150, RED_LIGHT, 50, DARK, 4750];
      break;
    // Plug in the charger.
    case 'low_battery':
      light = [RED_LIGHT, 500, DARK, 9500];
      break;
    // The service is looking for this button.
    case 'locate':
      light = [BOTH_LIGHTS, 250, DARK, 250];
      buzzer = [3000, 100, 0, 900];
      rounds = 600;
      break;
    // The installer isn't done with this button: it calls nobody yet.
    case 'provisioning':
      light = [GREEN_LIGHT, 50, DARK, 1950];
      break;
    // This is a test: the next press of a key calls nobody.
    case 'self_test':
      light = [BOTH_LIGHTS, 600, DARK, 200, BOTH_LIGHTS, 200, DARK, 600];
      buzzer = [2500, 100, 0, 100];
      rounds = 2;
      break;
    // The test went well.
    case 'self_test_ok':
      light = [GREEN_LIGHT, 300, DARK, 100];
      buzzer = [2500, 400];
      rounds = 1;
      break;
    // Something in the button needs looking at.
    case 'self_test_failed':
      light = [RED_LIGHT, 800, DARK, 100, RED_LIGHT, 100, DARK, 100];
      buzzer = [500, 800];
      rounds = 1;
      break;
  }
  return { name: name, light: light, buzzer: buzzer, rounds: rounds };
}
