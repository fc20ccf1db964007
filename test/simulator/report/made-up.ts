// A made-up report for tests: two minutes of a district with two faults.
import type { ReportSample, RunReport } from '#simulator/report/model.ts';

const spread = (ms: number) => ({ count: 40, p50: ms, p90: ms * 2, p99: ms * 4, max: ms * 9 });

export function madeUpSamples(factor: (t: number) => number = () => 1): ReportSample[] {
  return Array.from({ length: 120 }, (_, t) => ({
    t,
    off: 0,
    connecting: t === 0 ? 1_100 : 0,
    connected: t === 0 ? 0 : 1_100,
    pressesMade: 40,
    pressesStored: 40,
    heartbeatsSent: 2,
    deliveries: t === 50 ? 0 : 40,
    toStored: t === 50 ? null : spread((10 + (t % 7)) * factor(t)),
    toAccepted: t === 50 ? null : spread((30 + (t % 5)) * factor(t)),
    redToAccepted: t % 3 === 0 ? null : spread(30),
    lateness: spread(0.2),
  }));
}

export function madeUpReport(more: Partial<RunReport> = {}): RunReport {
  return {
    version: 1,
    scenario: { name: 'bad-day', title: 'A bad day', about: 'Much fails.', seed: 7, speed: 1 },
    startedAt: '2030-01-02T03:04:05+08:00',
    durationS: 120,
    interrupted: false,
    gateway: 'call-button 0.1.0',
    machine: { cpu: 'A CPU', cores: 2, memoryGb: 4, node: 'v20.19.0', platform: 'linux 6' },
    homes: { whole: 1_000, light: 100 },
    generators: 2,
    verdict: 'passed',
    totals: {
      presses: 4_800,
      stored: 4_799,
      accepted: 4_799,
      answered: 4_000,
      inOutbox: 1,
      rejected: 0,
      deliveries: 4_810,
      redeliveries: 11,
      refusals: {},
      findings: {},
    },
    latency: { toStored: spread(12), toAccepted: spread(33), redToAccepted: spread(30) },
    lateness: spread(0.2),
    findings: [],
    faults: [
      { from: 50, until: 51, title: 'the platform is down' },
      { from: 80, until: 80, title: 'the gateway is killed' },
    ],
    samples: madeUpSamples(),
    ...more,
  };
}

/** The same with findings. */
export function failedReport(): RunReport {
  const { totals } = madeUpReport();
  const lost = Array.from({ length: 31 }, (_, index) => ({
    kind: 'lost' as const,
    what: `CB-${index}/1/2`,
    detail: 'red press, never got it',
  }));
  return madeUpReport({
    verdict: 'failed',
    findings: [...lost, { kind: 'unexpected-code', what: 'SEAL_WRONG', detail: 'counted 9 times' }],
    totals: {
      ...totals,
      refusals: { SEAL_WRONG: 9, TOPIC_WRONG: 4_000 },
      findings: { lost: 31, 'unexpected-code': 1 },
    },
  });
}
