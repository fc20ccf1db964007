// A marked test call over every part of a route: past the journal, the calls and supervision, and past their lanes.

import { type CallStage, openCall } from '../domain/call.ts';
import { GatewayError } from '../domain/errors.ts';
import type { Limits, Severity } from '../domain/limits.ts';
import type { CaseNotice } from '../domain/notice.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Delivery, Destinations, Outcome } from '../domain/ports/destination.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Log } from '../domain/ports/log.ts';
import { type AssignedPress, callIdOf, type KeyName } from '../domain/press.ts';
import type { ReportResult } from '../domain/report.ts';
import { destinationAt, type Route, type Routes, type StepName } from '../domain/route.ts';
import { type RouteTrial, TEST_DEVICE_ID } from '../domain/route-trial.ts';
import { OUTCOMES } from '../messages/route-test.ts';
import { carries, deliver, NOT_CARRIED } from './attempt.ts';
import type { DestinationOutcomes } from './destination-outcomes.ts';

export interface RouteTestDeps {
  routes: Routes;
  destinations: Destinations;
  directory: DeviceDirectory;
  clock: Clock;
  log: Log;
  /** Hears how attempts end; undefined: nobody asks. */
  outcomes?: DestinationOutcomes | undefined;
}

/** An operator waits for it at a terminal. */
const MAX_ATTEMPT_MS = 30_000;
const MAX_WAIT_MS = 10_000;
/** How many of the newest test calls are remembered, so that reports on them are understood. */
const MAX_KNOWN = 200;

/** A test call that may be reported on. */
interface Known {
  press: AssignedPress;
  destination: string;
  onReport: () => void;
}

export class RouteTest {
  readonly #deps: RouteTestDeps;
  readonly #known = new Map<string, Known>();
  #lastBootId = 0;

  constructor(deps: RouteTestDeps) {
    this.#deps = deps;
  }

  /** Offers to all parts of the route at the same time. Errors: NO_SUCH_GROUP, NO_ROUTE. */
  async run(severity: Severity, group: string | undefined): Promise<RouteTrial[]> {
    const { routes, directory, clock, log } = this.#deps;
    // A route is tested before its first device is installed.
    const isKnown = (name: string) =>
      routes.has(name) || [...directory.all()].some((device) => device.group === name);
    if (group !== undefined && !isKnown(group)) {
      throw new GatewayError('NO_SUCH_GROUP', group);
    }
    const route = routes.of(severity, group ?? '');
    const steps = stepsOf(route);
    if (steps.length === 0) throw new GatewayError('NO_ROUTE', severity);
    // Another identity at every test, so that nobody takes it for a repetition.
    this.#lastBootId = Math.max(Math.floor(clock.utc() / 1_000), this.#lastBootId + 1);
    const bootId = this.#lastBootId;
    const trials = await Promise.all(
      steps.map(([step, destination], index) => {
        const test = { step, destination, severity, group: group ?? '', bootId, seq: index + 1 };
        return this.#try(test, route.limits);
      }),
    );
    for (const { destination, outcome, code, tookMs } of trials) {
      const fields = { severity, destination, outcome, ms: Math.round(tookMs) };
      log.info(code === undefined ? fields : { ...fields, code }, 'route tested');
    }
    return trials;
  }

  /** What a platform reports on a test call; undefined when it is none of these. */
  report(callId: string, stage: CallStage, by?: readonly string[]): ReportResult | undefined {
    const known = this.#known.get(callId);
    if (known === undefined) return undefined;
    const mayReport = by?.includes(known.destination) ?? true;
    if (!mayReport) return { ok: false, code: 'REPORT_NOT_DELIVERED' };
    known.onReport();
    return { ok: true, call: { ...openCall(known.press, undefined), stage } };
  }

