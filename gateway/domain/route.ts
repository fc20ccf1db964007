// Routes: which presses and notices go to which destinations, in which order, and within which limits.
import { DEFAULT_LIMITS, type Limits, type Severity } from './limits.ts';

/** One step of a route: a destination, and when it is begun. */
export interface RouteStep {
  /** The name of a destination. */
  to: string;
  /** Counted from the arrival: of the press for a fallback, of the press that opened the call for an escalation. */
  afterMs: number;
}

export interface Route {
  /** The first destination; undefined: presses are kept, not forwarded. */
  to: string | undefined;
  /** Begun beside the first, which goes on, unless the press is accepted by then. */
  fallback: RouteStep | undefined;
  /** Begun one after the other while nobody has answered the call, whoever accepted it. */
  escalation: readonly RouteStep[];
  limits: Limits;
  /** Of a route of notices: the stages of calls are told on it too. */
  tellsProgress?: boolean;
}

/** Which part of a route: its first destination, its fallback, or the n-th step of its escalation, from 1. */
export type StepName = 'first' | 'fallback' | number;

/** The name of the destination at that part; undefined when the route has none there. */
export function destinationAt(route: Route, step: StepName): string | undefined {
  if (step === 'first') return route.to;
  return (step === 'fallback' ? route.fallback : route.escalation[step - 1])?.to;
}

/** The routes that one configuration describes. `groups` overrides `routes` where it names a severity. */
export interface RoutePlan {
  routes: Record<Severity, Route>;
  groups: ReadonlyMap<string, Partial<Record<Severity, Route>>>;
}

export function emptyRoute(severity: Severity): Route {
  return { to: undefined, fallback: undefined, escalation: [], limits: DEFAULT_LIMITS[severity] };
}

export const EMPTY_PLAN: RoutePlan = {
  routes: { red: emptyRoute('red'), green: emptyRoute('green'), status: emptyRoute('status') },
  groups: new Map(),
};

/** Asked anew for every attempt, so that a reloaded configuration counts at once. */
export class Routes {
  #plan: RoutePlan;

  constructor(plan: RoutePlan) {
    this.#plan = plan;
  }

  replace(plan: RoutePlan): void {
    this.#plan = plan;
  }

  /** True when the group has a route of its own. */
  has(group: string): boolean {
    return this.#plan.groups.has(group);
  }

  of(severity: Severity, group: string): Route {
    return this.#plan.groups.get(group)?.[severity] ?? this.#plan.routes[severity];
  }
}
