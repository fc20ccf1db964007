// The benchmarks that there are, in the order in which all of them run.
import type { Benchmark } from './model.ts';
import { simulatorBenchmark } from './simulator.ts';

export const BENCHMARKS: readonly Benchmark[] = [simulatorBenchmark];
