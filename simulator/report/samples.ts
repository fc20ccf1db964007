// The seconds of a run as the report keeps them, and the generators' lateness over all of it.
import { createHistogram } from 'node:perf_hooks';
import type { Sample } from '../generator/messages.ts';
import type { Percentiles, ReportSample } from './model.ts';
import { percentiles } from './percentiles.ts';

const US = 1_000;

export class SampleLog {
  readonly samples: ReportSample[] = [];
  /** In microseconds, at least 1; a press a value is too much to keep for a run of hours. */
  readonly #lateness = createHistogram();

  /** Adds one second: what all generators said together, and the deliveries that reached the platform in it. */
  add(second: Sample, deliveries: number): ReportSample {
    for (const late of second.lateness) {
      this.#lateness.record(Math.max(1, Math.round(late * US)));
    }
    const { off, connecting, connected, pressesMade, pressesStored, heartbeatsSent } = second;
    const sample: ReportSample = {
      t: Math.round(second.at / 1_000),
      off,
      connecting,
      connected,
      pressesMade,
      pressesStored,
      heartbeatsSent,
      deliveries,
      toStored: percentiles(second.toStored),
      toAccepted: percentiles(second.toAccepted),
      redToAccepted: percentiles(second.redToAccepted),
      lateness: percentiles(second.lateness),
    };
    this.samples.push(sample);
    return sample;
  }

  /** Over the whole run, in milliseconds, to three figures. */
  lateness(): Percentiles | null {
    const { count } = this.#lateness;
    if (count === 0) return null;
    const at = (percent: number) => this.#lateness.percentile(percent) / US;
    return { count, p50: at(50), p90: at(90), p99: at(99), max: this.#lateness.max / US };
  }
}
