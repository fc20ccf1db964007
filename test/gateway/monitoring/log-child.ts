// A process whose log can't be written: it does its work, and ends.
import { createLog } from '#gateway/monitoring/log.ts';

const log = createLog('info');
for (let line = 1; line <= 30; line++) {
  log.info({ line }, 'a line');
  await new Promise((resolve) => setImmediate(resolve));
}
process.stderr.write('did its work');
