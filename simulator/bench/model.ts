// What a benchmark is, and what comes out of it: the report is the JSON file, and the table is made from it.
import type { Scope } from './scope.ts';

/** What one run of one side found, by name. */
export type Figures = Record<string, number>;

/** Medians over the repetitions. */
export interface Judged {
  ours: number;
  /** Least and most over the repetitions. */
  oursRange: [number, number];
  baseline: number | null;
  /** Ours ÷ baseline, repetition by repetition. */
  ratio: number | null;
}

/** What the product wants to reach, such as "≥ 3 ×". */
export interface Reach {
  text: string;
  holds(judged: Judged): boolean;
}

export interface Metric {
  metric: string;
  unit: string;
  /** The name of its figure. */
  of: string;
  /** A figure of `ours` alone has no baseline, even when the measurement has one. */
  alone?: boolean;
  reach?: Reach;
}

/** The two sides of a measurement. Each call is one whole run. */
export interface Sides {
  ours(): Promise<Figures>;
  baseline?(): Promise<Figures>;
}

/** Told what runs: before each run, and now and then during a long one. */
export type Tell = (what: string) => void;

export interface Measurement {
  title: string;
  metrics: Metric[];
  /** Runs of each side that are thrown away. */
  warmups: number;
  repetitions: number;
  /** Starts what both sides share. What is handed to the scope is stopped when the measurement ends. */
  prepare(scope: Scope, tell: Tell): Promise<Sides>;
}

export interface Benchmark {
  name: string;
  /** One sentence: what it measures. */
  title: string;
  /** Quick: small, one repetition; a reach that needs the full size is left out. */
  measurements(quick: boolean): Measurement[];
}

/** Milliseconds. */
export interface Latency {
  p50: number;
  p99: number;
}

/** What the machine can do by itself, measured in the same run. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  node: string;
  platform: string;
  /** Load average over one minute before the run, in which a benchmark before this one counts too. */
  loadBefore: number;
  /** Which share of all processors other programs used right before the first run: 0 to 1. */
  busyBefore: number;
  fdatasync4kMs: Latency;
  loopbackMs: Latency;
}

export interface Row {
  metric: string;
  unit: string;
  /** Medians; null when the measurement failed. */
  ours: number | null;
  baseline: number | null;
  ratio: number | null;
  /** Least and most over the repetitions. */
  oursRange: [number, number] | null;
  ratioRange: [number, number] | null;
  repetitions: number;
  reach: string | null;
  /** Null when there is no reach, or when the machine was too busy to judge by. */
  holds: boolean | null;
  /** What differed from run to run, and what of the machine did with it; null when it was steady. */
  unsteady: string | null;
  /** Why there is no figure. */
  error: string | null;
}

export interface BenchReport {
  name: string;
  machine: Machine;
  rows: Row[];
}
