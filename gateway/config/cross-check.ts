// What no single value of the configuration shows: names that lead nowhere, and limits that contradict each other.
import { FINDINGS } from '../messages/findings.ts';
import { type Sentence, told } from '../messages/sentence.ts';
import { isNameOrAddress } from '../system/dns-name.ts';
import { nearest } from '../system/nearest.ts';
import { deskSettings } from './desk.ts';
import { carriedBy, type DestinationConfig } from './destinations.ts';
import { MINUTE, SECOND, showDuration } from './duration.ts';
import { isLoopback } from './listeners.ts';
import { type PlacedRoute, placedRoutes, routePlan } from './routes.ts';
import type { Config } from './schema.ts';

export interface Finding {
  /** Where in the file. */
  path: string;
  sentence: Sentence;
}

/** Parts of a configuration, by their paths, of which nothing is known because they are wrong themselves. */
export type LeftOut = ReadonlySet<string>;

/** What must be corrected before the gateway starts, besides what is wrong in `leftOut`. */
export function contradictions(config: Config, leftOut: LeftOut = new Set()): Finding[] {
  const wrong = [...leftOut].flatMap((path) => /^destinations\.(.*)$/s.exec(path)?.[1] ?? []);
  const names = [...Object.keys(config.destinations), ...wrong];
  const areNamesKnown = !leftOut.has('destinations');
  const wrongRoutes = placedRoutes(routePlan(config)).flatMap((placed) => [
    ...(areNamesKnown ? unknownNames(placed, names) : []),
    ...wrongOrder(placed),
  ]);
  return [
    ...wrongRoutes,
    ...samePorts(config, leftOut),
    ...flowsMissing(config, leftOut),
    ...deskMissing(config, leftOut),
  ];
}

function flowsMissing({ destinations, flows }: Config, leftOut: LeftOut): Finding[] {
  if (flows !== 'off' || leftOut.has('flows')) return [];
  return Object.entries(destinations)
    .filter(([, { type }]) => type === 'flow')
    .map(([name]) => ({
      path: `destinations.${name}`,
      sentence: FINDINGS.noFlows,
    }));
}

function deskMissing({ destinations, desk }: Config, leftOut: LeftOut): Finding[] {
  if (leftOut.has('desk')) return [];
  const isOther = destinations.desk !== undefined && destinations.desk.type !== 'desk';
  const leading = Object.entries(destinations).filter(([, { type }]) => type === 'desk');
  if (desk === 'off') {
    return leading.map(([name]) => ({
      path: `destinations.${name}`,
      sentence: FINDINGS.noDesk,
    }));
  }
  if (desk === 'auto' || !isOther || leading.length > 0) return [];
  return [{ path: 'desk', sentence: FINDINGS.otherDesk }];
}

/** Two listeners of one port; on different addresses of this machine they get along. */
function samePorts(config: Config, leftOut: LeftOut): Finding[] {
  const { mqtt, mqtts, http, admin, flows, destinations } = config;
  const isWanted = Object.values(destinations).some(({ type }) => type === 'desk');
  const desk = (isWanted && deskSettings(config.desk)) || ('off' as const);
  const listeners = Object.entries({ mqtt, mqtts, http, admin, flows, desk })
    .filter(([path]) => !leftOut.has(path))
    .flatMap(([path, listener]) =>
      listener === 'off' || listener.port === 0 ? [] : [{ path, ...listener }],
    );
  return listeners.flatMap(({ path, host, port }, index) =>
    listeners
      .slice(0, index)
      .filter((other) => other.port === port && meets(other.host, host))
      .map((other) => ({ path: `${path}.port`, sentence: FINDINGS.portTaken(port, other.path) })),
  );
}

function meets(host: string, otherHost: string): boolean {
  const isAny = (address: string) => address === '0.0.0.0' || address === '::';
  return host === otherHost || isAny(host) || isAny(otherHost);
}

