// The root: builds the gateway from its ports, starts and stops it in order, and reloads its configuration.

import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CallLifecycle } from './calls/lifecycle.ts';
import { listenToCalls } from './calls/listeners.ts';
import {
  type Config,
  intakeOptions,
  isLoopback,
  type Loaded,
  routePlan,
  supervisionOptions,
} from './config/index.ts';
import { destinationContextOf } from './delivery/destination-context.ts';
import { DestinationOutcomes } from './delivery/destination-outcomes.ts';
import { NoticeQueue } from './delivery/notice-queue.ts';
import { RouteTest } from './delivery/route-test.ts';
import { asyncApiYaml } from './destinations/events/asyncapi.ts';
import { DestinationRegistry } from './destinations/registry.ts';
import { DeviceAdministration } from './device-commands/administration.ts';
import { DeviceConnections } from './device-link/device-connections.ts';
import { Intake } from './device-link/intake.ts';
import type { ListenTo } from './device-link/listeners.ts';
import { Refusals } from './device-link/refusals.ts';
import { GatewayError } from './domain/errors.ts';
import { type Administration, hearAll } from './domain/ports/administration.ts';
import type { Destination } from './domain/ports/destination.ts';
import type { Journal } from './domain/ports/journal.ts';
import type { ReportCall } from './domain/report.ts';
import { Routes } from './domain/route.ts';
import { hasDatabase } from './journal/level-folder.ts';
import { openError } from './journal/tools/open.ts';
import { ManagementServers } from './management/servers.ts';
import { FILES } from './messages/files.ts';
import { type Health, judgeHealth } from './monitoring/health.ts';
import { Links } from './monitoring/links.ts';
import type { GatewayPorts } from './ports.ts';
import { DeviceList } from './registry/device-list.ts';
import { Directory } from './registry/directory.ts';
import { DirectoryChanges } from './registry/directory-changes.ts';
import { Keyring } from './registry/keyring.ts';
import { DutyWatch } from './reports/duty.ts';
import { Http } from './reports/http.ts';
import { Supervision } from './supervision/supervision.ts';
import type { Certificate } from './system/certificate.ts';
import { reachable } from './system/interfaces.ts';
import { unfinishedIn } from './system/unfinished.ts';
import { Updates } from './updates/updates.ts';

export { type GatewayPorts, realPorts } from './ports.ts';

export class Gateway {
  #config: Config;
  readonly #ports: GatewayPorts;
  readonly #routes: Routes;
  readonly #refusals: Refusals;
  readonly #connections = new DeviceConnections();
  readonly #notices: NoticeQueue;
  readonly #calls: CallLifecycle;
  readonly #routeTest: RouteTest;
  readonly #supervision: Supervision;
  readonly #keyring: Keyring;
  readonly #directory: Directory;
  readonly #directoryChanges: DirectoryChanges;
  readonly #administration: DeviceAdministration;
  readonly #updates: Updates;
  readonly #intake: Intake;
  readonly #http: Http;
  readonly #management: ManagementServers;
  readonly #links: Links;
  readonly #duty: DutyWatch;
  readonly #outcomes: DestinationOutcomes;
  readonly #destinations: DestinationRegistry;
  #listening = { mqtt: 0, mqtts: 0, http: 0 };
  #certificateExpiresAt: number | undefined;
  #isReady = false;
  #isStopping = false;

