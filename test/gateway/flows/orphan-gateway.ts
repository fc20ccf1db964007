// A gateway's share of the flows, in a process that a test can kill: prints the number of the flows' process.
import { makeFlows } from './flows.ts';

const [, , folder] = process.argv;
const { host } = await makeFlows(undefined, { ...(folder === undefined ? {} : { data: folder }) });
await host.start();
process.stdout.write(`${host.pid}\n`);
