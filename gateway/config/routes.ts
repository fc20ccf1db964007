// The routes of the configuration: from what people write to the domain's plan.
import { z } from 'zod';
import { DEFAULT_LIMITS, type Limits, SEVERITIES, type Severity } from '../domain/limits.ts';
import { emptyRoute, type Route, type RoutePlan } from '../domain/route.ts';
import { EXPECTED } from '../messages/expected.ts';
import { expected } from '../system/issues.ts';
import { DAY, duration, HOUR, SECOND } from './duration.ts';

const Name = z.string(expected(EXPECTED.destination)).min(1);
const Pause = duration(50, HOUR);
const Step = z.strictObject({ to: Name, after: duration(1, DAY) });

const Delivery = {
  to: Name,
  fallback: Step.optional(),
  accept: duration(1, DAY).optional(),
  attempt: duration(100, 10 * 60 * SECOND).optional(),
  beside: duration(100, HOUR).optional(),
  retry: z.array(Pause).min(1, expected(EXPECTED.pause)).max(20).optional(),
};

const PressRoute = z.strictObject({
  ...Delivery,
  escalate: z.array(Step).max(20).optional(),
  late: duration(1, DAY).optional(),
  stored: duration(1, HOUR).optional(),
  answer: duration(1, 7 * DAY).optional(),
});

/** A destination's name alone is a route with all the defaults. */
const OfKey = z.union([Name, PressRoute]).optional();
/** Notices are not answered: a route of theirs has no escalation. */
const OfStatus = z
  .union([
    Name,
    z.strictObject({
      ...Delivery,
      /** The stages of calls are told on it too. */
      progress: z.boolean().optional(),
    }),
  ])
  .optional();

const Keys = { red: OfKey, green: OfKey, status: OfStatus };

export const RoutesConfig = z
  .strictObject({
    ...Keys,
    /** What a group names replaces the route above. */
    groups: z.record(z.string().min(1), z.strictObject(Keys)).default({}),
  })
  .prefault({});
export type RoutesConfig = z.infer<typeof RoutesConfig>;

type Written = string | z.infer<typeof PressRoute> | z.infer<typeof OfStatus>;

/** One route, from its name or its fields; limits that are not named are the defaults of the key. */
function routeOf(severity: Severity, written: Written): Route {
  if (written === undefined) return emptyRoute(severity);
  const fields: Partial<z.infer<typeof PressRoute>> & {
    to: string;
    progress?: boolean | undefined;
  } = typeof written === 'string' ? { to: written } : written;
  const { to, fallback, escalate = [] } = fields;
  const defaults = DEFAULT_LIMITS[severity];
  const limits: Limits = {
    lateMs: fields.late ?? defaults.lateMs,
    storedMs: fields.stored ?? defaults.storedMs,
    acceptMs: fields.accept ?? defaults.acceptMs,
    answerMs: fields.answer ?? defaults.answerMs,
    attemptMs: fields.attempt ?? defaults.attemptMs,
    besideMs: fields.beside ?? defaults.besideMs,
    pausesMs: fields.retry ?? defaults.pausesMs,
  };
  return {
    to,
    fallback: fallback && { to: fallback.to, afterMs: fallback.after },
    escalation: escalate.map((step) => ({ to: step.to, afterMs: step.after })),
    limits,
    ...(fields.progress ? { tellsProgress: true } : {}),
  };
}

/** The routes that a configuration describes, with every limit filled in. */
export function routePlan({ routes }: { routes: RoutesConfig }): RoutePlan {
  const groups = Object.entries(routes.groups).map(([group, named]) => {
    const own: Partial<Record<Severity, Route>> = {};
    for (const severity of SEVERITIES) {
      if (named[severity] !== undefined) own[severity] = routeOf(severity, named[severity]);
    }
    return [group, own] as const;
  });
  return {
    routes: {
      red: routeOf('red', routes.red),
      green: routeOf('green', routes.green),
      status: routeOf('status', routes.status),
    },
    groups: new Map(groups),
  };
}

/** A route of the plan with its place in the file, such as `routes.groups.building-3.red`. */
export interface PlacedRoute {
  path: string;
  severity: Severity;
  group: string | undefined;
  route: Route;
}

/** Every route of a plan. */
export function placedRoutes({ routes, groups }: RoutePlan): PlacedRoute[] {
  const placed: PlacedRoute[] = SEVERITIES.map((severity) => ({
    path: `routes.${severity}`,
    severity,
    group: undefined,
    route: routes[severity],
  }));
  for (const [group, own] of groups) {
    for (const severity of SEVERITIES) {
      const route = own[severity];
      const path = `routes.groups.${group}.${severity}`;
      if (route) placed.push({ path, severity, group, route });
    }
  }
  return placed;
}
