// The root: builds the gateway from its ports, starts and stops it in order.
import { join } from 'node:path';
import { type Config, readSecret } from './config.ts';
import { WebhookDestination } from './destinations/webhook.ts';
import { Calls } from './dispatch/calls.ts';
import { GatewayError } from './domain/errors.ts';
import { DEFAULT_LIMITS, type LaneLimits } from './domain/limits.ts';
import type { Clock } from './domain/ports/clock.ts';
import type { Destination } from './domain/ports/destination.ts';
import type { DeviceDirectory } from './domain/ports/directory.ts';
import type { Journal } from './domain/ports/journal.ts';
import type { Log } from './domain/ports/log.ts';
import type { KeyName } from './domain/press.ts';
import { Admissions } from './intake/admission.ts';
import { Broker } from './intake/broker.ts';
import { Connections } from './intake/connections.ts';
import { Refusals } from './intake/refusals.ts';
import { Uplinks } from './intake/uplinks.ts';
import { LevelJournal } from './journal/level-journal.ts';
import { Http } from './ops/http.ts';
import { createLog } from './ops/log.ts';
import { systemClock } from './ops/system-clock.ts';
import { DeviceList, readDeviceFile } from './provisioning/device-file.ts';

/** What stands behind the domain's ports. */
export interface GatewayPorts {
  journal: Journal;
  directory: DeviceDirectory;
  /** By name; `routes` of the configuration choose among them. */
  destinations: Record<string, Destination>;
  clock: Clock;
  log: Log;
  limits: Record<KeyName, LaneLimits>;
  /** The secret of each destination, with which its platform signs reports. */
  reportSecrets: Readonly<Record<string, string>>;
}

/** The real parts for a configuration. Errors: SECRET_MISSING. */
export async function realPorts(config: Config): Promise<GatewayPorts> {
  const destinations: Record<string, Destination> = {};
  const reportSecrets: Record<string, string> = {};
  const source = `/gateways/${encodeURIComponent(config.name)}`;
  for (const [name, { url, secret: where }] of Object.entries(config.destinations)) {
    const secret = await readSecret(`destinations.${name}.secret`, where);
    destinations[name] = new WebhookDestination({
      name,
      url,
      secret,
      source,
      utc: systemClock.utc,
    });
    reportSecrets[name] = secret;
  }
  const { devices } = config;
  return {
    journal: new LevelJournal(join(config.data, 'journal')),
    directory: new DeviceList(() =>
      devices === undefined ? Promise.resolve([]) : readDeviceFile(devices),
    ),
    destinations,
    clock: systemClock,
    log: createLog(config.log),
    limits: DEFAULT_LIMITS,
    reportSecrets,
  };
}

export class Gateway {
  readonly #config: Config;
  readonly #ports: GatewayPorts;
  readonly #refusals: Refusals;
  readonly #connections = new Connections();
  readonly #calls: Calls;
  readonly #broker: Broker;
  readonly #http: Http;
  #mqttPort = 0;
  #httpPort = 0;
  #isReady = false;

  constructor(config: Config, ports: GatewayPorts) {
    this.#config = config;
    this.#ports = ports;
    const { journal, directory, destinations, clock, log, limits } = ports;
    const connections = this.#connections;
    const refusals = new Refusals(log);
    this.#refusals = refusals;
    const routes = Object.fromEntries(
      Object.entries(config.routes).map(([key, name]) => [key, destinations[name ?? '']]),
    );
    const calls = new Calls({
      journal,
      directory,
      downlink: connections,
      clock,
      log,
      limits,
      routes,
    });
    this.#calls = calls;
    const uplinks = new Uplinks({ calls, journal, clock, refusals });
    const admissions = new Admissions(directory, journal);
    this.#broker = new Broker({ admissions, connections, uplinks, calls, refusals, log });
    const secrets = ports.reportSecrets;
    this.#http = new Http({ calls, refusals, secrets, health: () => this.health() });
  }

  /**
   * Opens the journal first and the door last; when one step fails, what was started is stopped again.
   * Errors: DEVICES_*, JOURNAL_LOCKED, JOURNAL_FAILED, ADDRESS_UNAVAILABLE.
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
    const { journal, directory, destinations, log } = this.#ports;
    const { mqtt, http } = this.#config;
    await directory.start();
    await startJournal(journal, this.#config.data);
    for (const destination of Object.values(destinations)) await destination.start();
    await this.#calls.start();
    this.#httpPort = await this.#http.start(http.host, http.port);
    this.#mqttPort = await this.#broker.start(mqtt);
    const [mqttPort, httpPort] = [this.#mqttPort, this.#httpPort];
    this.#isReady = true;
    const addresses = { mqtt: `${mqtt.host}:${mqttPort}`, http: `${http.host}:${httpPort}` };
    log.info({ ...addresses, devices: directory.size }, 'gateway ready');
  }

  /** Closes the door first. What was not accepted yet is due in the journal. */
  async stop(): Promise<void> {
    const { journal, destinations, log } = this.#ports;
    await this.#broker.stop();
    await this.#http.stop();
    this.#calls.stop();
    for (const destination of Object.values(destinations)) await destination.stop();
    await journal.stop();
    if (this.#isReady) log.info({}, 'gateway stopped');
  }

  get mqttPort(): number {
    return this.#mqttPort;
  }

  get httpPort(): number {
    return this.#httpPort;
  }

  health(): { connected: number; devices: number; refusals: Record<string, number> } {
    const { size } = this.#connections;
    return {
      connected: size,
      devices: this.#ports.directory.size,
      refusals: this.#refusals.counts(),
    };
  }
}

async function startJournal(journal: Journal, folder: string): Promise<void> {
  try {
    await journal.start();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const isLocked = cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
    const detail = `journal in ${folder}: ${cause instanceof Error ? cause.message : cause}`;
    throw new GatewayError(isLocked ? 'JOURNAL_LOCKED' : 'JOURNAL_FAILED', detail);
  }
}
