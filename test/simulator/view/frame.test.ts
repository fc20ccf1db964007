// Frames of the live view as text: they fit their terminal and tell what matters.
import { describe, expect, it } from 'vitest';
import type { Plan } from '#simulator/plan.ts';
import { frame, statusLine, type ViewState, widthOf } from '#simulator/view/frame.ts';
import { madeUpSamples } from '../report/made-up.ts';
import { quietPlan } from './quiet-plan.ts';

const platform = { what: 'platform', mode: { mode: 'down' } } as const;

const plan: Plan = {
  ...quietPlan,
  title: 'A bad day',
  faults: [
    { at: 20_000, until: 40_000, title: 'the platform is down', ...platform },
    { at: 50_000, until: 50_000, title: 'the gateway is killed', what: 'gateway-kill' },
  ],
};

function state(more: Partial<ViewState> = {}): ViewState {
  const sample = madeUpSamples()[9];
  return { plan, at: 30_000, sample, made: 12_345, stored: 12_340, findings: 0, ...more };
}

describe('a frame', () => {
  it('of 80 columns shows time, rates, homes, latencies, faults and findings', () => {
    const text = frame(state(), 80, 24).join('\n');
    expect(text).toMatch(/^\[█{12}·{36}\] 30 s of 2 min$/m);
    expect(text).toContain('40 presses, 2 heartbeats, 40 deliveries');
    expect(text).toContain('1,100 connected, 0 connecting, 0 off');
    expect(text).toMatch(/^stored +12\.0 ms +48\.0 ms$/m);
    expect(text).toMatch(/^red +– +–$/m);
    expect(text).toContain('12,345 presses, 12,340 stored');
    expect(text).toContain('! now      the platform is down (10 s left)');
    expect(text).toContain('next fault the gateway is killed in 20 s');
    expect(text).toContain('judged after the run');
  });

  it.each([
    [80, 24],
    [40, 24],
    [40, 8],
    [20, 1],
    [1, 1],
  ])('fits %i columns and %i rows', (columns, rows) => {
    const all = plan.faults.map((fault) => ({ ...fault, at: 0, until: 99_000 }));
    const faults = Array.from({ length: 30 }, () => all).flat();
    const busy = { ...plan, faults, title: '一个糟糕的日子 '.repeat(20) };
    for (const viewState of [state({ plan: busy }), state({ sample: undefined }), state()]) {
      const lines = frame(viewState, columns, rows);
      expect(lines.length).toBeLessThanOrEqual(rows);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('tells more than four faults at once by their number', () => {
    const faults = Array.from({ length: 9 }, () => ({ ...plan.faults[0]!, at: 0 }));
    const text = frame(state({ plan: { ...plan, faults } }), 80, 24).join('\n');
    expect(text).toContain('and 5 more faults');
  });

  it('shows a fault without duration for a moment, and the end of them', () => {
    expect(frame(state({ at: 51_000 }), 80, 24).join('\n')).toContain(
      '! now      the gateway is killed',
    );
    expect(frame(state({ at: 53_000 }), 80, 24).join('\n')).toContain('no more faults');
  });

  it('after its time tells how long it settles', () => {
    expect(frame(state({ at: 135_000 }), 80, 24)[1]).toMatch(/settling 15 s of at most 1 min$/);
    expect(frame(state({ at: 900_000 }), 80, 24)[1]).not.toContain('·');
  });

  it('warns while the generator is late, and tells findings', () => {
    const late = {
      ...madeUpSamples()[9]!,
      lateness: { count: 1, p50: 50, p90: 50, p99: 50, max: 50 },
    };
    const text = frame(state({ sample: late, findings: 3 }), 80, 24).join('\n');
    expect(text).toMatch(/^generator +50\.0 ms +50\.0 ms {2}LATE/m);
    expect(text).toMatch(/^findings +3$/m);
  });

  it('lets no title steer the terminal', () => {
    const hostile = { ...plan, title: '\u001b[2J\n' };
    expect(frame(state({ plan: hostile }), 80, 24).join('')).not.toContain('\u001b');
    expect(statusLine(state({ plan: hostile }))).not.toContain('\n');
  });
});

it('in 中文 a frame and the line without a terminal have no English words but titles and units', () => {
  const late = {
    ...madeUpSamples()[9]!,
    lateness: { count: 1, p50: 50, p90: 50, p99: 50, max: 50 },
  };
  const untitled = {
    ...plan,
    title: '',
    faults: plan.faults.map((fault) => ({ ...fault, title: '' })),
  };
  for (const at of [30_000, 135_000]) {
    const shown = state({ plan: untitled, at, sample: late, findings: 2 });
    const text = [...frame(shown, 80, 24, 'zh'), statusLine(shown, 'zh')].join('\n');
    expect(text).toMatch(/^已存储 +12\.0 ms +48\.0 ms$/m);
    expect(text.replaceAll(/\b(ms|s|min|seed|p50|p99)\b/g, '')).not.toMatch(/[A-Za-z]{2}/);
    for (const line of frame(shown, 80, 24, 'zh')) expect(widthOf(line)).toBeLessThanOrEqual(80);
  }
});

it('the line without a terminal never says 20 s of 15 s', () => {
  expect(statusLine(state({ at: 135_000 }))).toMatch(/^settling 15 s of at most 1 min; /);
});

it('the line without a terminal tells time, latencies, homes and faults', () => {
  const line = statusLine(state({ findings: 2 }));
  expect(line).toMatch(/^30 s of 2 min; 12,345 presses, 12,340 stored; stored 12\.0 ms\/48\.0 ms/);
  expect(line).toMatch(/1,100 of 0 homes connected; 2 findings; now: the platform is down$/);
});
