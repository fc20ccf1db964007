// What light and buzzer can show: one table. The comment above each says what it tells the resident.
// They differ in rhythm too, not in colour alone: not everybody tells red from green.

/** name[light,buzzer,rounds], a line each, as in `Pattern`: 0 is dark, 1 the green light, 2 the red one, 3 both. */
export const PATTERNS = [
  // Ready.
  'idle[[1,30,0,9970],[],0]',
  // Your press is noted, the call is on its way.
  'pressed[[2,150,0,150],[2000,120,0,80],1]',
  // The service has your call, nobody has taken it yet.
  'stored[[2,600,0,600],[2000,80,0,80],2]',
  // Help is coming.
  'accepted[[1,1000,0,200],[1500,200,2000,200,2500,400],1]',
  // Somebody is looking after you.
  'answered[[1,5000],[],0]',
  // Nobody was reached: use the telephone.
  'unreached[[2,100,0,100,1,100,0,500],[800,500,0,500],10]',
  // No connection to the service.
  'no_network[[2,50,0,150,2,50,0,4750],[],0]',
  // Plug in the charger.
  'low_battery[[2,500,0,9500],[],0]',
  // The service is looking for this button.
  'locate[[3,250,0,250],[3000,100,0,900],600]',
  // The installer isn't done with this button: it calls nobody yet.
  'provisioning[[1,50,0,1950],[],0]',
  // This is a test: the next press of a key calls nobody.
  'self_test[[3,600,0,200,3,200,0,600],[2500,100,0,100],2]',
  // The test went well.
  'self_test_ok[[1,300,0,100],[2500,400],1]',
  // Something in the button needs looking at.
  'self_test_failed[[2,800,0,100,2,100,0,100],[500,800],1]',
].join('\n');
