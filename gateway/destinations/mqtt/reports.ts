// Reports that come from the broker: read one after the other, and no faster than the gateway has room for.
import type { Clock } from '../../domain/ports/clock.ts';
import type { DestinationContext } from '../../domain/ports/destination.ts';
import { parseReport } from '../../domain/report.ts';

/** A report has two short fields; a platform may add a few of its own. */
const MAX_REPORT_BYTES = 4_096;
/** What is above it stays in the broker, and in TCP: the next message is read when this one is done with. */
export const REPORTS_PER_SECOND = 1_000;
const SECOND = 1_000;

export class Reports {
  readonly #clock: Clock;
  readonly #context: () => DestinationContext | undefined;
  #second = { from: 0, count: 0 };

  constructor(clock: Clock, context: () => DestinationContext | undefined) {
    this.#clock = clock;
    this.#context = context;
  }

  /** Never rejects. Resolves when the next may come. */
  async take(payload: Buffer): Promise<void> {
    await this.#turn();
    const context = this.#context();
    if (payload.length > MAX_REPORT_BYTES) {
      context?.malformed('a report is too long');
      return;
    }
    const report = parseReport(payload.toString('utf8'));
    if (report === undefined) context?.malformed('no report in a message');
    else await context?.report(report.callId, report.stage);
  }

  async #turn(): Promise<void> {
    const now = this.#clock.monotonic();
    if (now - this.#second.from >= SECOND) this.#second = { from: now, count: 0 };
    if (this.#second.count++ < REPORTS_PER_SECOND) return;
    const left = this.#second.from + SECOND - now;
    await new Promise<void>((resolve) => void this.#clock.after(left, resolve));
    this.#second = { from: this.#clock.monotonic(), count: 1 };
  }
}
