// The board's program: settings, HAL, device, and a line on the console for everything that happens.
import { Device } from '../core/device.ts';
import type { Observer } from '../core/observer.ts';
import { patternOf } from '../core/patterns.ts';
import { boardHal } from './hal.ts';
import { loadService } from './load-service.ts';
import { Wifi } from './wifi.ts';

const FILE = 'cb.json';

const onConsole: Observer = {
  pressed: (identity, key) => console.log('pressed', identity.bootId, identity.seq, key),
  settled: (identity, result) => console.log('settled', identity.bootId, identity.seq, result),
  news: (news) => console.log('news', news.key, news.stage),
  shown: (pattern) => console.log('shown', pattern.name),
  link: (state, reason) => console.log('link', state, reason),
};

function run(): void {
  const wifi = new Wifi();
  // The HAL comes first, because it watches the keys; then what takes time.
  const hal = boardHal(wifi);
  const file = require('Storage').readJSON(FILE, true);
  const service = loadService();
  const settings = file && service ? service.settingsOf(file) : null;
  if (!file || !settings) {
    console.log('no settings: cb.json or cbservice is missing or wrong');
    hal.show(patternOf('provisioning'));
    // Whoever presses all the same must know that nobody comes.
    hal.watchKeys((_key, down) => {
      if (down) hal.show(patternOf('unreached'));
    });
    return;
  }
  const device = new Device(hal, settings, onConsole, loadService);
  process.on('uncaughtException', (problem) => {
    console.log('exception', problem);
    device.recover();
  });
  device.start();
  if (file.wifi) wifi.start(file.wifi);
}

run();
