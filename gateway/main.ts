// The root: builds the gateway from its ports, starts and stops it in order, and reloads its configuration.
import { isDeepStrictEqual } from 'node:util';
import { AdminApi } from './admin/api.ts';
import { DeviceAdministration } from './administration/administration.ts';
import { answer } from './administration/requests.ts';
import {
  type Config,
  intakeOptions,
  isLoopback,
  type Loaded,
  routePlan,
  supervisionOptions,
} from './config.ts';
import { Calls } from './dispatch/calls.ts';
import { NoticeDesk } from './dispatch/notices.ts';
import { GatewayError } from './domain/errors.ts';
import type { Administration } from './domain/ports/administration.ts';
import type { Destination } from './domain/ports/destination.ts';
import type { Journal } from './domain/ports/journal.ts';
import { Routes } from './domain/route.ts';
import { Connections } from './intake/connections.ts';
import { Intake } from './intake/intake.ts';
import type { ListenTo } from './intake/listeners.ts';
import { Refusals } from './intake/refusals.ts';
import { controlPath } from './journal-command.ts';
import type { Certificate } from './ops/certificate.ts';
import { Control } from './ops/control.ts';
import { type Health, judgeHealth } from './ops/health.ts';
import { Http } from './ops/http.ts';
import { destinationsOf, type GatewayPorts } from './ports.ts';
import { DeviceList } from './provisioning/device-list.ts';
import { Keyring } from './provisioning/keyring.ts';
import { Directory } from './registry/directory.ts';
import { Follow } from './registry/follow.ts';
import { answerRegistry } from './registry/requests.ts';
import { Supervision } from './supervision/supervision.ts';

import { VERSION } from './version.ts';

export { type GatewayPorts, realPorts } from './ports.ts';

export class Gateway {
  #config: Config;
  readonly #ports: GatewayPorts;
  readonly #routes: Routes;
  readonly #refusals: Refusals;
  readonly #connections = new Connections();
  readonly #notices: NoticeDesk;
  readonly #calls: Calls;
  readonly #supervision: Supervision;
  readonly #keyring: Keyring;
  readonly #directory: Directory;
  readonly #follow: Follow;
  readonly #administration: DeviceAdministration;
  readonly #intake: Intake;
  readonly #http: Http;
  readonly #api: AdminApi;
  readonly #control: Control;
  #destinations: GatewayPorts['destinations'];
  #secrets: GatewayPorts['reportSecrets'];
  #listening = { mqtt: 0, mqtts: 0, http: 0, admin: 0 };
  #certificateExpiresAt: number | undefined;
  /** What a client of the admin API compares; empty on loopback. */
  #fingerprint: string | undefined;
  #isReady = false;
  #isStopping = false;

