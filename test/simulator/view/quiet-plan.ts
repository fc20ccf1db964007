// A plan in which nothing happens, for tests of the view.
import type { Plan } from '#simulator/plan.ts';

export const quietPlan: Plan = {
  name: 'quiet',
  title: 'Quiet',
  about: '',
  seed: 7,
  durationMs: 120_000,
  settleMs: 60_000,
  answerAfterMs: undefined,
  homes: [],
  presses: { at: new Float64Array(), home: new Uint32Array(), key: new Uint8Array() },
  faults: [],
  expect: { refusals: [], rejections: [] },
};