  constructor(config: Config, ports: GatewayPorts) {
    this.#config = config;
    this.#ports = ports;
    this.#routes = new Routes(ports.plan ?? routePlan(config));
    this.#destinations = new DestinationRegistry(ports, (destination) =>
      this.#lendContext(destination),
    );
    const { journal, clock, log, meter } = ports;
    const keyring = new Keyring(ports.directory, ports.keys);
    const directory = new Directory(ports.registry, keyring, log);
    const connections = this.#connections;
    const routes = this.#routes;
    const destinations = this.#destinations;
    const outcomes = new DestinationOutcomes(clock);
    const shared = { journal, directory, clock, log, meter, outcomes };
    const refusals = new Refusals(log);
    const notices = new NoticeQueue({ ...shared, routes, destinations });
    const calls = new CallLifecycle({ ...shared, routes, destinations });
    listenToCalls(calls.events, { ...shared, routes, notices, downlink: connections });
    const supervision = new Supervision({
      ...shared,
      notices,
      options: supervisionOptions(config),
    });
    const isCalling = (deviceId: string) => calls.openCallsOf(deviceId).length > 0;
    const administration = new DeviceAdministration({
      ...shared,
      rotation: directory,
      line: connections,
      isCalling,
    });
    const updates = new Updates({
      ...shared,
      data: config.data,
      notices,
      line: connections,
      isCalling,
      isOnMains: (deviceId) => supervision.viewOf(deviceId)?.onMains,
    });
    this.#links = new Links({ clock, log, destinations: () => this.#destinations.all });
    this.#outcomes = outcomes;
    this.#refusals = refusals;
    this.#notices = notices;
    this.#calls = calls;
    this.#routeTest = new RouteTest({ ...shared, routes, destinations });
    this.#supervision = supervision;
    this.#keyring = keyring;
    this.#directory = directory;
    this.#directoryChanges = new DirectoryChanges(clock, {
      disconnect: (deviceId) => connections.disconnect(deviceId),
      review: () => this.#reviewDevices(),
    });
    ports.registry.onChange((deviceId, isCut) => this.#directoryChanges.changed(deviceId, isCut));
    this.#administration = administration;
    this.#updates = updates;
    this.#intake = new Intake({
      ...shared,
      calls,
      connections,
      refusals,
      supervisor: supervision,
      deviceEvents: hearAll(administration, updates),
      options: ports.intake ?? intakeOptions(config),
    });
    this.#duty = new DutyWatch({ notices, clock, log, devices: () => directory.size });
    this.#http = new Http({
      duty: this.#duty,
      calls: { report: this.#report, isOpen: (callId) => calls.isOpen(callId) },
      refusals,
      secrets: this.#reportSecrets(config, ports.secrets),
      health: () => this.health(),
      metrics: meter.text?.bind(meter),
      events: asyncApiYaml,
    });
    this.#management = new ManagementServers(config, {
      ports,
      administration,
      updates,
      refusals,
      keyring,
      routeTest: this.#routeTest,
      openCalls: () => calls.open(),
      listeners: () => this.#listeners(),
      signsOf: (deviceId) => supervision.viewOf(deviceId),
    });
    ports.flows?.connect({
      report: this.#report,
      administer: (request) => this.#management.administer(request),
    });
  }

  /**
   * Opens the journal first and the listeners last; when one step fails, what was started is stopped again.
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
    const unfinished = await unfinishedIn(data);
    if (unfinished) log.warn({ code: 'COMMAND_UNFINISHED', ...unfinished }, 'repeat this command');
    await registry.start();
    await this.#directory.start();
    await this.#destinations.start();
    await this.#supervision.start();
    await this.#notices.start();
    this.#tellDamage();
    await this.#calls.start();
    await this.#administration.start();
    await this.#updates.start();
    this.#links.start();
    this.#measure();
    await this.#management.start();
    this.#listening.http = await this.#http.start(http.host, http.port);
    const { plain = 0, tls = 0 } = await this.#intake.start(await this.#listenTo());
    this.#listening = { ...this.#listening, mqtt: plain, mqtts: tls };
    // Last, and nobody waits for it: the gateway does its duty without.
    await this.#ports.desk?.start({
      reportsUrl: `http://${reachable(http.host)}:${this.#listening.http}/v1/reports`,
      management: this.#management.local,
    });
    this.#isReady = true;
    log.info({ ...this.#addresses(), devices: this.#directory.size }, 'gateway ready');
  }

  /** What the journal has lost is told as a case, which nobody but a person can end. */
  #tellDamage(): void {
    const { journal, clock } = this.#ports;
    if (journal.damage === undefined) return;
    const at = clock.utc();
    const caseId = `journal/${at}`;
    void this.#notices.publish({
      kind: 'case',
      id: `${caseId}/opened`,
      at,
      group: '',
      caseId,
      event: 'opened',
      condition: 'journal_damaged',
      deviceIds: [...new Set(journal.damage.lost.map(({ deviceId }) => deviceId))],
      openedAt: at,
    });
  }

  /** What was not accepted yet is due in the journal. Closes the listeners first. */
  async stop(): Promise<void> {
    const { journal, registry, log, meter } = this.#ports;
    this.#isStopping = true;
    await this.#intake.stop();
    this.#supervision.stop();
    this.#links.stop();
    this.#duty.stop();
    this.#administration.stop();
    this.#updates.stop();
    await Promise.all([this.#calls.stop(), this.#notices.stop()]);
    await this.#http.stop();
    await this.#management.stop();
    await this.#destinations.stop();
    this.#directoryChanges.stop();
    await this.#keyring.stop();
    await registry.stop();
    await journal.stop();
    meter.stop?.();
    if (this.#isReady) log.info({}, 'gateway stopped');
  }

  /** Everything in `next` was read and checked; what needs a restart is in it as it was. */
  async reload({ config, devices, secrets, certificate }: Loaded): Promise<void> {
    const { log, journalCare } = this.#ports;
    const gone = await this.#destinations.replace(this.#config, config, secrets);
    const plan = routePlan(config);
    const isRouted = isDeepStrictEqual(plan, routePlan(this.#config)) && gone.length === 0;
    this.#config = config;
    this.#routes.replace(plan);
    this.#http.replaceSecrets(this.#reportSecrets(config, secrets));
    log.setLevel?.(config.log);
    journalCare?.keep(config.journal.keep);
    this.#intake.reloadFlood(intakeOptions(config).flood);
    if (certificate) this.#takeCertificate(certificate);
    const moved = this.#replaceDevices(devices);
    this.#supervision.reload(supervisionOptions(config));
    if (moved > 0) {
      this.#administration.review();
      this.#updates.review();
    }
    // It takes a moment of every open call, so not when all of them go their old way.
    if (!isRouted || moved > 0 || this.#calls.hasRefusals || this.#notices.hasRefusals) {
      this.#calls.replan();
      this.#notices.replan();
    }
    for (const destination of gone) await destination.stop();
  }

  /** With what each platform signs its reports; not every kind of destination reports over HTTP. */
  #reportSecrets(config: Config, secrets: GatewayPorts['secrets']): Record<string, string> {
    const found: Record<string, string> = {};
    for (const [name, { secret }] of Object.entries(secrets)) if (secret) found[name] = secret;
    const { desk } = this.#ports;
    for (const [name, { type }] of Object.entries(config.destinations)) {
      if (type === 'desk' && desk) found[name] = desk.secret;
    }
    return found;
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
    return this.#management.adminPort;
  }

  health(): Health {
    const { registry, journal, clock } = this.#ports;
    return judgeHealth(
      {
        connected: this.#connections.size,
        devices: this.#directory.size,
        refusals: this.#refusals.counts(),
        journalProblem: journal.problem,
        journalConcerns: journal.concerns,
        unrouted: (['red', 'green'] as const).filter(
          (key) => this.#routes.of(key, '').to === undefined,
        ),
        links: this.#links.states(),
        failingLanes: this.#outcomes.failing(Object.values(this.#destinations.all)),
        refusedByAll: this.#refusedByAll(),
        certificateExpiresAt: this.#certificateExpiresAt,
        keysProblem: this.#keyring.problem,
        registryProblem: registry.problem,
        flowsProblem: this.#ports.flows?.problem,
        dutyConcerns: this.#duty.concerns(),
        updateConcern: this.#updates.status().concern,
        isServing: this.#isReady && !this.#isStopping,
      },
      clock.utc(),
    );
  }

  /** The registry has changed. */
  #reviewDevices(): void {
    this.#supervision.reload(supervisionOptions(this.#config));
    this.#administration.review();
    this.#updates.review();
    this.#calls.replan();
    this.#notices.replan();
  }

  #refusedByAll(): number {
    return this.#calls.status().refused + this.#notices.status().refused;
  }

  /** Returns how many are there no more, or not as they were: their group may be another. */
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

  /** On a test call nobody but the test of a route knows anything. */
  readonly #report: ReportCall = async (...report) =>
    this.#routeTest.report(...report) ?? (await this.#calls.report(...report));

  #lendContext(destination: Destination): void {
    const context = destinationContextOf(destination.name, {
      report: this.#report,
      refuse: (code, detail) => this.#refusals.count(code, undefined, detail),
      devices: this.#supervision,
    });
    destination.setContext?.(context);
  }

  #measure(): void {
    const { meter, journal, journalCare } = this.#ports;
    meter.start?.({
      connected: () => this.#connections.size,
      refusals: () => this.#refusals.counts(),
      devices: () => this.#supervision.status().devices,
      calls: () => this.#calls.status(),
      links: () => this.#links.up(),
      officers: () => this.#duty.officers(),
      administration: () => this.#administration.status(),
      updates: () => this.#updates.status(),
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
    const { mqtt: plain, mqtts: tls, http: web } = this.#listening;
    const api = this.#management.adminPort;
    const { desk } = this.#ports;
    return {
      ...(mqtt === 'off' ? {} : { mqtt: `${mqtt.host}:${plain}` }),
      ...(mqtts === 'off' ? {} : { mqtts: `${mqtts.host}:${tls}` }),
      http: `${http.host}:${web}`,
      ...(admin === 'off' || api === 0 ? {} : { admin: `${admin.host}:${api}` }),
      ...(desk?.isWanted ? { desk: desk.place } : {}),
    };
  }
}

/** An empty journal is not begun in the place of one that a command is about to put there. */
async function startJournal(journal: Journal, folder: string): Promise<void> {
  const unfinished = await unfinishedIn(folder);
  if (unfinished?.bringsJournal && !(await hasDatabase(join(folder, 'journal')))) {
    throw new GatewayError('COMMAND_UNFINISHED', FILES.unfinished(unfinished.command));
  }
  try {
    await journal.start();
  } catch (error) {
    throw openError(error, `journal in ${folder}`);
  }
}
