// The benchmarks that there are, in the order in which all of them run.
import { deskBenchmark } from './desk.ts';
import { firmwareBenchmark } from './firmware.ts';
import { forwardingBenchmark } from './forwarding.ts';
import { intakeBenchmark } from './gateway-intake.ts';
import { memoryBenchmark } from './gateway-memory.ts';
import { pressBenchmark } from './gateway-press.ts';
import { redUnderFloodBenchmark } from './gateway-red-under-flood.ts';
import { restartBenchmark } from './gateway-restart.ts';
import { stormBenchmark } from './gateway-storm.ts';
import { updatesBenchmark } from './gateway-updates.ts';
import type { Benchmark } from './model.ts';
import { simulatorBenchmark } from './simulator.ts';

export const BENCHMARKS: readonly Benchmark[] = [
  intakeBenchmark,
  pressBenchmark,
  redUnderFloodBenchmark,
  updatesBenchmark,
  forwardingBenchmark,
  stormBenchmark,
  memoryBenchmark,
  restartBenchmark,
  deskBenchmark,
  firmwareBenchmark,
  simulatorBenchmark,
];
