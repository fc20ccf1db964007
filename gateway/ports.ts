// The real parts behind the domain's ports, for a configuration.

import { join } from 'node:path';
import { keysPath } from './cli/journal.ts';
import type { DestinationConfig, DestinationSecrets } from './config/destinations.ts';
import { DAY } from './config/duration.ts';
import { type Config, complete, deskSettings, isLoopback, type Loaded } from './config/index.ts';
import { HostLookup } from './destinations/lookup.ts';
import { MqttDestination } from './destinations/mqtt/mqtt.ts';
import type { Broker } from './destinations/mqtt/socket.ts';
import { SiaDestination } from './destinations/sia/destination.ts';
import { WebhookDestination } from './destinations/webhook.ts';
import type { IntakeOptions } from './device-link/options.ts';
import type { Clock } from './domain/ports/clock.ts';
import type { Destination } from './domain/ports/destination.ts';
import type { DeviceDirectory } from './domain/ports/directory.ts';
import type { CallHistory, Journal } from './domain/ports/journal.ts';
import type { KeyStore } from './domain/ports/keys.ts';
import type { Log } from './domain/ports/log.ts';
import type { Meter } from './domain/ports/meter.ts';
import type { DeviceSource, Registry, Tokens } from './domain/ports/registry.ts';
import type { RoutePlan } from './domain/route.ts';
import { FlowDestination } from './flows/destination.ts';
import { ConfiguredLogin } from './flows/editor-login.ts';
import { FlowHost } from './flows/host.ts';
import { TokenLogin } from './flows/token-login.ts';
import { LevelJournal } from './journal/level-journal.ts';
import { encodeRows, rowsOf } from './journal/tools/rows.ts';
import { languageOf } from './messages/language.ts';
import type { JournalFigures } from './monitoring/gauges.ts';
import { createLog, type LeveledLog } from './monitoring/log.ts';
import { Metrics } from './monitoring/metrics.ts';
import { DeskDestination } from './own-desk/destination.ts';
import { OwnDesk } from './own-desk/host.ts';
import { DeviceList } from './registry/device-list.ts';
import { formerKeys } from './registry/key-file.ts';
import { LevelRegistry } from './registry/level-registry.ts';
import type { Certificate } from './system/certificate.ts';
import { systemClock } from './system/clock.ts';
import { installationId } from './system/installation.ts';
import { ownCertificate } from './system/own-certificate.ts';
import { VERSION } from './system/version.ts';

/** What the operator does with the journal beside its port. */
export interface JournalCare {
  size(): Promise<JournalFigures>;
  /** Everything in it at one moment, as bytes. */
  backup(): Promise<AsyncIterable<Buffer>>;
  /** Keeps what is over for so long from now on, milliseconds. */
  keep(milliseconds: number): void;
}

/** What stands behind the domain's ports. */
export interface GatewayPorts {
  journal: Journal;
  /** What people ask of the journal. */
  history: CallHistory;
  journalCare?: JournalCare | undefined;
  registry: Registry & DeviceSource;
  /** Everything in the registry at one moment, as bytes. */
  registryBackup?: (() => Promise<AsyncIterable<Buffer>>) | undefined;
  /** Of the admin API. */
  tokens: Tokens;
  /** The devices file: for ids that the registry doesn't have. */
  directory: DeviceDirectory;
  /** Keys that were derived from those of the devices file. */
  keys: KeyStore;
  /** By name; the configuration's routes choose among them. */
  destinations: Record<string, Destination>;
  clock: Clock;
  log: Log & Partial<LeveledLog>;
  /** What it knows is served when it has words for it. */
  meter: Meter & Partial<Pick<Metrics, 'start' | 'stop' | 'text'>>;
  /** What each destination keeps secret, by its name. With its `secret` a platform signs reports. */
  secrets: Loaded['secrets'];
  /** Of MQTT over TLS: the configured one, or its own, which is made at the first start. */
  certificate: () => Promise<Certificate>;
  /** Behind the destinations of type `flow`; absent without `flows`. */
  flows?: FlowHost | undefined;
  /** Behind the destinations of type `desk`; absent with `desk: off`. */
  desk?: OwnDesk | undefined;
  /** Instead of what the configuration says. */
  plan?: RoutePlan;
  intake?: IntakeOptions;
}

/**
 * `loaded` is what the configuration names, when it has been read already. Errors: DEVICES_*, SECRET_*,
 * CERTIFICATE_INVALID; everything else is found out by `Gateway.start`.
 */
export async function realPorts(config: Config, loaded?: Loaded): Promise<GatewayPorts> {
  const { data, mqtts } = config;
  const {
    devices,
    secrets,
    certificate,
    flows: read,
    desk: deskRead,
  } = loaded ?? (await complete(config));
  const log = createLog(config.log);
  const journal = new LevelJournal({
    folder: join(data, 'journal'),
    clock: systemClock,
    log,
    keepMs: config.journal.keep,
  });
  const registry = new LevelRegistry({
    data,
    masterKey: config.registry.master_key,
    clock: systemClock,
    log,
    former: formerKeys(keysPath(config)),
  });
  const flows = flowsOf(config, read, log, registry.tokens);
  const ownOrConfigured = async () => {
    const names = mqtts === 'off' ? [] : mqtts.names;
    const own = { folder: join(data, 'tls'), names, now: Date.now() };
    return certificate ?? (await ownCertificate(own));
  };
  const desk = deskOf(config, deskRead, ownOrConfigured, log);
  return {
    journal,
    history: journal,
    journalCare: {
      size: () => journal.size(),
      backup: async () => encodeRows(rowsOf(await journal.flush())),
      keep: (milliseconds) => journal.keep(milliseconds),
    },
    registry,
    registryBackup: () => registry.backup(),
    tokens: registry.tokens,
    directory: new DeviceList(async () => devices),
    keys: registry.keys,
    destinations: destinationsOf(config, secrets, { flows, desk }),
    flows,
    desk,
    clock: systemClock,
    log,
    meter: new Metrics(VERSION),
    secrets,
    certificate: ownOrConfigured,
  };
}

