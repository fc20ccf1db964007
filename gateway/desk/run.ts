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
import { ButtonStore } from './archive/button-store.ts';
import { HomeReader } from './archive/homes.ts';
import { Imports } from './archive/import.ts';
import { Desk } from './desk.ts';
import { DutyReport } from './duty-report.ts';
import { DeskHttp } from './http.ts';
import { LeaderNotice, type LeaderNoticeSettings } from './leader-notice.ts';
import type { HomeLight } from './light-shapes.ts';
import { OneTimeLogins } from './one-time-login.ts';
import { Reporter } from './reporter.ts';
import { type Role, Sessions } from './sessions.ts';
import { DeskStore } from './store/store.ts';
import { HourlyRuns } from './upkeep/hourly.ts';
import { DEFAULT_RETENTION, type Retention } from './upkeep/retention.ts';

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
  management?: { url: string; token: string; ca?: string | undefined } | undefined;
  /** With `{number}` in it: how the office's telephone system is made to dial; empty: as the browser does it; `off`: by hand. */
  telephoneUrl?: string | undefined;
  /** 32 bytes; undefined: `master.key` in `data`, which is made when it isn't there. */
  masterKey?: Uint8Array | undefined;
  /** PEM: the pages over TLS. Undefined: only for an address that no other machine reaches. */
  tls?: { cert: string; key: string } | undefined;
  /** Who is told, beside the pages, that nobody looks after calls. */
  leaderNotice?: LeaderNoticeSettings | undefined;
  /** How long what is kept; the rest as in DEFAULT_RETENTION. */
  retention?: Partial<Retention> | undefined;
  clock: Clock;
  log: Log;
}

export interface RunningDesk {
  port: number;
  sessions: Sessions;
  /** A token that logs in by this name, once and within minutes; undefined: the name is another's. By default an officer. */
  oneTimeLogin(name: string, role?: Role): Promise<string | undefined>;
  /** For whoever also runs the homes, as the demo does: pages show the lights that these homes have now. */
  showLights(lights: readonly HomeLight[]): void;
  stop(): Promise<void>;
}

/** Errors: DESK_LOCKED, DESK_NEWER, DESK_FAILED, REGISTRY_LOCKED, ADDRESS_UNAVAILABLE. */
export async function startDesk(options: DeskOptions): Promise<RunningDesk> {
  const { data, host, port, reportsUrl: url, secret, tls, clock, log } = options;
  await makeFolder(data);
  const masterKey = options.masterKey ?? (await keyIn(data));
  const store = await DeskStore.open({ folder: join(data, 'desk'), masterKey });
  const desk = await Desk.start({ store, clock, log });
  const urgent = () => desk.urgent();
  const reporter = new Reporter({ store, urgent, url, secret, clock, log });
  desk.events.on('report', () => reporter.wake());
  reporter.wake();
  const duty = new DutyReport({ desk, reportsUrl: url, secret, clock, log });
  const { leaderNotice: settings } = options;
  const devices = () => duty.devices;
  const leader = settings && new LeaderNotice({ desk, settings, devices, clock, log });
  const sessions = await Sessions.start({ store, clock, log });
  const imports = new Imports(store.db, clock, log);
  imports.start();
  const logins = new OneTimeLogins({ sessions, secret, monotonic: () => clock.monotonic() });
  const { telephoneUrl = '' } = options;
  const http = new DeskHttp({
    desk,
    store,
    sessions,
    logins,
    imports,
    secret,
    tls,
    telephoneUrl,
    clock,
    log,
  });
  const buttons = new ButtonStore(store.db);
  const homes =
    options.management && new HomeReader({ ...options.management, buttons, clock, log });
  homes?.start();
  const hourly = new HourlyRuns({
    db: store.db,
    retention: { ...DEFAULT_RETENTION, ...options.retention },
    clock,
    log,
  });
  hourly.start();
  const stop = async () => {
    await hourly.stop();
    await homes?.stop();
    await http.stop();
    await imports.stop();
    await desk.stop();
    await Promise.all([reporter.stop(), duty.stop(), leader?.stop()]);
    await store.close();
  };
  try {
    const listening = await http.start(host, port);
    duty.start();
    leader?.start();
    return {
      port: listening,
      sessions,
      oneTimeLogin: (name, role) => logins.make(name, role),
      showLights: (lights) => http.showLights(lights),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function keyIn(data: string): Promise<Uint8Array> {
  const own = ownMasterKey(data);
  return (await readMasterKey(undefined, own)) ?? (await makeMasterKey(own));
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
