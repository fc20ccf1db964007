// The world of the property of calls: a gateway's calls on a moving clock, and everything that was seen of them.
import type { Call, CallStage } from '#gateway/domain/call.ts';
import type { KeyName, Press } from '#gateway/domain/press.ts';
import { pressId } from '#gateway/domain/press.ts';
import type { RoutePlan, StepName } from '#gateway/domain/route.ts';
import { ACCEPTED, BROKEN, CallsBench, planOf, UNKNOWN } from '#test/gateway/delivery/bench.ts';
import { press as pressOf, SECOND } from '#test/gateway/presses.ts';
import { settle } from '#test/support/moving-clock.ts';

export const MODES = { accept: ACCEPTED, unknown: UNKNOWN, fail: BROKEN, hang: undefined };
export type Mode = keyof typeof MODES;
export const DESTINATIONS = ['red', 'green', 'spare', 'desk'] as const;
export type Name = (typeof DESTINATIONS)[number];

const status = { to: 'status' };
/** The first has everything, the second leads elsewhere and has no more than that, the third nothing. */
export const PLANS: readonly RoutePlan[] = [
  planOf({
    red: {
      to: 'red',
      fallback: { to: 'spare', afterMs: 10 * SECOND },
      escalation: [
        { to: 'desk', afterMs: 90 * SECOND },
        { to: 'spare', afterMs: 150 * SECOND },
      ],
    },
    green: { to: 'green', fallback: { to: 'spare', afterMs: 60 * SECOND } },
    status,
  }),
  planOf({ red: { to: 'desk' }, green: { to: 'green' }, status }),
  planOf({ status }),
];

/** One attempt, as it was seen by a destination. */
export interface Seen {
  at: number;
  /** Which start of the gateway it was in. */
  run: number;
  to: string;
  press: string;
  callId: string;
  step: StepName;
  mode: Mode;
}

export class World {
  bench!: CallsBench;
  run = 0;
  plan = PLANS[0]!;
  readonly modes = new Map<string, Mode>(DESTINATIONS.map((name) => [name, 'hang']));
  readonly seen: Seen[] = [];
  /** What was told to the operator, by the start of the gateway in which it was. */
  readonly told: { id: string; at: number; run: number; cause: string }[] = [];
  /** When a delivery was said to have ended, by press and start of the gateway. */
  readonly settled: { press: string; at: number; run: number }[] = [];
  readonly news: Call[] = [];
  #isFull = false;

  get now(): number {
    return this.bench.clock.utc();
  }

  async start(): Promise<this> {
    await this.#open(new CallsBench(this.plan));
    return this;
  }

  async #open(bench: CallsBench): Promise<void> {
    this.bench = bench;
    this.run++;
    const { run } = this;
    for (const destination of [bench.red, bench.green, bench.spare, bench.desk]) {
      const deliver = destination.deliver.bind(destination);
      destination.deliver = (delivery, signal) => {
        const mode = this.modes.get(destination.name) as Mode;
        destination.always = MODES[mode];
        if (delivery.kind === 'press') {
          const { press, call, step } = delivery;
          const { callId } = call;
          const at = bench.clock.utc();
          this.seen.push({
            at,
            run,
            to: destination.name,
            press: pressId(press),
            callId,
            step,
            mode,
          });
        }
        return deliver(delivery, signal);
      };
    }
    const tell = bench.status.deliver.bind(bench.status);
    bench.status.deliver = (delivery, signal) => {
      if (delivery.kind === 'notice' && delivery.notice.kind === 'breach') {
        const { id, cause } = delivery.notice;
        this.told.push({ id, at: bench.clock.utc(), run, cause });
      }
      return tell(delivery, signal);
    };
    const update = bench.journal.update.bind(bench.journal);
    bench.journal.update = (change) => {
      const at = bench.clock.utc();
      if (change.settled) this.settled.push({ press: pressId(change.settled), at, run });
      return update(change);
    };
    if (this.#isFull) bench.journal.failure = new Error('disk full');
    await bench.start();
  }

  /** Returns what became of it. */
  async press(
    changes: Partial<Press> & { key: KeyName },
  ): Promise<'stored' | 'duplicate' | 'failed'> {
    const taken = this.bench.calls.take(pressOf({ ...changes, receivedAt: this.now }));
    const outcome = await taken.catch(() => 'failed' as const);
    await settle();
    return outcome;
  }

  async report(callId: string, stage: CallStage, by: string): Promise<boolean> {
    const result = await this.bench.calls.report(callId, stage, [by]).catch(() => ({ ok: true }));
    await settle();
    return result.ok;
  }

  async disk(works: boolean): Promise<void> {
    this.#isFull = !works;
    if (works) this.bench.journal.recover();
    else this.bench.journal.failure = new Error('disk full');
    await settle();
  }

  async restart(downMs: number): Promise<void> {
    await this.bench.stop();
    this.news.push(...this.bench.news);
    await settle();
    await this.bench.clock.advance(downMs);
    await this.#open(new CallsBench(this.plan, this.bench.journal.disk, this.bench.clock));
    await this.bench.clock.advance(0);
  }

  async reload(plan: RoutePlan): Promise<void> {
    this.plan = plan;
    this.bench.reload(plan);
    await this.bench.clock.advance(0);
  }
}
