// What no single value of the configuration shows: names that lead nowhere, and limits that contradict each other.
import { carriedBy } from './destinations.ts';
import { MINUTE, SECOND, showDuration } from './duration.ts';
import { nearest } from './nearest.ts';
import { type PlacedRoute, placedRoutes, routePlan } from './routes.ts';
import type { Config } from './schema.ts';

export interface Finding {
  /** Where in the file. */
  path: string;
  message: string;
}

/** What must be corrected before the gateway starts. */
export function contradictions(config: Config): Finding[] {
  const names = Object.keys(config.destinations);
  const wrongRoutes = placedRoutes(routePlan(config)).flatMap((placed) => [
    ...unknownNames(placed, names),
    ...wrongOrder(placed),
  ]);
  return [...wrongRoutes, ...samePorts(config), ...flowsMissing(config)];
}

function flowsMissing({ destinations, flows }: Config): Finding[] {
  if (flows !== 'off') return [];
  return Object.entries(destinations)
    .filter(([, { type }]) => type === 'flow')
    .map(([name]) => ({
      path: `destinations.${name}`,
      message: 'there are no flows: write `flows: {}` beside `destinations`',
    }));
}

/** Two listeners of one port; on different addresses of this machine they get along. */
function samePorts({ mqtt, mqtts, http, admin, flows }: Config): Finding[] {
  const listeners = Object.entries({ mqtt, mqtts, http, admin, flows }).flatMap(([path, one]) =>
    one === 'off' || one.port === 0 ? [] : [{ path, ...one }],
  );
  return listeners.flatMap(({ path, host, port }, index) =>
    listeners
      .slice(0, index)
      .filter((other) => other.port === port && meets(other.host, host))
      .map((other) => ({ path: `${path}.port`, message: `${port} is the port of ${other.path}` })),
  );
}

function meets(one: string, other: string): boolean {
  const isAny = (host: string) => host === '0.0.0.0' || host === '::';
  return one === other || isAny(one) || isAny(other);
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
      const message = `no destination: what is ${severity} is kept, not forwarded`;
      found.push({ path, message });
    } else if (severity === 'red' && acceptMs > MAX_RED_ACCEPT_MS) {
      const message = `a red press may wait ${showDuration(acceptMs)} before anybody hears that it was not accepted; more than ${showDuration(MAX_RED_ACCEPT_MS)} is unusual`;
      found.push({ path: `${path}.accept`, message });
    }
    if (group !== undefined && !groups.has(group)) {
      const message = `no device is in the group ${quoted(group, [...groups])}`;
      found.push({ path: `routes.groups.${group}`, message });
    }
  }
  const { silent_after } = config.supervision;
  if (silent_after < MIN_SILENT_MS) {
    const message = `a device sends a heartbeat every 10m: one that is lost makes it silent after ${showDuration(silent_after)}`;
    found.push({ path: 'supervision.silent_after', message });
  }
  const used = new Set(placedRoutes(plan).flatMap((placed) => stepsOf(placed).map(([, to]) => to)));
  for (const name of Object.keys(config.destinations)) {
    if (used.has(name)) continue;
    found.push({ path: `destinations.${name}`, message: 'no route leads to it' });
  }
  const seen = new Set<string>();
  return found.filter(({ path, message }) => {
    const isNew = !seen.has(`${path}${message}`);
    seen.add(`${path}${message}`);
    return isNew;
  });
}

const MAX_RED_ACCEPT_MS = 30 * SECOND;
/** Two heartbeats of 10 min: a device that is declared silent sooner may have lost a single one. */
const MIN_SILENT_MS = 20 * MINUTE;

function quoted(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return `"${name}"${near === undefined ? '' : ` (did you mean "${near}"?)`}`;
}

/** Every destination that a route names, with its place in the file. */
function stepsOf({ path, route }: PlacedRoute): [at: string, name: string][] {
  const steps: [at: string, name: string | undefined][] = [
    [path, route.to],
    [`${path}.fallback.to`, route.fallback?.to],
    ...route.escalation.map(({ to }, index): [string, string] => [
      ...([`${path}.escalate[${index}].to`, to] as const),
    ]),
  ];
  return steps.flatMap(([at, name]) => (name === undefined ? [] : [[at, name]]));
}

function unknownNames(placed: PlacedRoute, names: readonly string[]): Finding[] {
  return stepsOf(placed).flatMap(([at, name]) =>
    names.includes(name)
      ? []
      : [{ path: at, message: `no destination is named ${quoted(name, names)}` }],
  );
}

const WHAT: Record<PlacedRoute['severity'], string> = {
  red: 'red presses',
  green: 'green presses',
  status: 'notices',
};

function notCarried(
  placed: PlacedRoute,
  { destinations }: Config,
  carried: typeof carriedBy,
): Finding[] {
  return stepsOf(placed).flatMap(([at, name]) => {
    const destination = destinations[name];
    if (destination === undefined || carried(destination).includes(placed.severity)) return [];
    const message = `"${name}" can not say ${WHAT[placed.severity]}: they are not offered there`;
    return [{ path: at, message }];
  });
}

function wrongOrder({ path, severity, route }: PlacedRoute): Finding[] {
  const { to, fallback, escalation, limits } = route;
  const found: Finding[] = [];
  const add = (at: string, message: string) => found.push({ path: `${path}.${at}`, message });
  if (fallback && fallback.to === to) {
    add('fallback.to', 'expected another destination than the first');
  }
  for (const [index, step] of escalation.entries()) {
    const former = escalation[index - 1];
    if (former && step.afterMs <= former.afterMs) {
      add(
        `escalate[${index}].after`,
        `expected more than the ${showDuration(former.afterMs)} of the step before`,
      );
    }
  }
  if (severity === 'status') return found;
  if (limits.acceptMs >= limits.answerMs) {
    add(
      'accept',
      `expected less than the ${showDuration(limits.answerMs)} within which it is to be answered`,
    );
  }
  if (limits.storedMs > limits.acceptMs) {
    add(
      'stored',
      `expected no more than the ${showDuration(limits.acceptMs)} within which it is to be accepted`,
    );
  }
  return found;
}
