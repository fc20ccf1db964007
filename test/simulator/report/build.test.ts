// A report is built from plan, audit and samples.
import { expect, it } from 'vitest';
import { audit } from '#simulator/audit/audit.ts';
import type { Sample } from '#simulator/generator/messages.ts';
import type { Plan } from '#simulator/plan.ts';
import { buildReport, localIso } from '#simulator/report/build.ts';
import { SampleLog } from '#simulator/report/samples.ts';
import { good, runOf } from '../audit/histories.ts';

const plan: Plan = {
  name: 'quiet',
  title: 'Quiet',
  about: '',
  seed: 1,
  durationMs: 60_000,
  settleMs: 5_000,
  answerAfterMs: undefined,
  homes: [0, 1, 2].map((index) => ({
    index,
    deviceId: `CB-000${index + 1}`,
    kind: index === 0 ? 'whole' : 'light',
    group: 'g',
    powerOnAt: 0,
    heartbeatMs: 1_000,
  })),
  presses: { at: new Float64Array(), home: new Uint32Array(), key: new Uint8Array() },
  faults: [{ at: 1_500, until: 2_500, title: 'down', what: 'platform', mode: { mode: 'down' } }],
  expect: { refusals: [], rejections: [] },
};

function sampleOf(...values: number[]): Sample {
  return {
    at: 1_000,
    off: 1,
    connecting: 2,
    connected: 3,
    pressesMade: 4,
    pressesStored: 5,
    pressesSkipped: 0,
    heartbeatsSent: 6,
    memory: 1,
    toStored: Float64Array.from(values),
    toAccepted: new Float64Array(),
    redToAccepted: new Float64Array(),
    lateness: Float64Array.from(values),
  };
}

it('a second becomes a sample, and lateness is kept over all of them', () => {
  const log = new SampleLog();
  expect(log.lateness()).toBeNull();
  const sample = log.add(sampleOf(3, 1, 2), 9);
  expect(sample).toMatchObject({ t: 1, connected: 3, pressesStored: 5, deliveries: 9 });
  expect(sample.toStored).toEqual({ count: 3, p50: 2, p90: 3, p99: 3, max: 3 });
  expect(sample.toAccepted).toBeNull();
  log.add(sampleOf(0, 100), 0);
  expect(log.lateness()).toMatchObject({ count: 5, p50: 2 });
  expect(log.lateness()?.max).toBeCloseTo(100, 0);
  expect(log.samples).toHaveLength(2);
});

it('the verdict is that of the audit', () => {
  const samples = new SampleLog();
  samples.add(sampleOf(1), 1);
  const run = {
    plan,
    speed: 1,
    startedAt: new Date(),
    durationS: 60,
    interrupted: false,
    gateway: 'a gateway',
    generators: 1,
    samples,
  };
  const passed = buildReport({ ...run, audit: audit(runOf([good(0, 1, 5)])) });
  expect(passed).toMatchObject({ verdict: 'passed', homes: { whole: 1, light: 2 } });
  expect(passed.faults).toEqual([{ from: 1.5, until: 2.5, title: 'down' }]);
  expect(passed.machine.cores).toBeGreaterThan(0);
  const lost = audit(runOf([good(0, 1, 5, { deliveries: [], shownAt: undefined })]));
  expect(buildReport({ ...run, audit: lost }).verdict).toBe('failed');
});

it('the start is local, with its offset', () => {
  const date = new Date('2030-01-02T03:04:05Z');
  expect(localIso(date)).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:05[+-]\d\d:\d\d$/);
  expect(new Date(localIso(date)).getTime()).toBe(date.getTime());
});
