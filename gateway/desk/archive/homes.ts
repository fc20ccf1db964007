// Reads homes and devices of the gateway's management API, so that what was installed appears in the archive by itself.
import { X509Certificate } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { z } from 'zod';
import { backoffAfter, doubling, withJitter } from '../../domain/backoff.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import { reasonOf } from '../../domain/reason.ts';
import { exchange } from '../../management/exchange.ts';
import type { ButtonStore, ToldDevice, ToldHome } from './button-store.ts';

const EVERY_MS = 60_000;
const PAUSES_MS = doubling(2_000, EVERY_MS);
const PATIENCE_MS = 10_000;
/** In one answer: as many as the API gives at most. */
const AT_ONCE = 1_000;
const API = '/api/v1';
const LIMIT = { characters: 8 << 20, error: new Error('the answer is too long') };

const Moment = z.iso.datetime().nullable();
/** What is read of the answers; what else is in them may change. */
const Homes = z.object({
  homes: z.array(
    z.object({
      home_id: z.string(),
      reference: z.string(),
      community: z.string(),
      subdistrict: z.string(),
      name: z.string().default(''),
      address: z.string().default(''),
      telephone: z.string().default(''),
    }),
  ),
});
const Devices = z.object({
  devices: z.array(
    z.object({
      device_id: z.string(),
      state: z.string(),
      home_id: z.string().nullable(),
      heard_at: Moment,
      battery_percent: z.number().nullable(),
      conditions: z.array(z.string()),
    }),
  ),
});

export interface HomeReaderDeps {
  /** Of the API, with or without `/api/v1`. */
  url: string;
  /** An operator's: an installer is not told who lives where. */
  token: string;
  /** PEM: the certificate that it shows; undefined: any that this machine trusts, or none. */
  ca?: string | undefined;
  buttons: ButtonStore;
  clock: Clock;
  log: Log;
}

export class HomeReader {
  readonly #deps: HomeReaderDeps;
  readonly #base: string;
  readonly #stopping = new AbortController();
  #failures = 0;
  #cancel = () => {};
  #reading: Promise<void> = Promise.resolve();

  constructor(deps: HomeReaderDeps) {
    this.#deps = deps;
    const plain = deps.url.replace(/\/+$/, '');
    this.#base = plain.endsWith(API) ? plain : plain + API;
  }

  /** Reads now, and again every minute; a gateway that doesn't answer is asked again later, and nothing changes. */
  start(): void {
    this.#reading = this.#read();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancel();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { clock, log } = this.#deps;
    let pauseMs = EVERY_MS;
    try {
      await this.#readAll();
      if (this.#failures > 0) log.info({}, 'homes are read from the gateway again');
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      pauseMs = withJitter(backoffAfter(PAUSES_MS, this.#failures), Math.random());
      if (!this.#stopping.signal.aborted && this.#failures === 1) {
        log.warn({ reason: reasonOf(error) }, 'homes can not be read from the gateway');
      }
    }
    if (this.#stopping.signal.aborted) return;
    this.#cancel = clock.after(pauseMs, () => this.start());
  }

  async #readAll(): Promise<void> {
    const { buttons, clock } = this.#deps;
    await this.#pages(
      'homes',
      Homes,
      ({ homes }) => homes,
      'home_id',
      (page) => buttons.takeHomes(page.map(homeOf), clock.utc()),
    );
    await this.#pages(
      'devices',
      Devices,
      ({ devices }) => devices,
      'device_id',
      (page) => buttons.takeDevices(page.map(deviceOf), clock.utc()),
    );
  }

  /** Page after page, each asked for after the last id of the one before. */
  async #pages<Answer extends z.ZodType, Item extends { [K in Id]: string }, Id extends string>(
    path: string,
    answer: Answer,
    itemsOf: (body: z.output<Answer>) => readonly Item[],
    id: Id,
    take: (items: readonly Item[]) => Promise<void>,
  ): Promise<void> {
    for (let after = ''; ; ) {
      const query = new URLSearchParams({ limit: String(AT_ONCE) });
      if (after !== '') query.set('after', after);
      const items = itemsOf(answer.parse(await this.#ask(`${path}?${query}`)));
      if (items.length > 0) await take(items);
      const last = items.at(-1)?.[id];
      if (items.length < AT_ONCE || last === undefined || last === after) return;
      after = last;
    }
  }

  async #ask(path: string): Promise<unknown> {
    const { token, ca } = this.#deps;
    const options = {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(PATIENCE_MS)]),
      agent: false,
    };
    const url = `${this.#base}/${path}`;
    const request = url.startsWith('https:')
      ? requestOverTls(url, { ...options, ...trusting(ca) })
      : requestPlain(url, options);
    const { status, body } = await exchange(request, undefined, LIMIT);
    if (status !== 200) throw new Error(`HTTP ${status}`);
    return body;
  }
}

/** The very certificate that the gateway has, whatever names stand in it: it may be one that it has made itself. */
function trusting(ca: string | undefined): object {
  if (ca === undefined) return {};
  const { fingerprint256: ours } = new X509Certificate(ca);
  return {
    ca,
    // It may have been issued by somebody who isn't in `ca`.
    allowPartialTrustChain: true,
    checkServerIdentity: (_host: string, { fingerprint256 }: { fingerprint256: string }) =>
      fingerprint256 === ours ? undefined : new Error('not the certificate of the gateway'),
  };
}

function homeOf({
  home_id,
  reference,
  ...fields
}: z.output<typeof Homes>['homes'][number]): ToldHome {
  return { homeId: home_id, reference, fields };
}

function deviceOf(device: z.output<typeof Devices>['devices'][number]): ToldDevice {
  const { device_id, state, home_id, heard_at, battery_percent, conditions } = device;
  return {
    deviceId: device_id,
    homeId: home_id,
    state,
    batteryPercent: battery_percent,
    conditions,
    lastSeenAt: heard_at === null ? null : Date.parse(heard_at),
  };
}
