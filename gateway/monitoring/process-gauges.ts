// The process itself: event loop delay, memory, CPU, and which build this is.
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';
import { by, gauge } from './gauges.ts';

const NANOSECONDS = 1e9;

export class ProcessGauges {
  /** Between two questions. */
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 10 });

  constructor(registry: Registry, version: string) {
    const help = 'How late the event loop was since the last scrape.';
    gauge(registry, 'event_loop_delay_seconds', help, ['quantile'], () =>
      by('quantile', this.#delays()),
    );
    gauge(registry, 'memory_bytes', 'Memory of the process.', ['kind'], () => by('kind', memory()));
    const started = Date.now() / 1_000 - process.uptime();
    const since = 'When the process was started, Unix time.';
    gauge(registry, 'start_timestamp_seconds', since, [], () => started);
    new Counter({
      name: 'callbutton_cpu_seconds_total',
      help: 'CPU time of the process.',
      registers: [registry],
      collect() {
        const { user, system } = process.cpuUsage();
        this.reset();
        this.inc((user + system) / 1e6);
      },
    });
    new Gauge({
      name: 'callbutton_build_info',
      help: 'Always 1: version and runtime are in the labels.',
      labelNames: ['version', 'node'],
      registers: [registry],
    }).set({ version, node: process.version }, 1);
  }

  start(): void {
    this.#delay.enable();
  }

  stop(): void {
    this.#delay.disable();
  }

  #delays(): Record<string, number> {
    const seconds = (percent: number) => this.#delay.percentile(percent) / NANOSECONDS;
    const delays = { '0.5': seconds(50), '0.99': seconds(99), '1': this.#delay.max / NANOSECONDS };
    this.#delay.reset();
    return delays;
  }
}

function memory(): Record<string, number> {
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { resident: rss, heap: heapUsed, external, array_buffers: arrayBuffers };
}
