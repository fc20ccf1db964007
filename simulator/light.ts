// What the light tells the resident, in words: the table of docs/reference/light.md.
import type { PatternName } from '#firmware/src/core/patterns.ts';

export const LIGHT_SAYS: Record<PatternName, string> = {
  idle: 'ready',
  pressed: 'your press is noted',
  stored: 'the service has your call',
  accepted: 'help is coming',
  answered: 'somebody is looking after you',
  unreached: 'nobody was reached: use the telephone',
  no_network: 'no connection to the service',
  low_battery: 'plug in the charger',
  locate: 'the service is looking for this button',
  provisioning: 'not set up: it calls nobody yet',
  self_test: 'a test: the next press of a key calls nobody',
  self_test_ok: 'the test went well',
  self_test_failed: 'something in the button needs looking at',
};
