// A process that logs as many lines as it is told, does its work beside, and ends when it hears a line.
import { createLog } from '#gateway/monitoring/log.ts';

const [lines = '30', end = 'at once'] = process.argv.slice(2);
const log = createLog('info');
for (let line = 1; line <= Number(lines); line++) {
  log.info({ line }, 'a line');
  await new Promise((resolve) => setImmediate(resolve));
}
process.stderr.write('did its work');
if (end !== 'at once') process.stdin.once('data', () => process.exit(0));
