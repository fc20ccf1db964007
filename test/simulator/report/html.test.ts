// The page: complete in itself, in two languages, and whatever a report holds stays text.
import { expect, it } from 'vitest';
import { reportPage } from '#simulator/report/html.ts';
import { escapeHtml } from '#simulator/report/html-text.ts';
import type { RunReport } from '#simulator/report/model.ts';
import { failedReport, madeUpReport, madeUpSamples } from './made-up.ts';

const HOSTILE = `</title></style><script>alert("1")</script><img src=x onerror='a()'>&amp;\u0000`;

/** Every text of a report replaced, so that none is forgotten. */
function hostile<T>(value: T): T {
  if (typeof value === 'string') return HOSTILE as T;
  if (Array.isArray(value)) return value.map(hostile) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, hostile(of)])) as T;
}

/** Elements that are left open, or closed without having been opened; none in a well-formed page. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  for (const [, close, name, own] of page.matchAll(/<(\/?)([!a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
    if (own === '/' || name === '!doctype' || name === 'meta') continue;
    if (close === '') open.push(name as string);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

it('escapes every text of the report', () => {
  const report = failedReport();
  const page = reportPage({
    ...hostile(report),
    verdict: report.verdict,
    version: report.version,
    findings: report.findings.map((finding) => ({ ...finding, what: HOSTILE, detail: HOSTILE })),
    totals: { ...report.totals, refusals: { [HOSTILE]: 3 } },
  } as RunReport);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toContain('<img');
  expect(page).not.toContain('\u0000');
  expect(page).toContain(escapeHtml('<img src=x onerror='));
  expect(unbalanced(page)).toEqual([]);
});

it('escapes what would end a text, a tag or an attribute', () => {
  expect(escapeHtml(`a<b>&"c"'d'\u0007\n`)).toBe('a&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39;\ufffd\n');
});

it('needs nothing from elsewhere', () => {
  const page = reportPage(failedReport());
  expect(page).not.toMatch(/https?:|src=|href=|url\(|@import|innerHTML/);
});

it('is well-formed, failed or passed, with and without faults and samples', () => {
  for (const report of [
    failedReport(),
    madeUpReport(),
    madeUpReport({ faults: [], samples: [], lateness: null, interrupted: true }),
    madeUpReport({ samples: madeUpSamples().slice(0, 1), durationS: 0 }),
  ]) {
    const page = reportPage(report);
    expect(unbalanced(page)).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
  }
});

it('shows verdict, totals, faults, plots and findings', () => {
  const page = reportPage(failedReport());
  expect(page).toContain('FAILED');
  expect(page).toContain('4,810');
  expect(page).toContain('<li>the platform is down');
  expect(page).toContain('CB-30/1/2');
  expect(page.match(/<svg/g)).toHaveLength(6);
  expect(page.match(/class="band"/g)).toHaveLength(12);
  expect(page).not.toContain('class="warning"');
  expect(reportPage(madeUpReport())).toContain('nothing lost, nothing doubled');
});

it('says everything of its own in both languages', () => {
  const page = reportPage(failedReport());
  const count = (text: string) => page.split(text).length;
  expect(count('<span lang="zh">')).toBe(count('<span lang="en">'));
  expect(page).toContain('未通过');
});

it('warns when the generator was late', () => {
  const lateness = { count: 9, p50: 1, p90: 2, p99: 80, max: 90 };
  expect(reportPage(madeUpReport({ lateness }))).toContain('80.0 ms (p99)');
});

it('of an hour stays small, and keeps the peak', () => {
  const [, second] = madeUpSamples();
  const samples = Array.from({ length: 3_600 }, (_, t) => ({ ...second!, t }));
  samples[1_801] = {
    ...samples[1_801]!,
    toStored: { count: 1, p50: 9e4, p90: 9e4, p99: 9e4, max: 9e4 },
  };
  const page = reportPage(madeUpReport({ samples, durationS: 3_600 }));
  expect(page.length).toBeLessThan(400_000);
  expect(page).toContain('100 s');
});
