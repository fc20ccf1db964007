// `call-button desk`: the service platform for offices that have none, alone, beside any gateway.
import { once } from 'node:events';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { DESK } from '../messages/desk.ts';
import { languageOf } from '../messages/language.ts';
import { createLog } from '../monitoring/log.ts';
import { systemClock } from '../system/clock.ts';
import { type DeskUpkeepOptions, isDeskUpkeep, runDeskUpkeep } from './desk-upkeep.ts';

interface Options extends DeskUpkeepOptions {
  data: string;
  host: string;
  port: number;
  reports: string;
  secret?: string;
}

export function deskProgram(): Command {
  return new Command('desk')
    .description('run the duty desk: officers take calls in a browser, and telephone back')
    .option('--data <folder>', 'where it keeps its database', 'desk-data')
    .option(
      '--host <address>',
      'where its pages are, and where the gateway sends calls',
      '127.0.0.1',
    )
    .option('--port <port>', 'of that address', portOf, 8_090)
    .option('--reports <url>', 'of the gateway', 'http://127.0.0.1:8080/v1/reports')
    .option('--secret <file>', 'shared with the gateway; made in the data folder when absent')
    .option('--check', 'check its database, also while it runs, and end')
    .option('--backup <file>', 'copy its database, also while it runs, and end')
    .option('--restore <file>', 'put a copy where no database is, and end')
    .action(run);
}

async function run({ data, host, port, reports, secret, ...upkeep }: Options): Promise<void> {
  if (isDeskUpkeep(upkeep)) {
    process.exitCode = await runDeskUpkeep(data, upkeep);
    return;
  }
  // Only now: its database is a native library, and no gateway may fail to start because of it.
  const { deskSecret, startDesk } = await import('../desk/run.ts');
  const file = secret ?? join(data, 'gateway.secret');
  const desk = await startDesk({
    data,
    host,
    port,
    reportsUrl: reports,
    secret: await deskSecret(file),
    management: undefined,
    clock: systemClock,
    log: createLog('info'),
  });
  const place = `http://${host}:${desk.port}`;
  process.stderr.write(DESK.started(place, file)[languageOf(process.env)]);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await desk.stop();
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a port from 0 to 65535.');
}
