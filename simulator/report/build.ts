// Builds the report of a run from its plan, its audit and its samples.
import type { AuditResult } from '../audit/audit.ts';
import type { Plan } from '../plan.ts';
import { thisMachine } from './machine.ts';
import { REPORT_VERSION, type RunReport } from './model.ts';
import type { SampleLog } from './samples.ts';

export interface FinishedRun {
  plan: Plan;
  /** How many times faster than the timetable's own time it ran. */
  speed: number;
  startedAt: Date;
  durationS: number;
  interrupted: boolean;
  /** What ran: name, version or address of the gateway. */
  gateway: string;
  generators: number;
  audit: AuditResult;
  samples: SampleLog;
}

export function buildReport(run: FinishedRun): RunReport {
  const { plan, audit, speed, durationS, interrupted, gateway, generators } = run;
  const { name, title, about, seed } = plan;
  const wholeHomes = plan.homes.filter(({ kind }) => kind === 'whole').length;
  return {
    version: REPORT_VERSION,
    scenario: { name, title, about, seed, speed },
    startedAt: localIso(run.startedAt),
    durationS,
    interrupted,
    gateway,
    machine: thisMachine(),
    homes: { whole: wholeHomes, light: plan.homes.length - wholeHomes },
    generators,
    verdict: audit.findings.length === 0 ? 'passed' : 'failed',
    totals: audit.totals,
    latency: audit.latency,
    lateness: run.samples.lateness(),
    findings: audit.findings,
    faults: plan.faults.map(({ at, until, title: fault }) => ({
      from: at / 1_000,
      until: until / 1_000,
      title: fault,
    })),
    samples: run.samples.samples,
  };
}

/** ISO 8601 with the machine's own offset, so that it can be found in its logs. */
export function localIso(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const twoDigits = (value: number) => String(Math.trunc(Math.abs(value))).padStart(2, '0');
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${twoDigits(offset / 60)}:${twoDigits(offset % 60)}`;
}