  constructor(config: Config, ports: GatewayPorts) {
    this.#config = config;
    this.#ports = ports;
    this.#routes = new Routes(ports.plan ?? routePlan(config));
    this.#destinations = ports.destinations;
    this.#secrets = ports.reportSecrets;
    const { journal, clock, log, meter } = ports;
    const keyring = new Keyring(ports.directory, ports.keys);
    const directory = new Directory(ports.registry, keyring, log);
    const [connections, routes] = [this.#connections, this.#routes];
    const destinations = { find: (name: string) => this.#destinations[name] };
    const shared = { journal, directory, clock, log, meter };
    const refusals = new Refusals(log);
    const notices = new NoticeDesk({ ...shared, routes, destinations });
    const calls = new Calls({
      ...{ ...shared, routes, destinations, notices, downlink: connections },
    });
    const supervision = new Supervision({
      ...{ ...shared, notices, options: supervisionOptions(config) },
    });
    const administration = new DeviceAdministration({
      ...{ ...shared, rotation: directory, line: connections },
      isCalling: (deviceId) => calls.openCallsOf(deviceId).length > 0,
    });
    this.#refusals = refusals;
    this.#notices = notices;
    this.#calls = calls;
    this.#supervision = supervision;
    this.#keyring = keyring;
    this.#directory = directory;
    this.#follow = new Follow(clock, {
      disconnect: (deviceId) => connections.disconnect(deviceId),
      review: () => this.#reviewDevices(),
    });
    ports.registry.onChange((deviceId, isCut) => this.#follow.changed(deviceId, isCut));
    this.#administration = administration;
    this.#intake = new Intake({
      ...{ ...shared, calls, connections, refusals, supervisor: supervision },
      attendant: administration,
      options: ports.intake ?? intakeOptions(config),
    });
    this.#http = new Http({
      ...{ calls, refusals, secrets: ports.reportSecrets, health: () => this.health() },
      metrics: meter.text?.bind(meter),
    });
    this.#api = new AdminApi({
      ...{ ...ports, administration, refusals, name: config.name, version: VERSION },
      openCalls: () => calls.open(),
      listeners: () => this.#listeners(),
      signsOf: (deviceId) => supervision.viewOf(deviceId),
    });
    const backup = async () => {
      if (ports.journalCare === undefined) throw new Error('this journal has no backup');
      return ports.journalCare.backup();
    };
    const administer = (request: unknown) => answer(administration, request);
    const { registry, tokens, registryBackup } = ports;
    const rotated = keyring.rotatedSince.bind(keyring);
    this.#control = new Control({
      ...{ backup, administer, registryBackup, log },
      registry: (request) =>
        answerRegistry(
          { registry, tokens, rotated, fingerprint: () => this.#fingerprint },
          request,
        ),
    });
  }

  /**
   * Opens the journal first and the door last; when one step fails, what was started is stopped again.
   * Errors: DEVICES_*, JOURNAL_*, REGISTRY_*, CERTIFICATE_INVALID, ADDRESS_UNAVAILABLE.
   */
  async start(): Promise<void> {
    try {
      await this.#startAll();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #startAll(): Promise<void> {
    const { journal, registry, log } = this.#ports;
    const { data, http } = this.#config;
    // First, because one gateway at a time can have it.
    await startJournal(journal, data);
    await registry.start();
    await this.#directory.start();
    for (const destination of Object.values(this.#destinations)) await destination.start();
    await this.#supervision.start();
    await this.#notices.start();
    await this.#calls.start();
    await this.#administration.start();
    this.#measure();
    await this.#startControl();
    this.#listening.http = await this.#http.start(http.host, http.port);
    await this.#startApi();
    const { plain = 0, tls = 0 } = await this.#intake.start(await this.#listenTo());
    this.#listening = { ...this.#listening, mqtt: plain, mqtts: tls };
    this.#isReady = true;
    log.info({ ...this.#addresses(), devices: this.#directory.size }, 'gateway ready');
  }

  /** What was not accepted yet is due in the journal. Closes the door first. */
  async stop(): Promise<void> {
    const { journal, registry, log, meter } = this.#ports;
    this.#isStopping = true;
    await this.#intake.stop();
    this.#supervision.stop();
    this.#administration.stop();
    await Promise.all([this.#calls.stop(), this.#notices.stop()]);
    await this.#http.stop();
    await this.#api.stop();
    await this.#control.stop();
    for (const destination of Object.values(this.#destinations)) await destination.stop();
    this.#follow.stop();
    await this.#keyring.stop();
    await registry.stop();
    await journal.stop();
    meter.stop?.();
    if (this.#isReady) log.info({}, 'gateway stopped');
  }

  /** Everything in `next` was read and checked; what needs a restart is in it as it was. */
  async reload({ config, devices, secrets, certificate }: Loaded): Promise<void> {
    const { log, journalCare } = this.#ports;
    const gone = await this.#replaceDestinations(config, secrets);
    const plan = routePlan(config);
    const isRouted = isDeepStrictEqual(plan, routePlan(this.#config)) && gone.length === 0;
    this.#config = config;
    this.#routes.replace(plan);
    this.#http.replaceSecrets(secrets);
    log.setLevel?.(config.log);
    journalCare?.keep(config.journal.keep);
    this.#intake.reloadFlood(intakeOptions(config).flood);
    if (certificate) this.#takeCertificate(certificate);
    const moved = this.#replaceDevices(devices);
    this.#supervision.reload(supervisionOptions(config));
    if (moved > 0) this.#administration.review();
    // It takes a moment of every open call, so not when all of them go their old way.
    if (!isRouted || moved > 0) {
      this.#calls.replan();
      this.#notices.replan();
    }
    for (const destination of gone) await destination.stop();
  }

  get intake(): Intake {
    return this.#intake;
  }

  /** What operators ask of devices. */
  get administration(): Administration {
    return this.#administration;
  }

  get mqttPort(): number {
    return this.#listening.mqtt;
  }

  /** 0 without TLS. */
  get mqttsPort(): number {
    return this.#listening.mqtts;
  }

  get httpPort(): number {
    return this.#listening.http;
  }

  /** 0 without one. */
  get adminPort(): number {
    return this.#listening.admin;
  }

  health(): Health {
    const { registry, journal, clock } = this.#ports;
    return judgeHealth(
      {
        connected: this.#connections.size,
        devices: this.#directory.size,
        refusals: this.#refusals.counts(),
        journalProblem: journal.problem,
        unrouted: (['red', 'green'] as const).filter(
          (key) => this.#routes.of(key, '').to === undefined,
        ),
        certificateExpiresAt: this.#certificateExpiresAt,
        keysProblem: this.#keyring.problem,
        registryProblem: registry.problem,
        isServing: this.#isReady && !this.#isStopping,
      },
      clock.utc(),
    );
  }

  /** The registry has changed. */
  #reviewDevices(): void {
    this.#supervision.reload(supervisionOptions(this.#config));
    this.#administration.review();
    this.#calls.replan();
    this.#notices.replan();
  }

  /** Gives back how many are there no more, or not as they were: their group may be another. */
  #replaceDevices(devices: Loaded['devices']): number {
    const { directory, registry } = this.#ports;
    if (!(directory instanceof DeviceList)) return 0;
    const { disconnect, removed, changed } = directory.replace(devices);
    // What the registry has is not the file's to cut.
    const cut = disconnect.filter((deviceId) => !registry.isKnown(deviceId));
    for (const deviceId of cut) this.#connections.disconnect(deviceId);
    this.#directory.warn();
    return removed.length + changed.length;
  }

  /** One that is as it was stays, with its attempts under way. Gives back those that are not needed any more. */
  async #replaceDestinations(
    config: Config,
    secrets: GatewayPorts['reportSecrets'],
  ): Promise<Destination[]> {
    const before = this.#destinations;
    const after = destinationsOf(config, secrets);
    for (const [name, destination] of Object.entries(after)) {
      const settings = [this.#config.destinations[name], this.#secrets[name]];
      const isSame = isDeepStrictEqual(settings, [config.destinations[name], secrets[name]]);
      if (isSame && before[name]) after[name] = before[name];
      else await destination.start();
    }
    this.#destinations = after;
    this.#secrets = secrets;
    return Object.entries(before).flatMap(([name, one]) => (after[name] === one ? [] : [one]));
  }

  #measure(): void {
    const { meter, journal, journalCare } = this.#ports;
    meter.start?.({
      connected: () => this.#connections.size,
      refusals: () => this.#refusals.counts(),
      devices: () => this.#supervision.status().devices,
      calls: () => this.#calls.status(),
      administration: () => this.#administration.status(),
      journalProblem: () => journal.problem,
      ...(journalCare ? { journalSize: () => journalCare.size() } : {}),
      certificateExpiresAt: () => this.#certificateExpiresAt,
    });
  }

  async #listenTo(): Promise<ListenTo> {
    const { mqtt, mqtts } = this.#config;
    const plain = mqtt === 'off' ? undefined : mqtt;
    if (mqtts === 'off') return { plain };
    const certificate = await this.#ports.certificate();
    this.#certificateExpiresAt = certificate.expiresAt;
    return { plain, tls: { host: mqtts.host, port: mqtts.port, ...certificate } };
  }

  #takeCertificate(certificate: Certificate): void {
    this.#intake.reloadTls(certificate);
    this.#certificateExpiresAt = certificate.expiresAt;
  }

  /** Without it the gateway does its duty; on an address of the network only over TLS. */
  async #startApi(): Promise<void> {
    const { admin } = this.#config;
    if (admin === 'off') return;
    try {
      const certificate = isLoopback(admin.host) ? undefined : await this.#ports.certificate();
      this.#listening.admin = await this.#api.start(admin.host, admin.port, certificate);
      if (certificate) {
        this.#fingerprint = certificate.fingerprint;
        this.#ports.log.info(
          { fingerprint: certificate.fingerprint },
          'certificate of the admin API',
        );
      }
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      this.#ports.log.error({ code: error.code, error }, 'no admin API while this gateway runs');
    }
  }

  /** Without it the gateway does its duty, but can't be backed up while it runs. */
  async #startControl(): Promise<void> {
    const { log } = this.#ports;
    try {
      await this.#control.start(controlPath(this.#config));
    } catch (error) {
      const code = error instanceof GatewayError ? error.code : 'CONTROL_UNAVAILABLE';
      log.warn({ code, error }, 'no backup while this gateway runs');
    }
  }

  /** Those that a client of the admin API can tell a device: one on loopback is none for a client elsewhere. */
  #listeners(): { port: number; tls: boolean }[] {
    const { mqtt, mqtts, admin } = this.#config;
    const { mqtt: plain, mqtts: tls } = this.#listening;
    const isReached = (host: string) =>
      !isLoopback(host) || (admin !== 'off' && isLoopback(admin.host));
    return [
      ...(mqtt !== 'off' && isReached(mqtt.host) ? [{ port: plain, tls: false }] : []),
      ...(mqtts !== 'off' && isReached(mqtts.host) ? [{ port: tls, tls: true }] : []),
    ];
  }

  #addresses(): Record<string, string> {
    const { mqtt, mqtts, http, admin } = this.#config;
    const { mqtt: plain, mqtts: tls, http: web, admin: api } = this.#listening;
    return {
      ...(mqtt === 'off' ? {} : { mqtt: `${mqtt.host}:${plain}` }),
      ...(mqtts === 'off' ? {} : { mqtts: `${mqtts.host}:${tls}` }),
      http: `${http.host}:${web}`,
      ...(admin === 'off' || api === 0 ? {} : { admin: `${admin.host}:${api}` }),
    };
  }
}

async function startJournal(journal: Journal, folder: string): Promise<void> {
  try {
    await journal.start();
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const isLocked = cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
    const detail = `journal in ${folder}: ${cause instanceof Error ? cause.message : cause}`;
    throw new GatewayError(isLocked ? 'JOURNAL_LOCKED' : 'JOURNAL_FAILED', detail);
  }
}