/** What the gateway starts with, but somebody should look at. `groups` are those of the devices. */
export function warnings(
  config: Config,
  groups: ReadonlySet<string>,
  carried = carriedBy,
): Finding[] {
  const plan = routePlan(config);
  const found: Finding[] = [];
  for (const placed of placedRoutes(plan)) {
    const { path, severity, group, route } = placed;
    found.push(...notCarried(placed, config, carried));
    const { acceptMs } = route.limits;
    if (route.to === undefined) {
      found.push({ path, sentence: FINDINGS.notForwarded(severity) });
    } else if (severity === 'red' && acceptMs > MAX_RED_ACCEPT_MS) {
      const usual = showDuration(MAX_RED_ACCEPT_MS);
      const sentence = FINDINGS.slowRed(showDuration(acceptMs), usual);
      found.push({ path: `${path}.accept`, sentence });
    }
    if (group !== undefined && !groups.has(group)) {
      const missing = FINDINGS.noGroup(group, nearest(group, [...groups]));
      const sentence = told`${missing}${FINDINGS.known([...groups])}`;
      found.push({ path: `routes.groups.${group}`, sentence });
    }
  }
  found.push(...namesLeftOut(config));
  const { silent_after } = config.supervision;
  if (silent_after < MIN_SILENT_MS) {
    const sentence = FINDINGS.lostHeartbeat(showDuration(HEARTBEAT_MS), showDuration(silent_after));
    found.push({ path: 'supervision.silent_after', sentence });
  }
  const used = new Set(placedRoutes(plan).flatMap((placed) => stepsOf(placed).map(([, to]) => to)));
  for (const [name, destination] of Object.entries(config.destinations)) {
    const host = unencryptedHost(destination);
    if (host !== undefined) {
      found.push({ path: `destinations.${name}.url`, sentence: FINDINGS.unencrypted(host) });
    }
    if (used.has(name)) continue;
    found.push({ path: `destinations.${name}`, sentence: FINDINGS.noRoute });
  }
  const seen = new Set<string>();
  return found.filter(({ path, sentence }) => {
    const isNew = !seen.has(`${path}${sentence.en}`);
    seen.add(`${path}${sentence.en}`);
    return isNew;
  });
}

/** Of the certificate that the gateway makes. */
function namesLeftOut({ mqtts }: Config): Finding[] {
  if (mqtts === 'off' || mqtts.cert !== undefined) return [];
  return mqtts.names.flatMap((name, index) =>
    isNameOrAddress(name)
      ? []
      : [{ path: `mqtts.names[${index}]`, sentence: FINDINGS.noDnsName(name) }],
  );
}

/** Another machine that residents' data would travel to in the clear. */
function unencryptedHost(destination: DestinationConfig): string | undefined {
  if (!('url' in destination)) return undefined;
  const { protocol, hostname } = new URL(destination.url);
  if (protocol !== 'http:' && protocol !== 'mqtt:') return undefined;
  return isLoopback(hostname.replaceAll(/[[\]]/g, '')) ? undefined : hostname;
}

const MAX_RED_ACCEPT_MS = 30 * SECOND;
/** By default; a device may be configured otherwise. */
const HEARTBEAT_MS = 10 * MINUTE;
/** Two heartbeats: a device that is declared silent sooner may have lost a single one. */
const MIN_SILENT_MS = 2 * HEARTBEAT_MS;

/** Every destination that a route names, with its place in the file. */
function stepsOf({ path, route }: PlacedRoute): [at: string, name: string][] {
  const steps: [at: string, name: string | undefined][] = [
    [path, route.to],
    [`${path}.fallback.to`, route.fallback?.to],
    ...route.escalation.map(({ to }, index): [string, string] => [
      `${path}.escalate[${index}].to`,
      to,
    ]),
  ];
  return steps.flatMap(([at, name]) => (name === undefined ? [] : [[at, name]]));
}

function unknownNames(placed: PlacedRoute, names: readonly string[]): Finding[] {
  return stepsOf(placed).flatMap(([at, name]) =>
    names.includes(name) ? [] : [{ path: at, sentence: noDestination(name, names) }],
  );
}

function noDestination(name: string, names: readonly string[]): Sentence {
  return told`${FINDINGS.noDestination(name, nearest(name, names))}${FINDINGS.known(names)}`;
}

function notCarried(
  placed: PlacedRoute,
  { destinations }: Config,
  carried: typeof carriedBy,
): Finding[] {
  return stepsOf(placed).flatMap(([at, name]) => {
    const destination = destinations[name];
    if (destination === undefined || carried(destination).includes(placed.severity)) return [];
    return [{ path: at, sentence: FINDINGS.notCarried(name, placed.severity) }];
  });
}

function wrongOrder({ path, severity, route }: PlacedRoute): Finding[] {
  const { to, fallback, escalation, limits } = route;
  const found: Finding[] = [];
  const add = (at: string, sentence: Sentence) => found.push({ path: `${path}.${at}`, sentence });
  if (fallback && fallback.to === to) {
    add('fallback.to', FINDINGS.sameDestination);
  }
  for (const [index, step] of escalation.entries()) {
    const former = escalation[index - 1];
    if (former && step.afterMs <= former.afterMs) {
      add(`escalate[${index}].after`, FINDINGS.notLater(showDuration(former.afterMs)));
    }
  }
  if (severity === 'status') return found;
  if (limits.acceptMs >= limits.answerMs) {
    add('accept', FINDINGS.acceptTooLong(showDuration(limits.answerMs)));
  }
  if (limits.storedMs > limits.acceptMs) {
    add('stored', FINDINGS.storedTooLong(showDuration(limits.acceptMs)));
  }
  return found;
}
