// The benchmarks of the gateway: there by name, judged in full and never in a hurry.
import { describe, expect, it } from 'vitest';
import { BENCHMARKS } from '#simulator/bench/benchmarks.ts';
import { FLOWS, STUCK_FLOWS } from '#simulator/bench/flow-forwarders.ts';
import { FORWARDERS, STUCK } from '#simulator/bench/forwarders.ts';

const gateway = BENCHMARKS.filter(({ name }) => !['simulator', 'firmware'].includes(name));

function reachesOf(quick: boolean): Record<string, (string | undefined)[]> {
  return Object.fromEntries(
    gateway.map(({ name, measurements }) => [
      name,
      measurements(quick).map(({ metrics }) => metrics[0]?.reach?.text),
    ]),
  );
}

describe('the benchmarks of the gateway', () => {
  it('judge what the product wants to reach', () => {
    expect(reachesOf(false)).toEqual({
      intake: ['≥ 0.4 ×', '≥ 0.9 ×', '≤ 0.8 ×'],
      press: ['≤ 2 ×'],
      'red-under-flood': ['≤ 2 ×'],
      updates: ['≤ 1.2 ×'],
      forwarding: [
        // Idle and among heartbeats; node-red is an optional dependency.
        ...[...FORWARDERS, ...FLOWS].flatMap(({ beside }) =>
          beside ? ['≤ 0.8 ×', '≤ 0.4 ×'] : ['≤ 50 ms', '≤ 50 ms'],
        ),
        '≥ 990 /s',
        ...Array(STUCK.length + STUCK_FLOWS.length).fill('≤ 2,200 ms'),
      ],
      storm: ['≤ 0.15 in each run'],
      memory: ['≤ 1 kB more'],
      restart: ['≤ 5 s'],
      desk: ['≤ 300 ms', '≤ 300 ms', '≤ 1,000 ms', '≤ 400 kB', '≤ 200 ms'],
    });
  });

  it('judge nothing when they are quick, because small and short runs mean nothing', () => {
    for (const { measurements } of gateway) {
      for (const { metrics } of measurements(true)) {
        for (const metric of metrics) expect(metric).not.toHaveProperty('reach');
      }
    }
  });

  it('measure the same quick and in full', () => {
    for (const { measurements } of gateway) {
      const figures = (quick: boolean) =>
        measurements(quick).map(({ metrics }) => metrics.map(({ of }) => of));
      expect(figures(true)).toEqual(figures(false));
    }
  });
});
