// The whole desk in one process: its database, its calls, its pages, and the way back to the gateway.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import { codeOf } from '../domain/reason.ts';
import { makeMasterKey, ownMasterKey, readMasterKey } from '../registry/master-key.ts';
import { makeFolder, writeDurably } from '../system/durable.ts';
import { Desk } from './desk.ts';
import { DeskHttp } from './http.ts';
import { Reporter } from './reporter.ts';
import { Sessions } from './sessions.ts';
import { DeskStore } from './store/store.ts';
import { DEFAULT_RETENTION, type Retention, RetentionRuns } from './upkeep/retention.ts';

export interface DeskOptions {
  /** Of the desk alone: its database, and what opens it. */
  data: string;
  host: string;
  /** 0: any. */
  port: number;
  /** Where the gateway takes reports, with the path. */
  reportsUrl: string;
  /** With which gateway and desk sign, `whsec_…`. */
  secret: string;
  /** Where homes and devices are read, for the archive; undefined: residents are only what calls and people bring. */
  management: { url: string; token: string } | undefined;
  /** How long what is kept; default: DEFAULT_RETENTION. */
  retention?: Retention;
  clock: Clock;
  log: Log;
}

export interface RunningDesk {
  port: number;
  sessions: Sessions;
  stop(): Promise<void>;
}

/** Errors: DESK_LOCKED, DESK_NEWER, DESK_FAILED, REGISTRY_LOCKED, ADDRESS_UNAVAILABLE. */
export async function startDesk(options: DeskOptions): Promise<RunningDesk> {
  const { data, host, port, reportsUrl: url, secret, clock, log } = options;
  await makeFolder(data);
  const own = ownMasterKey(data);
  const masterKey = (await readMasterKey(undefined, own)) ?? (await makeMasterKey(own));
  const store = await DeskStore.open({ folder: join(data, 'desk'), masterKey });
  const desk = await Desk.start({ store, clock, log });
  const reporter = new Reporter({ store, url, secret, clock, log });
  desk.events.on('report', () => reporter.wake());
  reporter.wake();
  const sessions = await Sessions.start({ store, clock, log });
  const http = new DeskHttp({ desk, store, sessions, secret, clock, log });
  const retention = new RetentionRuns({
    db: store.db,
    retention: options.retention ?? DEFAULT_RETENTION,
    clock,
    log,
  });
  retention.start();
  const stop = async () => {
    await retention.stop();
    await http.stop();
    await desk.stop();
    await reporter.stop();
    await store.close();
  };
  try {
    return { port: await http.start(host, port), sessions, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The secret in this file, which is made when it isn't there. Errors: SECRET_MISSING. */
export async function deskSecret(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw new GatewayError('SECRET_MISSING', file);
  }
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await makeFolder(dirname(file));
  await writeDurably(file, `${secret}\n`);
  return secret;
}
