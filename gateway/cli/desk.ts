// `call-button desk`: the service platform for offices that have none, alone, beside any gateway.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { readCertificate } from '../config/certificate.ts';
import { isTelephoneUrl } from '../config/desk.ts';
import { isLoopback, readSecret } from '../config/index.ts';
import type { LeaderNoticeSettings } from '../desk/leader-notice.ts';
import { GatewayError } from '../domain/errors.ts';
import { reasonOf } from '../domain/reason.ts';
import { DESK } from '../messages/desk.ts';
import { languageOf } from '../messages/language.ts';
import { createLog } from '../monitoring/log.ts';
import { withDeskLibrary } from '../own-desk/library.ts';
import { systemClock } from '../system/clock.ts';
import { ownCertificate } from '../system/own-certificate.ts';
import { keepHeapSmall } from '../system/small-heap.ts';
import { type DeskUpkeepOptions, isDeskUpkeep, runDeskUpkeep } from './desk-upkeep.ts';

interface Options extends DeskUpkeepOptions {
  data: string;
  host: string;
  port: number;
  reports: string;
  secret?: string;
  cert?: string;
  key?: string;
  allowPlain?: true;
  leaderNotice?: string;
  leaderSecret?: string;
  telephoneUrl?: string;
  management?: string;
  managementToken?: string;
  managementCa?: string;
}

export function deskProgram(): Command {
  return new Command('desk')
    .description('run the duty desk: officers take calls in a browser, and telephone back')
    .option('--data <folder>', 'where it keeps its database', 'desk-data')
    .option(
      '--host <address>',
      'where its pages are, and where the gateway sends calls; over TLS when other machines reach it',
      '127.0.0.1',
    )
    .option('--port <port>', 'of that address', portOf, 8_090)
    .option('--reports <url>', 'of the gateway', urlOf, 'http://127.0.0.1:8080/v1/reports')
    .option('--secret <file>', 'shared with the gateway; made in the data folder when absent')
    .option('--cert <file>', 'certificate (PEM), with --key; made in the data folder when absent')
    .option('--key <file>', 'its key (PEM)')
    .option('--allow-plain', 'not over TLS, because a proxy in front of it does that')
    .option('--leader-notice <url>', 'webhook that hears when nobody looks after calls', urlOf)
    .option('--leader-secret <file>', 'with which it is signed: whsec_…')
    .option(
      '--telephone-url <url>',
      'how a telephone system is made to dial, with {number} in it; off: by hand',
      telephoneUrlOf,
    )
    .option('--management <url>', "the gateway's admin API, to read homes and buttons from", urlOf)
    .option('--management-token <file>', "an operator's token for it")
    .option(
      '--management-ca <file>',
      'the certificate that it shows (PEM), when no authority has signed it',
    )
    .option('--check', 'check its database, also while it runs, and end')
    .option('--backup <file>', 'copy its database, also while it runs, and end')
    .option('--restore <file>', 'put a copy where no database is, and end')
    .action(run);
}

interface Tls {
  cert: string;
  key: string;
  /** The file that the gateway must trust, because no authority has signed it. */
  own: string | undefined;
}

async function run({ data, host, port, reports, secret, ...options }: Options): Promise<void> {
  if (isDeskUpkeep(options)) {
    process.exitCode = await runDeskUpkeep(data, options);
    return;
  }
  keepHeapSmall();
  const { deskSecret, startDesk } = await withDeskLibrary(() => import('../desk/run.ts'));
  const file = secret ?? join(data, 'gateway.secret');
  const tls = await tlsOf(data, host, options);
  const desk = await startDesk({
    data,
    host,
    port,
    reportsUrl: reports,
    secret: await deskSecret(file),
    tls,
    leaderNotice: await leaderOf(options),
    telephoneUrl: options.telephoneUrl,
    management: await managementOf(options),
    clock: systemClock,
    log: createLog('info'),
  });
  const isAny = host === '0.0.0.0' || host === '::';
  const named = isAny ? hostname() : host;
  const place = `${tls ? 'https' : 'http'}://${named.includes(':') ? `[${named}]` : named}:${desk.port}`;
  process.stderr.write(DESK.started(place, file, tls?.own)[languageOf(process.env)]);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await desk.stop();
}

/** Undefined: not over TLS. Errors: CERTIFICATE_INVALID. */
async function tlsOf(
  data: string,
  host: string,
  { cert, key, allowPlain }: Pick<Options, 'cert' | 'key' | 'allowPlain'>,
): Promise<Tls | undefined> {
  if (cert !== undefined || key !== undefined) {
    // One without the other is told as a file that isn't there, by the name of its option.
    const read = await readCertificate({ cert: cert ?? '--cert', key: key ?? '--key' });
    return { cert: read.cert, key: read.key, own: undefined };
  }
  if (isLoopback(host) || allowPlain) return undefined;
  const folder = join(data, 'tls');
  const made = await ownCertificate({ folder, names: [], now: Date.now() });
  return { cert: made.cert, key: made.key, own: join(folder, 'cert.pem') };
}

const NOBODY_AFTER_MS = 60_000;

/** Undefined: nobody is told. Errors: SECRET_MISSING, SECRET_INVALID. */
async function leaderOf({
  leaderNotice: url,
  leaderSecret: file,
}: Pick<Options, 'leaderNotice' | 'leaderSecret'>): Promise<LeaderNoticeSettings | undefined> {
  if (url === undefined) return undefined;
  const secret = await readSecret('--leader-secret', { file: file ?? '--leader-secret' });
  return { url, secret, nobodyAfterMs: NOBODY_AFTER_MS };
}

/** Undefined: residents are only what calls and people bring. Errors: SECRET_MISSING. */
async function managementOf({
  management: url,
  managementToken: file,
  managementCa: ca,
}: Pick<Options, 'management' | 'managementToken' | 'managementCa'>) {
  if (url === undefined) return undefined;
  return {
    url,
    token: await textIn(file ?? '--management-token'),
    ca: ca === undefined ? undefined : await textIn(ca),
  };
}

/** Errors: SECRET_MISSING. */
async function textIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new GatewayError('SECRET_MISSING', `${file}: ${reasonOf(error)}`);
  }
}

function telephoneUrlOf(text: string): string {
  if (isTelephoneUrl(text)) return text;
  throw new InvalidArgumentError('Expected an address with {number} in it.');
}

function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new InvalidArgumentError('Expected an address such as https://gateway.example/v1/reports.');
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a port from 0 to 65535.');
}
