// A gateway's share of the flows where no file can be opened any more: prints what it says of them.
import { closeSync, openSync } from 'node:fs';
import { makeFlows } from './flows.ts';

const [, , folder] = process.argv;
const { host, log, up, close } = await makeFlows(undefined, { data: String(folder) });
await host.start();
await up();

const open: number[] = [];
try {
  for (;;) open.push(openSync('/dev/null', 'r'));
} catch {
  // As many as the system allows.
}
process.kill(host.pid as number, 'SIGKILL');
await log.when('flows ended');
const before = log.entries.length;
await log.when('flows ended', before);
for (const file of open) closeSync(file);
await up(log.entries.length);
process.stdout.write('flows take calls again\n');
await close();
