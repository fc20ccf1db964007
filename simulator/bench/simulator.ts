// The benchmark of the simulator: what one process of it can do, so that its verdicts are about the gateway.
import type { Benchmark } from './model.ts';
import { auditOfRun } from './simulator-audit.ts';
import { generatorLateness } from './simulator-lateness.ts';
import { lightHomes, sendingRate } from './simulator-light.ts';
import { wholeHomes } from './simulator-whole.ts';

export const simulatorBenchmark: Benchmark = {
  name: 'simulator',
  title: 'homes per process and their memory, sending rate, generator lateness, speed of the audit',
  measurements: (quick) => [
    wholeHomes(quick),
    lightHomes(quick),
    sendingRate(quick),
    generatorLateness(quick),
    auditOfRun(quick),
  ],
};
