// Two reports compared: what differs by more than noise, and what can't be compared.
import { describe, expect, it } from 'vitest';
import { type Comparison, compareReports, comparisonTable } from '#simulator/report/compare.ts';
import { failedReport, madeUpReport, madeUpSamples } from './made-up.ts';

const compared = (...reports: Parameters<typeof compareReports>) =>
  compareReports(...reports) as Comparison;

function changeOf({ rows }: Comparison, name: string) {
  return rows.find((row) => row.name === name)?.change;
}

describe('two runs of one scenario', () => {
  it('that went alike do not differ', () => {
    const wobble = madeUpSamples((t) => 1 + 0.3 * Math.sin(t * 1.7));
    const comparison = compared(madeUpReport(), madeUpReport({ samples: wobble }));
    expect(comparison).toMatchObject({ verdict: 'same', warnings: [] });
    expect(changeOf(comparison, 'press → stored, p99')).toBe('noise');
  });

  it('differ when the second is slower all the time, and the other way round', () => {
    const slower = madeUpReport({ samples: madeUpSamples(() => 1.5) });
    const worse = compared(madeUpReport(), slower);
    expect(worse.verdict).toBe('worse');
    expect(changeOf(worse, 'press → stored, p50')).toBe('worse');
    expect(changeOf(worse, 'red press → accepted, p50')).toBe('noise');
    expect(compared(slower, madeUpReport()).verdict).toBe('better');
  });

  it('do not differ when it is slower only here and there, or by very little', () => {
    for (const factor of [(t: number) => (t < 90 ? 5 : 0.9), () => 1.05]) {
      const samples = madeUpSamples(factor);
      expect(compared(madeUpReport(), madeUpReport({ samples })).verdict).toBe('same');
    }
  });

  it('of a few seconds are too short to tell', () => {
    const samples = madeUpSamples(() => 9).slice(0, 6);
    const comparison = compared(madeUpReport(), madeUpReport({ samples }));
    expect(changeOf(comparison, 'press → stored, p50')).toBe('too short to tell');
  });

  it('are not told to be alike when no row can tell', () => {
    const samples = madeUpSamples(() => 9).slice(0, 6);
    const comparison = compared(madeUpReport({ samples }), madeUpReport({ samples }));
    expect(comparison.verdict).toBe('too-short');
    expect(comparisonTable(comparison)).toMatch(/^TOO SHORT TO TELL: /);
    expect(compared(madeUpReport({ samples }), failedReport()).verdict).toBe('worse');
  });

  it('differ by any finding, which no noise explains', () => {
    const comparison = compared(madeUpReport(), failedReport());
    expect(comparison.verdict).toBe('worse');
    expect(changeOf(comparison, 'lost')).toBe('worse');
    expect(changeOf(compared(failedReport(), madeUpReport()), 'verdict')).toBe('better');
  });
});

it('two machines, an interruption and a late generator are warned of', () => {
  const machine = { ...madeUpReport().machine, cores: 64 };
  const samples = madeUpSamples().map((sample) => ({
    ...sample,
    lateness: { count: 1, p50: 50, p90: 50, p99: 50, max: 50 },
  }));
  const after = madeUpReport({ machine, samples, interrupted: true });
  expect(compared(madeUpReport(), after).warnings).toHaveLength(3);
});

it.each([
  ['scenario', { scenario: { ...madeUpReport().scenario, name: 'city' } }],
  ['seed', { scenario: { ...madeUpReport().scenario, seed: 8 } }],
  ['speed', { scenario: { ...madeUpReport().scenario, speed: 2 } }],
  ['light homes', { homes: { whole: 1_000, light: 0 } }],
  ['timetable of faults', { faults: [] }],
  ['version of the report', { version: 2 as 1 }],
])('reports of another %s are refused', (name, more) => {
  const refusal = compareReports(madeUpReport(), madeUpReport(more));
  expect(refusal).toContain(`can't be compared: another ${name}`);
});

it('the table begins with the verdict and ends with the rule', () => {
  const table = comparisonTable(compared(madeUpReport(), failedReport()));
  expect(table).toMatch(/^WORSE\n/);
  expect(table).toMatch(/lost +0 +31 {2}worse\n/);
  expect(table).toMatch(/at least nine moved the same way.*rely on it\.$/);
});
