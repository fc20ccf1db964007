// What the dispatch tests stand on: a moving clock, a journal in memory, and destinations that answer when told.
import { CallLifecycle } from '#gateway/calls/lifecycle.ts';
import { listenToCalls } from '#gateway/calls/listeners.ts';
import { DestinationOutcomes } from '#gateway/delivery/destination-outcomes.ts';
import { NoticeQueue } from '#gateway/delivery/notice-queue.ts';
import type { Call } from '#gateway/domain/call.ts';
import type { Severity } from '#gateway/domain/limits.ts';
import type {
  Delivery,
  Destination,
  LinkState,
  NoticeDelivery,
  Outcome,
  PressDelivery,
} from '#gateway/domain/ports/destination.ts';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import type { Log } from '#gateway/domain/ports/log.ts';
import type { Meter } from '#gateway/domain/ports/meter.ts';
import { pressId } from '#gateway/domain/press.ts';
import { emptyRoute, type Route, type RoutePlan, Routes } from '#gateway/domain/route.ts';
import { MemoryDisk, MemoryJournal } from '#test/support/memory-journal.ts';
import { MovingClock, settle } from '#test/support/moving-clock.ts';

export const ACCEPTED: Outcome = { kind: 'accepted' };
export const UNKNOWN: Outcome = { kind: 'unknown' };
export const REFUSED: Outcome = { kind: 'refused', code: 'REFUSED', detail: 'HTTP 422' };
export const BROKEN: Outcome = { kind: 'failed', code: 'BROKEN', detail: 'HTTP 500' };

/** One attempt that a destination was asked for. */
export interface Attempt<D extends Delivery = PressDelivery> {
  /** The id of the press or notice. */
  press: string;
  delivery: D;
  signal: AbortSignal;
  answer(outcome: Outcome): Promise<void>;
}

/** Keeps every attempt; answers by `always`, or when a test says so. Gives up when it is aborted. */
export class FakeDestination<D extends Delivery = PressDelivery> implements Destination {
  readonly name: string;
  readonly attempts: Attempt<D>[] = [];
  always: Outcome | undefined;
  /** What it has words for. */
  carries: (delivery: Delivery) => boolean = () => true;
  link: LinkState | undefined;

  constructor(name = 'fake') {
    this.name = name;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    return new Promise((resolve) => {
      const answer = async (outcome: Outcome) => {
        resolve(outcome);
        await settle();
      };
      const press = delivery.kind === 'press' ? pressId(delivery.press) : delivery.notice.id;
      this.attempts.push({ press, delivery: delivery as D, signal, answer });
      signal.addEventListener('abort', () =>
        resolve({ kind: 'failed', code: 'TIMEOUT', detail: 'gave up' }),
      );
      if (this.always) resolve(this.always);
    });
  }

  get presses(): string[] {
    return this.attempts.map(({ press }) => press);
  }

  get last(): Attempt<D> {
    const last = this.attempts.at(-1);
    if (last === undefined) throw new Error('no attempt was made');
    return last;
  }
}

/** A plan whose routes are empty but for what a test says. */
export function planOf(routes: Partial<Record<Severity, Partial<Route>>>): RoutePlan {
  const route = (severity: Severity) => ({ ...emptyRoute(severity), ...routes[severity] });
  return {
    routes: { red: route('red'), green: route('green'), status: route('status') },
    groups: new Map(),
  };
}

/** Keeps what was measured, one line for each. */
export class FakeMeter implements Meter {
  readonly lines: string[] = [];
  reached = (...of: unknown[]) => void this.lines.push(`reached ${of.join(' ')}`);
  received = (...of: unknown[]) => void this.lines.push(`received ${of.join(' ')}`);
  duplicate = (...of: unknown[]) => void this.lines.push(`duplicate ${of.join(' ')}`);
  missedDeadline = (...of: unknown[]) => void this.lines.push(`missedDeadline ${of.join(' ')}`);
  attempted = (...of: unknown[]) => void this.lines.push(`attempted ${of.join(' ')}`);
  shed = (...of: unknown[]) => void this.lines.push(`shed ${of.join(' ')}`);

  /** The lines that begin with a word, without it. */
  of(word: string): string[] {
    return this.lines
      .filter((line) => line.startsWith(word))
      .map((line) => line.slice(word.length + 1));
  }
}

