// The report of a run: what the JSON file holds, and what table and page are made from.

/** Version of this shape; a report of another one can't be compared. */
export const REPORT_VERSION = 1;

export interface Percentiles {
  count: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

/** One second of the run, over all generators. Latencies in milliseconds. */
export interface ReportSample {
  /** Seconds since the start. */
  t: number;
  off: number;
  connecting: number;
  connected: number;
  pressesMade: number;
  pressesStored: number;
  heartbeatsSent: number;
  deliveries: number;
  toStored: Percentiles | null;
  toAccepted: Percentiles | null;
  redToAccepted: Percentiles | null;
  lateness: Percentiles | null;
}

export interface ReportFault {
  from: number;
  until: number;
  title: string;
}

export type FindingKind =
  /** Receipted to the device, never at the platform. */
  | 'lost'
  /** One press under two call ids, or one that nobody made. */
  | 'doubled'
  /** At the platform, but saying something else than what was pressed, where, or by whom. */
  | 'altered'
  /** A light showed an acceptance that the platform had not given. */
  | 'untrue'
  /** Rejected, or refused at the gateway, with a code that the scenario doesn't expect. */
  | 'unexpected-code'
  /** Over a limit that the scenario sets. */
  | 'late'
  /** Neither accepted, nor in an outbox, nor rejected. */
  | 'unexplained'
  /** The platform received a delivery whose signature was wrong. */
  | 'forged-delivery';

export interface Finding {
  kind: FindingKind;
  /** Identity of the press (`device_id/boot_id/seq`), or what else it is about. */
  what: string;
  /** What is known about it, enough to start debugging: times, call ids, states. */
  detail: string;
}

export interface ReportTotals {
  presses: number;
  stored: number;
  accepted: number;
  answered: number;
  inOutbox: number;
  rejected: number;
  deliveries: number;
  /** Deliveries of a press that the platform had already: allowed, counted. */
  redeliveries: number;
  /** By code; null: not known. */
  refusals: Record<string, number> | null;
  findings: Partial<Record<FindingKind, number>>;
}

export interface RunReport {
  version: typeof REPORT_VERSION;
  scenario: { name: string; title: string; about: string; seed: number; speed: number };
  /** Local start, ISO 8601. */
  startedAt: string;
  durationS: number;
  /** Ended by the user before its time. */
  interrupted: boolean;
  gateway: string;
  machine: { cpu: string; cores: number; memoryGb: number; node: string; platform: string };
  homes: { whole: number; light: number };
  generators: number;
  verdict: 'passed' | 'failed';
  totals: ReportTotals;
  latency: {
    toStored: Percentiles | null;
    toAccepted: Percentiles | null;
    redToAccepted: Percentiles | null;
  };
  /** The generator's own lateness: when it is large, latencies say little about the gateway. */
  lateness: Percentiles | null;
  /** At most 200, the gravest kinds first; `totals.findings` has the counts. */
  findings: Finding[];
  faults: ReportFault[];
  samples: ReportSample[];
}
