// The table for the terminal: the verdict first, warnings and findings where they are seen.
import { expect, it } from 'vitest';
import { reportTable } from '#simulator/report/table.ts';
import { duration, latency } from '#simulator/report/words.ts';
import { failedReport, madeUpReport } from './made-up.ts';

it('begins with the verdict', () => {
  expect(reportTable(madeUpReport())).toMatch(/^PASSED: A bad day\n/);
  expect(reportTable(failedReport())).toMatch(/^FAILED: A bad day\n/);
  expect(reportTable(madeUpReport({ interrupted: true }))).toMatch(/^PASSED, interrupted: /);
});

it('lists the first findings of each kind, how many more there are, and the refusals', () => {
  const table = reportTable(failedReport());
  expect(table).toContain('lost: 31\n  CB-0/1/2: red press, never got it\n');
  expect(table).toContain('… and 26 more\nunexpected-code: 1\n  SEAL_WRONG');
  expect(table).toMatch(/TOPIC_WRONG +4,000\n +SEAL_WRONG +9$/);
});

it('says beside the verdict what was not answered and who was not connected', () => {
  const { totals, homes } = madeUpReport();
  const answered = { ...totals, answered: totals.accepted };
  expect(reportTable(madeUpReport({ totals: answered }))).not.toContain('NOTE');
  const unanswered = { ...totals, answered: totals.accepted - 1 };
  const more = { ...homes, light: homes.light + 2 };
  expect(reportTable(madeUpReport({ totals: unanswered, homes: more }))).toMatch(
    /^PASSED: A bad day\nNOTE: 1 of [\d,]+ accepted presses had no answer.*\nNOTE: [\d,]+ of [\d,]+ homes were connected/,
  );
});

it('warns when the generator itself was late', () => {
  expect(reportTable(madeUpReport())).not.toContain('WARNING');
  const lateness = { count: 9, p50: 1, p90: 2, p99: 80, max: 90 };
  expect(reportTable(madeUpReport({ lateness }))).toContain(
    'WARNING: the generator itself was late',
  );
});

it('lets no text steer the terminal', () => {
  const report = madeUpReport({ gateway: '\u001b[2Jgone\nPASSED' });
  expect(reportTable(report)).not.toContain('\u001b');
  expect(reportTable(report)).toContain('�[2Jgone�PASSED');
});

it('writes figures as people read them', () => {
  expect([0, 59, 60, 61, 3_600, 7_500].map(duration)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '1 min 1 s',
    '1 h',
    '2 h 5 min',
  ]);
  expect([0.414, 9.996, 12.34, 999, 1_234, 12_345, 123_456].map(latency)).toEqual([
    '0.41 ms',
    '10.0 ms',
    '12.3 ms',
    '999 ms',
    '1.23 s',
    '12.3 s',
    '123 s',
  ]);
});