/** Keeps what was logged. */
export class FakeLog implements Log {
  readonly lines: { level: string; fields: object; message: string }[] = [];
  info = (fields: object, message: string) => this.#keep('info', fields, message);
  warn = (fields: object, message: string) => this.#keep('warn', fields, message);
  error = (fields: object, message: string) => this.#keep('error', fields, message);

  #keep(level: string, fields: object, message: string): void {
    this.lines.push({ level, fields, message });
  }
}

/** A call with the state in which its device heard of it. */
export function newsOf(calls: readonly Call[]): string[] {
  return calls.map((call) => {
    const unanswered = call.missed.answered !== undefined && call.reached.answered === undefined;
    return `${call.callId} ${unanswered ? 'unanswered' : call.stage} ${call.latest.seq}`;
  });
}

/** Red and green have destinations of their own; `spare` and `desk` are there for fallback and escalation. */
export const PLAN = planOf({
  red: { to: 'red' },
  green: { to: 'green' },
  status: { to: 'status' },
});

export class CallsBench {
  readonly clock: MovingClock;
  readonly journal: MemoryJournal;
  readonly red = new FakeDestination('red');
  readonly green = new FakeDestination('green');
  readonly spare = new FakeDestination('spare');
  readonly desk = new FakeDestination('desk');
  readonly status = new FakeDestination<NoticeDelivery>('status');
  readonly destinations = new Map<string, Destination>();
  /** What health is told of refusals. */
  readonly outcomes: DestinationOutcomes;
  readonly routes: Routes;
  readonly log = new FakeLog();
  readonly meter = new FakeMeter();
  /** What devices heard, in its order. */
  readonly news: Call[] = [];
  readonly notices: NoticeQueue;
  readonly calls: CallLifecycle;
  readonly #plan: RoutePlan;

  constructor(plan = PLAN, disk = new MemoryDisk(), clock = new MovingClock()) {
    this.clock = clock;
    this.#plan = plan;
    this.routes = new Routes(plan);
    this.journal = new MemoryJournal(disk);
    this.outcomes = new DestinationOutcomes(clock);
    for (const one of [this.red, this.green, this.spare, this.desk, this.status]) {
      this.destinations.set(one.name, one);
    }
    this.status.always = ACCEPTED;
    const device: DeviceRecord = {
      deviceId: 'CB-1',
      keys: [],
      group: 'street-1',
      blocked: false,
      home: { reference: 'home-1' },
    };
    const { journal, log, meter, routes, destinations } = this;
    const directory = {
      start: async () => {},
      find: (deviceId: string) => (deviceId === device.deviceId ? device : undefined),
      all: () => [device],
      size: 1,
    };
    const find = (name: string) => destinations.get(name);
    const { outcomes } = this;
    const shared = {
      journal,
      clock,
      log,
      meter,
      routes,
      directory,
      outcomes,
      destinations: { find },
    };
    this.notices = new NoticeQueue(shared);
    this.calls = new CallLifecycle(shared);
    listenToCalls(this.calls.events, {
      ...shared,
      notices: this.notices,
      downlink: { progress: (call) => this.news.push(call) },
    });
  }

  async start(): Promise<this> {
    await this.notices.start();
    await this.calls.start();
    await settle();
    return this;
  }

  async stop(graceMs = 0): Promise<void> {
    await this.calls.stop(graceMs);
    await this.notices.stop(graceMs);
  }

  /** The same disk and the same clock under a new gateway. */
  async restart(plan = this.#plan): Promise<CallsBench> {
    await this.stop();
    return new CallsBench(plan, this.journal.disk, this.clock).start();
  }

  /** A reload of the configuration. */
  reload(plan: RoutePlan): void {
    this.routes.replace(plan);
    this.calls.replan();
    this.notices.replan();
  }

  heard(): string[] {
    return newsOf(this.news);
  }

  /** The missed deadlines that were stored, each as `limit cause press-or-call`. */
  missedDeadlines(): string[] {
    return [...this.journal.disk.notices.values()].flatMap((notice) =>
      notice.kind === 'breach'
        ? [`${notice.limit} ${notice.cause} ${notice.press ?? notice.callId}`]
        : [],
    );
  }
}
