// Keeps the gateway's own desk running: starts its process, says where it is and how it is, and starts it again.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import type { LeaderNoticeSettings } from '../desk/leader-notice.ts';
import type { HomeLight } from '../desk/light-shapes.ts';
import type { Retention } from '../desk/upkeep/retention.ts';
import { GATEWAY_ERRORS, GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { LinkState } from '../domain/ports/destination.ts';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';
import type { MasterKeyPlace } from '../registry/master-key.ts';
import { makeMasterKey, ownMasterKey, readMasterKey } from '../registry/master-key.ts';
import type { Certificate } from '../system/certificate.ts';
import { makeFolder } from '../system/durable.ts';
import { reachable } from '../system/interfaces.ts';
import { Restarts } from '../system/restarts.ts';
import type { FromDesk, LoginRole } from './messages.ts';
import { type DeskEnd, DeskProcess, endFormer } from './process.ts';

export interface OwnDeskOptions {
  /** The gateway's data folder: its database is in there. */
  data: string;
  masterKey: MasterKeyPlace;
  host: string;
  port: number;
  /** Of its pages; undefined: they are not encrypted, because only this machine reaches them. */
  certificate: (() => Promise<Certificate>) | undefined;
  leaderNotice: LeaderNoticeSettings | undefined;
  /** With `{number}` in it; undefined: as the browser dials. */
  telephoneUrl: string | undefined;
  retention: Partial<Retention>;
  clock: Clock;
  log: Log;
}

/** How the gateway trusts the certificate of its own desk, whatever names are in it. */
export interface DeskTrust {
  ca: string;
  pin: string;
}

const GONE = 'the gateway stops';

/** Where a desk finds its gateway. */
export interface DeskGateway {
  /** With the path. */
  reportsUrl: string;
  /** The admin API, and which certificate it shows; undefined: there is none. */
  management: { url: string; ca: string | undefined } | undefined;
}

export class OwnDesk {
  /**
   * With which gateway and desk sign. It is not on disk, because neither needs it longer than both run: a desk that is
   * started again is told it again, and a gateway that is started anew starts its desk anew.
   */
  readonly secret = `whsec_${randomBytes(32).toString('base64')}`;
  /** With which the desk reads homes and devices: it too lives as long as both run. */
  readonly #token = randomBytes(32).toString('base64url');
  readonly #options: OwnDeskOptions;
  readonly #restarts: Restarts;
  /** Destinations that lead here. Without one there is no process. */
  readonly #names = new Set<string>();
  readonly #logins = new Map<number, (token: string | undefined) => void>();
  #nextLogin = 1;
  /** By device: a desk that is started again is told them again. */
  readonly #lights = new Map<string, HomeLight>();
  #certificate: Promise<Certificate> | undefined;
  #gateway: DeskGateway | undefined;
  #process: DeskProcess | undefined;
  #link: LinkState | undefined;
  #starting: Promise<void> | undefined;
  #isStopped = true;
  #tellReady: () => void = () => {};
  /** It has been ready once. */
  readonly ready = new Promise<void>((resolve) => {
    this.#tellReady = resolve;
  });

  constructor(options: OwnDeskOptions) {
    this.#options = options;
    this.#restarts = new Restarts(options.clock);
  }

  /** Where its pages are. */
  get place(): string {
    const { host } = this.#options;
    return this.#at(host.includes(':') ? `[${host}]` : host);
  }

  /** Where the gateway sends events: on this machine, also when the pages are for the network. */
  get eventsUrl(): string {
    return `${this.#at(reachable(this.#options.host))}/v1/events`;
  }

  get link(): LinkState | undefined {
    return this.#link;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Some destination leads to it. */
  get isWanted(): boolean {
    return this.#names.size > 0;
  }

  /** Whether it is the token that the desk shows at the admin API. */
  isToken(token: string): boolean {
    const hash = (text: string) => createHash('sha256').update(text).digest();
    return timingSafeEqual(hash(token), hash(this.#token));
  }

  /** Undefined: not over TLS. Errors: CERTIFICATE_INVALID. */
  async trust(): Promise<DeskTrust | undefined> {
    const certificate = await this.#ownCertificate();
    return certificate && { ca: certificate.cert, pin: certificate.fingerprint };
  }

  /** `name` is a destination that leads here. */
  async admit(name: string): Promise<void> {
    this.#names.add(name);
    if (this.#gateway !== undefined && this.#isStopped) await this.#begin();
  }

  /** With the last of them its process ends. */
  async dismiss(name: string): Promise<void> {
    this.#names.delete(name);
    if (this.#names.size === 0) await this.#end();
  }

  /** From now on it runs while a destination leads here; does not wait for it. */
  async start(gateway: DeskGateway): Promise<void> {
    this.#gateway = gateway;
    if (this.#names.size > 0 && this.#isStopped) await this.#begin();
  }

  async stop(): Promise<void> {
    this.#gateway = undefined;
    await this.#end();
  }

  /** The address of a login that is good once and for a short time; undefined: the desk is not up. */
  async oneTimeLogin(name: string, role: LoginRole = 'officer'): Promise<string | undefined> {
    const process = this.#process;
    if (process === undefined || this.#link?.isUp !== true) return undefined;
    const id = this.#nextLogin++;
    const token = await new Promise<string | undefined>((resolve) => {
      this.#logins.set(id, resolve);
      process.tell({ tell: 'login', id, name, role });
    });
    return token === undefined ? undefined : `${this.place}/one-time-login#${token}`;
  }

  /** For whoever also runs the homes, as the demo does: its pages show the lights that these homes have now. */
  showLights(lights: readonly HomeLight[]): void {
    for (const light of lights) this.#lights.set(light.deviceId, light);
    if (this.#link?.isUp === true) this.#process?.tell({ tell: 'lights', lights });
  }

  async #begin(): Promise<void> {
    this.#isStopped = false;
    await makeFolder(this.#options.data);
    await endFormer(await realpath(this.#options.data));
    await this.#run();
  }

  async #end(): Promise<void> {
    this.#isStopped = true;
    this.#restarts.stop();
    this.#setLink(false, GONE);
    await this.#starting;
    await this.#process?.stop();
  }

  #run(): Promise<void> {
    this.#starting = this.#startProcess().catch((error) => {
      const isKnown = error instanceof GatewayError;
      const detail = isKnown ? error.detail.en : reasonOf(error);
      this.#ended({ code: isKnown ? error.code : 'DESK_FAILED', detail });
    });
    return this.#starting;
  }

  async #startProcess(): Promise<void> {
    const { data, host, port, clock } = this.#options;
    const certificate = await this.#ownCertificate();
    const masterKey = await this.#masterKey();
    const { reportsUrl, management } = this.#gateway ?? {};
    if (this.#isStopped || reportsUrl === undefined) return;
    this.#process = new DeskProcess({
      start: {
        data: await realpath(data),
        masterKey,
        host,
        port,
        secret: this.secret,
        reportsUrl,
        management: management && { ...management, token: this.#token },
        tls: certificate && { cert: certificate.cert, key: certificate.key },
        leaderNotice: this.#options.leaderNotice,
        telephoneUrl: this.#options.telephoneUrl,
        retention: this.#options.retention,
      },
      clock,
      onMessage: (message) => this.#take(message),
      onEnd: (end) => this.#ended(end),
    });
  }

  /** The registry makes it at the first start of a gateway; a desk may be started without one. */
  async #masterKey(): Promise<Buffer> {
    const { masterKey, data } = this.#options;
    const own = ownMasterKey(data);
    return (await readMasterKey(masterKey, own)) ?? (await makeMasterKey(own));
  }

  /** The same for gateway and desk, until both are started anew. */
  #ownCertificate(): Promise<Certificate | undefined> {
    const { certificate } = this.#options;
    if (certificate === undefined) return Promise.resolve(undefined);
    this.#certificate ??= certificate();
    return this.#certificate.catch((error) => {
      this.#certificate = undefined;
      throw error;
    });
  }

  #take(message: FromDesk): void {
    const { log } = this.#options;
    switch (message.tell) {
      case 'ready':
        this.#restarts.runs();
        this.#setLink(true);
        if (this.#lights.size > 0) {
          this.#process?.tell({ tell: 'lights', lights: [...this.#lights.values()] });
        }
        log.info({ desk: this.place, pid: this.pid }, 'desk ready');
        this.#tellReady();
        break;
      case 'log':
        log[message.level]({ part: 'desk', ...message.fields }, message.message);
        break;
      case 'login':
        this.#logins.get(message.id)?.(message.token);
        this.#logins.delete(message.id);
    }
  }

  /** `end` is undefined when it was stopped. */
  #ended(end: DeskEnd | undefined): void {
    this.#process = undefined;
    for (const answer of this.#logins.values()) answer(undefined);
    this.#logins.clear();
    if (this.#isStopped || end === undefined) return;
    const { code, detail } = end;
    const again_ms = this.#restarts.failed();
    this.#setLink(false, `${code}, ${detail}: ${GATEWAY_ERRORS[code]}`);
    this.#options.log.error({ code, detail, again_ms }, 'desk down');
    this.#restarts.later(again_ms, () => void this.#run());
  }

  #setLink(isUp: boolean, reason?: string): void {
    const since = this.#link?.isUp === isUp ? this.#link.since : this.#options.clock.utc();
    this.#link = { isUp, since, ...(reason === undefined ? {} : { reason }) };
  }

  #at(host: string): string {
    const { certificate, port } = this.#options;
    const scheme = certificate === undefined ? 'http' : 'https';
    return `${scheme}://${host}:${port}`;
  }
}
