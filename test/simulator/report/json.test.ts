// The report as a file: what is written is read back, and what is no report is told apart.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { FINDING_KINDS } from '#simulator/audit/findings.ts';
import { ReportFileError, readReport, writeReport } from '#simulator/report/json.ts';
import { failedReport, madeUpReport } from './made-up.ts';

let folder = '';
beforeEach(async () => {
  const made = await mkdtemp(join(tmpdir(), 'call-button-report-'));
  folder = made;
  onTestFinished(() => rm(made, { recursive: true }));
});

it('a report is read back as it was written', async () => {
  const path = join(folder, 'report.json');
  for (const report of [madeUpReport(), failedReport()]) {
    await writeReport(path, report);
    expect(await readReport(path)).toEqual(report);
  }
  expect(await readdir(folder)).toEqual(['report.json']);
});

it('every kind of finding is known when it is read', async () => {
  const path = join(folder, 'report.json');
  const findings = FINDING_KINDS.map((kind) => ({ kind, what: 'x', detail: 'y' }));
  await writeReport(path, madeUpReport({ findings }));
  expect((await readReport(path)).findings).toEqual(findings);
});

it('a failed write leaves the former report and nothing beside it', async () => {
  const path = join(folder, 'report.json');
  await writeReport(path, madeUpReport());
  const gone = join(folder, 'nowhere', 'report.json');
  await expect(writeReport(gone, madeUpReport())).rejects.toThrow(/nowhere.*could not be written/);
  // A folder can't be replaced by a file: the rename fails after the writing.
  const taken = join(folder, 'a-folder');
  await mkdir(taken);
  await expect(writeReport(taken, madeUpReport())).rejects.toThrow(ReportFileError);
  expect(await readdir(folder)).toEqual(['a-folder', 'report.json']);
  expect(await readReport(path)).toEqual(madeUpReport());
});

it.each([
  ['', /not a report that can be read/],
  ['{"version":1', /not a report that can be read/],
  ['null', /is not a report: the whole/],
  ['[]', /is not a report: the whole/],
  ['{"version":2}', /version 2; this simulator reads version 1/],
  ['{"version":1}', /is not a report: scenario/],
])('a file that holds %j gives a clear error', async (text, message) => {
  const path = join(folder, 'report.json');
  await writeFile(path, text);
  await expect(readReport(path)).rejects.toThrow(message);
  await expect(readReport(path)).rejects.toThrow(ReportFileError);
  await expect(readReport(path)).rejects.toThrow(path);
});

it('a wrong value is named by its path', async () => {
  const path = join(folder, 'report.json');
  await writeReport(path, madeUpReport());
  const text = await readFile(path, 'utf8');
  for (const [from, to, where] of [
    ['"presses": 4800', '"presses": -1', 'totals.presses'],
    ['"verdict": "passed"', '"verdict": "fine"', 'verdict'],
    ['"findings": {}', '"findings": {"odd": 1}', 'totals.findings'],
    ['"t": 3,', '"t": "3",', 'samples.3.t'],
  ] as const) {
    expect(text).toContain(from);
    await writeFile(path, text.replace(from, to));
    await expect(readReport(path)).rejects.toThrow(`is not a report: ${where}:`);
  }
});

it('a file that is not there gives a clear error', async () => {
  await expect(readReport(join(folder, 'none.json'))).rejects.toThrow(/none\.json is not a report/);
});
