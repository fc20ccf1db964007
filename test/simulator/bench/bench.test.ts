// `bench` as a person meets it: what is printed, what is written, which exit code.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runBench } from '#simulator/bench/bench.ts';
import type { Benchmark, BenchReport } from '#simulator/bench/model.ts';
import { atLeast } from '#simulator/bench/reach.ts';
import { benchmark, measurement, SPEED, side } from './support.ts';

let printed: string;
let told: string;

beforeEach(() => {
  printed = told = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += text;
    return true;
  });
  onTestFinished(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });
});

/** A machine that nobody else uses. */
const quiet = async () => 0;

const prepare = async () => ({ ours: side([1234.5]), baseline: side([500]) });
const good = () => benchmark('good', measurement({ prepare }));
const short = () => {
  const metrics = [{ ...SPEED, reach: atLeast(2_000, '/s') }];
  return benchmark('short', measurement({ metrics, prepare }));
};
const failing = () => {
  const ours = () => Promise.reject(new Error('the disk is gone'));
  return benchmark('failing', measurement({ title: 'disk', prepare: async () => ({ ours }) }));
};

async function json(names: string[], benchmarks: Benchmark[]): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'call-button-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'report.json');
  await runBench(names, { json: file }, benchmarks, quiet);
  return JSON.parse(await readFile(file, 'utf8'));
}

describe('the JSON file', () => {
  it('has the name, the machine as measured, and a row per metric', async () => {
    const report = (await json(['good'], [good(), short()])) as BenchReport;
    expect(Object.keys(report)).toEqual(['name', 'machine', 'rows']);
    expect(report.name).toBe('good');
    expect(report.machine.cores).toBeGreaterThan(0);
    expect(report.machine.fdatasync4kMs.p99).toBeGreaterThanOrEqual(
      report.machine.fdatasync4kMs.p50,
    );
    expect(report.machine.loopbackMs.p50).toBeGreaterThan(0);
    expect(report.rows).toEqual([
      {
        metric: 'speed',
        unit: '/s',
        ours: 1234.5,
        baseline: 500,
        ratio: 2.469,
        oursRange: [1234.5, 1234.5],
        ratioRange: [2.469, 2.469],
        repetitions: 1,
        reach: null,
        holds: null,
        unsteady: null,
        error: null,
      },
    ]);
  });

  it('is a list of reports when all benchmarks run', async () => {
    const reports = (await json([], [good(), short()])) as BenchReport[];
    expect(reports.map(({ name }) => name)).toEqual(['good', 'short']);
  });
});

describe('the table', () => {
  it('says the same as the JSON file', async () => {
    const report = (await json(['short'], [short()])) as BenchReport;
    const line = printed.split('\n').find((text) => text.startsWith('speed'));
    expect(line?.split(/ {2,}/)).toEqual([
      'speed',
      '1,235 /s',
      '500 /s',
      '2.47 ×',
      '≥ 2,000 /s',
      'NO',
    ]);
    const { cpu, cores, node, fdatasync4kMs } = report.machine;
    expect(printed).toContain(`${cores} cores of ${cpu}`);
    expect(printed).toContain(`Node ${node}`);
    expect(printed).toContain(`p50 ${fdatasync4kMs.p50} ms, p99 ${fdatasync4kMs.p99} ms`);
  });

  it('shows the spread over the repetitions', async () => {
    const sides = async () => ({ ours: side([10, 30, 20]), baseline: side([10, 10, 10]) });
    await runBench(
      ['x'],
      {},
      [benchmark('x', measurement({ repetitions: 3, prepare: sides }))],
      quiet,
    );
    const line = printed.split('\n').find((text) => text.startsWith('speed'));
    expect(line?.split(/ {2,}/)).toEqual([
      'speed',
      '20 /s (10–30)',
      '10 /s',
      '2 × (1–3)',
      '–',
      '–',
    ]);
  });
});

describe('a figure that differs by more than 15 % from run to run', () => {
  it('is said to be unsteady, below the table, and one that does not is not', async () => {
    const sides = async () => ({ ours: side([10, 14, 12]) });
    const steady = async () => ({ ours: side([100, 101, 102]) });
    const both = [
      measurement({ repetitions: 3, prepare: sides }),
      measurement({ metrics: [{ ...SPEED, metric: 'calm' }], repetitions: 3, prepare: steady }),
    ];
    await runBench(['x'], {}, [benchmark('x', ...both)], quiet);
    expect(printed).toContain('unsteady: speed: differs by 33 % from run to run; ');
    expect(printed).not.toContain('unsteady: calm');
  });
});

describe('a machine that others use when it begins', () => {
  const busy = async () => 0.43;

  it('is told with how busy it is, and nothing is judged by it', async () => {
    await runBench(['short'], {}, [short()], busy);
    expect(printed).toContain('Nothing is judged: other programs used 43 % of the processors');
    const line = printed.split('\n').find((text) => text.startsWith('speed'));
    expect(line?.split(/ {2,}/).at(-1)).toBe('–');
  });

  it('fails with --strict, because what was asked could not be said', async () => {
    await runBench(['short'], { strict: true }, [short()], busy);
    expect(process.exitCode).toBe(1);
  });
});

describe('without a name', () => {
  it('every benchmark is told with its sentence, and all run', async () => {
    await runBench([], {}, [good(), short()], quiet);
    expect(told).toContain('good  what good measures');
    expect(told).toContain('short  what short measures');
    expect(printed.match(/^speed/gm)).toHaveLength(2);
  });
});

describe('several names', () => {
  it('run in the order in which benchmarks are known, and make a list of reports', async () => {
    const reports = (await json(['short', 'good'], [good(), failing(), short()])) as BenchReport[];
    expect(reports.map(({ name }) => name)).toEqual(['good', 'short']);
  });

  it('run none when one of them is unknown', async () => {
    await runBench(['good', 'goood'], {}, [good()], quiet);
    expect(told).toContain('No benchmark is named "goood"');
    expect(printed).toBe('');
  });
});

describe('an unknown name', () => {
  it('says which there are, runs nothing, and ends with 2', async () => {
    await runBench(['goood'], {}, [good(), short()], quiet);
    expect(told).toContain('No benchmark is named "goood"');
    expect(told).toContain('good  what good measures');
    expect(printed).toBe('');
    expect(process.exitCode).toBe(2);
  });
});

describe('the exit code', () => {
  it('is 0 whatever the figures are', async () => {
    await runBench([], {}, [good(), short()], quiet);
    expect(process.exitCode).toBe(0);
  });

  it('is 1 with --strict when a reach does not hold, and 0 when there is none to miss', async () => {
    await runBench(['short'], { strict: true }, [short()], quiet);
    expect(process.exitCode).toBe(1);
    await runBench(['good'], { strict: true }, [good()], quiet);
    expect(process.exitCode).toBe(0);
  });

  it('is 1 when a measurement failed; the others run, and the failure is named', async () => {
    await runBench([], {}, [failing(), good()], quiet);
    expect(printed).toContain('failed: disk: the disk is gone');
    expect(printed).toContain('1,235 /s');
    expect(process.exitCode).toBe(1);
  });
});

describe('quick', () => {
  it('is handed to the benchmark', async () => {
    const asked: boolean[] = [];
    const measurements = (quick: boolean) => {
      asked.push(quick);
      return [];
    };
    const one = { ...good(), measurements };
    await runBench(['good'], { quick: true }, [one], quiet);
    await runBench(['good'], {}, [one], quiet);
    expect(asked).toEqual([true, false]);
  });
});
