// The gateway's own duty desk: whether there is one, where its pages are, and the routes that lead to it when none is named.
import { z } from 'zod';
import { EXPECTED } from '../messages/expected.ts';
import { expected } from '../system/issues.ts';
import type { DestinationConfig } from './destinations.ts';
import { DAY, duration, HOUR, SECOND } from './duration.ts';
import { Off } from './listeners.ts';
import type { RoutesConfig } from './routes.ts';
import { readSecret, SecretPlace } from './secrets.ts';

const PORT_EXPECTED = expected(EXPECTED.port);

/** Without one it would not be known which address to open, and where events go. */
const Port = z.int(PORT_EXPECTED).min(1, PORT_EXPECTED).max(65_535, PORT_EXPECTED);

/** Who is told when nobody looks after calls. */
const LeaderNotice = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: expected(EXPECTED.httpAddress) })
    .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), expected(EXPECTED.noUser)),
  /** Where the Standard Webhooks secret is: `env: NAME` or `file: PATH`. */
  secret: SecretPlace,
  /** Nobody on duty for so long. */
  nobody_after: duration(10 * SECOND, 24 * HOUR).prefault('1m'),
});

/** How long what is kept of calls that are over. */
const Retention = z.strictObject({
  /** Notes and needs in words, which may be about health. */
  notes: duration(DAY, 36_500 * DAY).prefault('365d'),
  /** Whom it was about: name, address, telephone and contacts. */
  persons: duration(DAY, 36_500 * DAY).prefault('1095d'),
});

const Desk = z.strictObject({
  /** The pages' listener: on an address other than loopback over TLS. */
  host: z.string().min(1).default('127.0.0.1'),
  port: Port.default(8090),
  leader_notice: LeaderNotice.optional(),
  /** How the office's telephone system is made to dial, with `{number}` in it; without: as the browser does it. */
  telephone_url: z.string().refine(isTelephoneUrl, expected(EXPECTED.telephoneUrl)).optional(),
  retention: Retention.prefault({}),
});

/** Of any scheme: telephone systems have their own. `off`: officers dial by hand. */
export function isTelephoneUrl(text: string): boolean {
  if (text === 'off') return true;
  const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^javascript:/i.test(text);
  return isAddress && text.includes('{number}') && originFor(text, '0') === originFor(text, '1');
}

/** The page may ask one host, so the number must not stand in its name. Other schemes have none. */
function originFor(text: string, number: string): string {
  const address = text.replaceAll('{number}', number);
  return URL.canParse(address) ? new URL(address).origin : '';
}

export type DeskSettings = z.infer<typeof Desk>;

const AUTO = 'auto';
const Auto = z.literal(AUTO, expected(EXPECTED.deskOrOff));

/** `auto`: there is one when red or green has no route of its own. */
export const DeskConfig = z.union([Auto, Off, Desk]).default(AUTO);
export type DeskConfig = z.infer<typeof DeskConfig>;

const DEFAULTS = Desk.parse({});
/** What `desk` names, read. */
export interface DeskLoaded {
  /** Of `leader_notice`, `whsec_…`. */
  leaderSecret: string | undefined;
}

/** Errors: SECRET_MISSING, SECRET_INVALID. */
export async function readDesk(desk: DeskConfig): Promise<DeskLoaded> {
  const place = deskSettings(desk)?.leader_notice?.secret;
  const path = 'desk.leader_notice.secret';
  return { leaderSecret: place === undefined ? undefined : await readSecret(path, place) };
}

/** What of a configuration says where presses go. */
interface Routed {
  desk: DeskConfig;
  destinations: Record<string, DestinationConfig>;
  routes: RoutesConfig;
}

/** Of the destination that leads to it, when the configuration names none. */
const NAME = 'desk';

/** Where the desk is, if there is one; `auto` may be none all the same, when no destination leads to it. */
export function deskSettings(desk: DeskConfig): DeskSettings | undefined {
  if (desk === 'off') return undefined;
  return desk === AUTO ? DEFAULTS : desk;
}

/**
 * The configuration with what is on by default: a destination `desk`, and the routes to it of every key that has none.
 * One whose keys all have routes stays as it is, unless it says `desk` or leads a route there; so does one that has a
 * destination of this name, which is somebody's own.
 */
export function withDesk<Config extends Routed>(config: Config): Config {
  const { desk, destinations, routes } = config;
  if (desk === 'off') return config;
  const isThere = Object.values(destinations).some(({ type }) => type === 'desk');
  const isNameFree = destinations[NAME] === undefined;
  if (!isThere && !isNameFree) return config;
  const isRouted = routes.red !== undefined && routes.green !== undefined;
  if (desk === AUTO && !isThere && isRouted && !isNamed(routes)) return config;
  const [name = NAME] = Object.entries(destinations).find(([, { type }]) => type === 'desk') ?? [];
  return {
    ...config,
    destinations: isThere ? destinations : { ...destinations, [NAME]: { type: 'desk' } },
    routes: {
      ...routes,
      red: routes.red ?? name,
      green: routes.green ?? name,
      status: routes.status ?? name,
    },
  };
}

/** Whether a route leads to a destination of its name, as its first, its fallback, or an escalation: no other text stands in routes. */
function isNamed(routes: unknown): boolean {
  if (typeof routes !== 'object' || routes === null) return routes === NAME;
  return Object.values(routes).some(isNamed);
}
