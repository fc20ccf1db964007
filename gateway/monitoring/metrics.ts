// The meter port on prom-client: what is counted on the way of a press, as Prometheus reads it.
import { Counter, Histogram, Registry } from 'prom-client';
import type { Severity } from '../domain/limits.ts';
import type { Cause, Limit } from '../domain/missed-deadline.ts';
import type { Meter, Stage } from '../domain/ports/meter.ts';
import type { KeyName } from '../domain/press.ts';
import { type GaugeSources, registerGauges } from './gauges.ts';
import { ProcessGauges } from './process-gauges.ts';

/** 1 ms to 10 min: a write takes milliseconds, an answer a minute. Seconds. */
const STAGE_BUCKETS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 180, 600,
];
const ATTEMPT_BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** No label ever names a device or a home: their number would have no bound, and they are personal. */
export class Metrics implements Meter {
  readonly #registry = new Registry();
  readonly #process: ProcessGauges;
  readonly #stages: Histogram<'stage' | 'key'>;
  readonly #attempts: Histogram<'destination' | 'severity' | 'outcome'>;
  readonly #uplinks: Counter<'kind'>;
  readonly #duplicates: Counter<'kind'>;
  readonly #missedDeadlines: Counter<'limit' | 'key' | 'cause'>;
  readonly #shed: Counter<'what'>;

  constructor(version: string) {
    const registers = [this.#registry];
    this.#process = new ProcessGauges(this.#registry, version);
    this.#stages = new Histogram({
      name: 'callbutton_press_stage_seconds',
      help: 'From the arrival of a press at the gateway to each stage; answered: of its call.',
      labelNames: ['stage', 'key'],
      buckets: STAGE_BUCKETS,
      registers,
    });
    this.#attempts = new Histogram({
      name: 'callbutton_attempt_seconds',
      help: 'One attempt to hand a press or notice over, by its outcome.',
      labelNames: ['destination', 'severity', 'outcome'],
      buckets: ATTEMPT_BUCKETS,
      registers,
    });
    const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
      new Counter({ name, help, labelNames, registers });
    this.#uplinks = counter('callbutton_uplinks_total', 'Good uplinks of devices.', ['kind']);
    this.#duplicates = counter(
      'callbutton_duplicates_total',
      'Events that had been stored before: retransmissions.',
      ['kind'],
    );
    this.#missedDeadlines = counter('callbutton_breaches_total', 'Time limits that were missed.', [
      'limit',
      'key',
      'cause',
    ]);
    this.#shed = counter('callbutton_shed_total', 'Dropped or put off to save the rest.', ['what']);
  }

  /** Before the first scrape, once: what the counters don't know of themselves. */
  start(sources: GaugeSources): void {
    registerGauges(this.#registry, sources);
    this.#process.start();
  }

  stop(): void {
    this.#process.stop();
  }

  /** In Prometheus' text format 0.0.4. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  reached(stage: Stage, key: KeyName, milliseconds: number): void {
    this.#stages.observe({ stage, key }, milliseconds / 1_000);
  }

  received(kind: string): void {
    this.#uplinks.inc({ kind });
  }

  duplicate(kind: string): void {
    this.#duplicates.inc({ kind });
  }

  missedDeadline(limit: Limit, key: KeyName, cause: Cause): void {
    this.#missedDeadlines.inc({ limit, key, cause });
  }

  attempted(destination: string, severity: Severity, outcome: string, milliseconds: number): void {
    this.#attempts.observe({ destination, severity, outcome }, milliseconds / 1_000);
  }

  shed(what: 'heartbeat' | 'connect' | 'connection'): void {
    this.#shed.inc({ what });
  }
}
