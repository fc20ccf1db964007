// What light and buzzer can show. The table itself comes from the service script, as text, because lists of numbers
// would take many variables.

export const DARK = 0;
export const GREEN_LIGHT = 1;
export const RED_LIGHT = 2;

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

/** The pattern of a name, read from the service script's table; dark when it isn't there. */
export function patternOf(table: string, name: PatternName): Pattern {
  let json = '[[0,60000],[],0]';
  for (const line of table.split('\n')) {
    if (line.startsWith(name + '[')) json = line.substr(name.length);
  }
  const parts: [number[], number[], number] = JSON.parse(json);
  return { name: name, light: parts[0], buzzer: parts[1], rounds: parts[2] };
}
