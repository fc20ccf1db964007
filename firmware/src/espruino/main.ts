// The board's program: settings, HAL, device, and a line on the console for everything that happens.
import './port.ts';
import { startConsole } from '../core/console.ts';
import { Device } from '../core/device.ts';
import type { Observer } from '../core/observer.ts';
import { patternOf } from '../core/patterns.ts';
import type { Start } from '../core/service.ts';
import type { Hal } from '../hal.ts';
import { boardHal } from './hal.ts';
import { load, loadService, SERVICE_ROOM } from './load-service.ts';
import { Wifi, wifiModule } from './wifi.ts';

/** How often a board without settings kicks the watchdog, in ms: as often as vitals look. */
const KICK_MS = 2000;

const onConsole: Observer = {
  pressed: (identity, key) => console.log('pressed', identity.bootId, identity.seq, key),
  settled: (identity, result) => console.log('settled', identity.bootId, identity.seq, result),
  news: (news) => console.log('news', news.key, news.stage),
  shown: (pattern) => console.log('shown', pattern.name),
  link: (state, reason) => console.log('link', state, reason),
};

/** Null when there is no start script. In a function of its own, whose end lets go of that. */
function makeHal(wifi: Wifi): Hal | null {
  const module = load('cbstart', SERVICE_ROOM);
  return module ? boardHal(wifi, module.boards.startBoard()) : null;
}

/** What the store holds, or null. In a function of its own, as above. */
function startOf(hal: Hal): Start | null {
  const service = loadService('cbstart');
  return service ? service.startOf(hal) : null;
}

/** Not in the service script: the function that waits for a press would hold that in memory. */
function withoutSettings(hal: Hal): void {
  hal.show(patternOf('provisioning'));
  // The HAL watches the keys anew by itself.
  hal.onBrokeOff(() => {});
  // Nobody else kicks the watchdog here, and the PC takes longer over its questions than that waits.
  setInterval(hal.kick, KICK_MS);
  // Whoever presses all the same must know that nobody comes.
  hal.watchKeys((_key, down) => {
    if (down) hal.show(patternOf('unreached'));
  });
}

function run(): void {
  const wifi = new Wifi(wifiModule());
  // The HAL comes first, because it watches the keys; then what takes time.
  const hal = makeHal(wifi);
  if (!hal) {
    console.log('no cbstart');
    // Nothing tells where this board's cable ends. With the prompt on it again a PC can repair the board.
    if (process.env.BOARD !== 'LINUX') {
      E.setConsole(typeof USB === 'undefined' ? Serial1 : USB, { force: true });
    }
    return;
  }
  if (typeof cbTrial !== 'undefined') hal.isOnTrial = true;
  const start = startOf(hal);
  if (!start) {
    console.log('no settings');
    withoutSettings(hal);
    startConsole(hal, null, load);
    return;
  }
  const device = new Device(hal, start.settings, onConsole, loadService);
  process.on('uncaughtException', (problem) => {
    console.log('exception', problem);
    device.recover();
  });
  // After the start, which may end in an exception: then, too, the board needs its Wi-Fi and its console.
  setTimeout(() => {
    startConsole(hal, device, load);
    if (start.wifi) wifi.start(hal, start.wifi, device.link);
  }, 0);
  device.start();
}

run();