/** One look-up of host names for all destinations, kept over a reload. */
const HOSTS = new HostLookup();

export function destinationsOf(
  config: Config,
  secrets: Loaded['secrets'],
  { flows, desk }: Pick<GatewayPorts, 'flows' | 'desk'>,
): Record<string, Destination> {
  const source = `/gateways/${encodeURIComponent(config.name)}`;
  const installation = installationId(config.data);
  const shared = {
    gateway: config.name,
    installation,
    source,
    clock: systemClock,
    hosts: HOSTS,
    flows,
    desk,
  };
  return Object.fromEntries(
    Object.entries(config.destinations).map(([name, destination]) => {
      return [name, destinationOf(name, destination, secrets[name] ?? {}, shared)];
    }),
  );
}

interface Shared {
  /** The gateway's name. */
  gateway: string;
  /** Of its data folder: two gateways may have one name. */
  installation: string;
  source: string;
  clock: Clock;
  hosts: HostLookup;
  flows: FlowHost | undefined;
  desk: OwnDesk | undefined;
}

function destinationOf(
  name: string,
  config: DestinationConfig,
  secrets: DestinationSecrets,
  { gateway, installation, source, clock, hosts, flows, desk }: Shared,
): Destination {
  switch (config.type) {
    case 'webhook': {
      const { secret = '', ca, cert, key } = secrets;
      return new WebhookDestination({
        name,
        url: config.url,
        secret,
        tls: { ca, cert, key },
        acceptedWhen: config.accepted_when,

        source,
        utc: clock.utc,
        hosts,
      });
    }
    case 'mqtt':
      return new MqttDestination({
        broker: brokerOf(config, secrets, hosts),
        // An id may have any length, but not every broker takes every character.
        clientId: config.client_id ?? `${gateway}-${installation}-${name}`.replace(/[^\w.-]/g, '_'),

        name,
        prefix: config.prefix,
        home: config.home,
        source,
        clock,
        devicesPerSecond: config.devices_per_second,
      });
    case 'sia':
      return new SiaDestination({
        ...config,
        name,
        key: secrets.key,
        clock,
        hosts,
      });
    case 'flow':
      return new FlowDestination(name, flows, source);
    case 'desk':
      return new DeskDestination(desk, { name, source, utc: clock.utc, hosts });
  }
}

function brokerOf(
  { url, user, keepalive }: Extract<DestinationConfig, { type: 'mqtt' }>,
  { password, ca, cert, key }: DestinationSecrets,
  hosts: HostLookup,
): Broker {
  const { protocol, hostname, port } = new URL(url);
  const isPlain = protocol === 'mqtt:';
  const tls = { ...(ca ? { ca } : {}), ...(cert && key ? { cert, key } : {}) };
  return {
    // A URL keeps the brackets of an IPv6 address.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isPlain ? 1_883 : 8_883) : Number(port),
    tls: isPlain ? undefined : tls,

    user,
    password,
    keepaliveS: keepalive / 1_000,
    lookup: hosts.lookup,
  };
}

/** Its process is started by the gateway, when a destination leads to it. */
function deskOf(
  config: Config,
  read: Loaded['desk'],
  certificate: () => Promise<Certificate>,
  log: Log,
): OwnDesk | undefined {
  const settings = deskSettings(config.desk);
  if (settings === undefined) return undefined;
  const { host, port, leader_notice: leader, telephone_url, retention } = settings;
  const secret = read?.leaderSecret;
  return new OwnDesk({
    data: config.data,
    masterKey: config.registry.master_key,
    host,
    port,
    // As the admin API does it: on an address of the network only over TLS.
    certificate: isLoopback(host) ? undefined : certificate,
    leaderNotice:
      leader && secret !== undefined
        ? { url: leader.url, secret, nobodyAfterMs: leader.nobody_after }
        : undefined,
    telephoneUrl: telephone_url,
    retention: {
      notesDays: retention.notes / DAY,
      personDays: retention.persons / DAY,
    },
    clock: systemClock,
    log,
  });
}

/** Its process is started by the gateway. */
function flowsOf(
  config: Config,
  read: Loaded['flows'],
  log: Log,
  tokens: Tokens,
): FlowHost | undefined {
  const { data, flows } = config;
  if (flows === 'off' || read === undefined) return undefined;
  const { host, port, heap_mb, unresponsive_after, function_timeout } = flows;
  const editor = { host, port, ...read.certificate };
  const login = new TokenLogin(new ConfiguredLogin(read.users), tokens, systemClock.utc);
  return new FlowHost({
    data,
    clock: systemClock,
    log,
    login,
    language: languageOf(process.env) === 'zh' ? 'zh-CN' : 'en-US',
    editor,

    heapMb: heap_mb,
    unresponsiveMs: unresponsive_after,
    functionTimeoutMs: function_timeout,
  });
}
