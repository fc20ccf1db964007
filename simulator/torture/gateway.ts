// The real gateway in a process of its own, which also notes what of its journal is synced: for power cuts.
import { once } from 'node:events';
import { join } from 'node:path';
import { readConfig } from '#gateway/config/index.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { noteSynced } from './synced.ts';

const [, file] = process.argv.slice(2);
const config = await readConfig(file);
const folder = join(config.data, 'journal');
const afterSync = () => note?.();
const journal = new LevelJournal({ folder, clock: systemClock, afterSync });
const gateway = new Gateway(config, { ...(await realPorts(config)), journal });
let note: (() => void) | undefined;
await gateway.start();
note = noteSynced(folder, join(config.data, 'synced'));
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await gateway.stop();