  async #try(test: Test, limits: Limits): Promise<RouteTrial> {
    const { clock, destinations } = this.#deps;
    const { step, destination: name } = test;
    const destination = destinations.find(name);
    const delivery = deliveryOf(test, clock.utc());
    const began = clock.monotonic();
    const reported = this.#reportOn(delivery, name);
    const offered: Promise<Outcome> =
      destination === undefined
        ? Promise.resolve({ kind: 'failed', code: 'BROKEN', detail: OUTCOMES.noDestination.en })
        : carries(destination, delivery)
          ? this.#within(limits.attemptMs, (signal) => deliver(destination, delivery, signal))
          : Promise.resolve(NOT_CARRIED);
    const outcome = await offered;
    if (destination) this.#deps.outcomes?.record(destination, test.severity, outcome);
    let isReported = false;
    if (outcome.kind === 'unknown' && delivery.kind === 'press') {
      const left = Math.min(limits.acceptMs, MAX_WAIT_MS) - (clock.monotonic() - began);
      isReported = await this.#comes(reported, left);
    }
    return {
      step,
      destination: name,
      isReported,
      tookMs: clock.monotonic() - began,
      outcome: isReported ? 'accepted' : outcome.kind,
      ...('code' in outcome ? { code: outcome.code, detail: outcome.detail } : {}),
    };
  }

  /** Resolves when the platform reports on it, which may be before the delivery has ended. */
  #reportOn(delivery: Delivery, destination: string): Promise<void> {
    if (delivery.kind === 'notice') return new Promise(() => {});
    const { press } = delivery;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= MAX_KNOWN) this.#known.delete(oldest);
    return new Promise((resolve) => {
      this.#known.set(press.callId, { press, destination, onReport: resolve });
    });
  }

  async #within(
    attemptMs: number,
    attempt: (signal: AbortSignal) => Promise<Outcome>,
  ): Promise<Outcome> {
    const controller = new AbortController();
    const end = () => controller.abort();
    const cancel = this.#deps.clock.after(Math.min(attemptMs, MAX_ATTEMPT_MS), end);
    return await attempt(controller.signal).finally(cancel);
  }

  async #comes(what: Promise<void>, withinMs: number): Promise<boolean> {
    let cancel = () => {};
    const late = new Promise<false>((resolve) => {
      cancel = this.#deps.clock.after(Math.max(withinMs, 0), () => resolve(false));
    });
    return await Promise.race([what.then(() => true), late]).finally(() => cancel());
  }
}

interface Test {
  step: StepName;
  destination: string;
  severity: Severity;
  group: string;
  bootId: number;
  seq: number;
}

function stepsOf(route: Route): [step: StepName, destination: string][] {
  const steps: StepName[] = ['first', 'fallback', ...route.escalation.map((_, at) => at + 1)];
  return steps.flatMap((step) => {
    const destination = destinationAt(route, step);
    return destination === undefined ? [] : [[step, destination] as [StepName, string]];
  });
}

function deliveryOf({ step, severity, group, bootId, seq }: Test, utc: number): Delivery {
  const home = { reference: TEST_DEVICE_ID };
  if (severity === 'status') {
    return { kind: 'notice', notice: noticeOf(group, bootId, seq, utc), homes: {} };
  }
  const press = pressOf(severity, bootId, seq, utc);
  const call = openCall(press, undefined);
  return {
    kind: 'press',
    press,
    call,
    group,
    home,
    stored: true,
    step,
  };
}

function pressOf(key: KeyName, bootId: number, seq: number, utc: number): AssignedPress {
  const press = {
    deviceId: TEST_DEVICE_ID,
    bootId,
    seq,
    key,
    count: 1,
    test: true,

    receivedAt: utc,
    ageMs: 0,
    ageIsLowerBound: false,
    joined: false,
  };
  return { ...press, callId: callIdOf(press) };
}

/** Notices have no mark of a test: one that ends what never began sends nobody out. */
function noticeOf(group: string, bootId: number, seq: number, utc: number): CaseNotice {
  const caseId = `${TEST_DEVICE_ID}/${bootId}/${seq}`;
  return {
    kind: 'case',
    id: `case/${caseId}`,
    at: utc,
    group,
    caseId,
    event: 'restored',

    condition: 'offline',
    deviceIds: [TEST_DEVICE_ID],
    openedAt: utc,
  };
}
