// A plan: homes with ids and groups, presses in the order of time, faults unrolled, and all of it faster on request.
import { describe, expect, it } from 'vitest';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { planOf } from '#simulator/scenario/plan.ts';
import { scenario } from './scenarios.ts';

const faultsIn = (rest: string) => planOf(scenario(`faults:\n  - { ${rest} }`)).faults;

describe('homes', () => {
  it('are numbered in device ids, spread over their groups and switched on evenly', () => {
    const { homes } = planOf(scenario());
    expect(homes).toHaveLength(20);
    expect(homes[0]).toEqual({
      index: 0,
      deviceId: 'SIM-000001',
      kind: 'light',
      group: 'elm-1',
      powerOnAt: 0,
      heartbeatMs: 600_000,
    });
    expect(homes[19]).toMatchObject({ deviceId: 'SIM-000020', group: 'elm-2', powerOnAt: 4_750 });
  });
});

describe('presses', () => {
  it('of one resident come at their times', () => {
    const rest = 'load: [{ at: 2s, times: 3, every: 500ms, press: red, home: 7 }]';
    const { presses } = planOf(scenario(rest));
    expect([...presses.at]).toEqual([2_000, 2_500, 3_000]);
    expect([...presses.home]).toEqual([6, 6, 6]);
    expect([...presses.key]).toEqual([KEY_RED, KEY_RED, KEY_RED]);
  });

  it('of several loads are merged by time', () => {
    const { presses } = planOf(
      scenario(`load:
  - { at: 1s, times: 3, every: 2s, press: red, home: 1 }
  - { at: 2s, times: 2, every: 2s, press: green, home: 2 }`),
    );
    expect([...presses.at]).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
    expect([...presses.key]).toEqual([KEY_RED, KEY_GREEN, KEY_RED, KEY_GREEN, KEY_RED]);
  });

  it('of a group come from its homes only; a name of several groups means them all', () => {
    const from = (group: string) => {
      const rest = `load: [{ press: red, rate: 10/s, group: ${group} }]`;
      return new Set(planOf(scenario(rest)).presses.home);
    };
    expect([...from('elm-2')].every((home) => home % 2 === 1)).toBe(true);
    expect(from('elm-2').size).toBe(10);
    expect(from('elm').size).toBe(20);
  });

  it('are not moved by another load or fault', () => {
    const load = 'load:\n  - { press: red, rate: 3/s, group: elm-1 }\n';
    const alone = planOf(scenario(load)).presses;
    const fault = 'faults: [{ at: 1s, power_cut: { share: 50% } }]';
    const among = planOf(scenario(`${load}  - { press: green, rate: 3/s }\n${fault}`)).presses;
    expect([...among.at].filter((_, row) => among.key[row] === KEY_RED)).toEqual([...alone.at]);
  });

  it('are planned by the million in a moment', () => {
    const { presses } = planOf(scenario('load: [{ press: both, red_share: 10%, rate: 17000/s }]'));
    expect(presses.at.length).toBeGreaterThan(1_000_000);
  });
});

describe('faults', () => {
  it('last as long as they say, or until the end', () => {
    expect(faultsIn('at: 1s, for: 2s, platform: down')).toEqual([
      { at: 1_000, until: 3_000, what: 'platform', mode: { mode: 'down' }, title: 'platform down' },
    ]);
    expect(faultsIn('at: 1s, platform: hang')).toMatchObject([{ at: 1_000, until: 60_000 }]);
  });

  it('of a platform have its mode', () => {
    const modeOf = (text: string) => faultsIn(`at: 1s, platform: ${text}`)[0];
    expect(modeOf('hang')).toMatchObject({ mode: { mode: 'hang' } });
    expect(modeOf('{ slow: 2s }')).toMatchObject({ mode: { mode: 'slow', delayMs: 2_000 } });
    expect(modeOf('{ status: 503 }')).toMatchObject({ mode: { mode: 'status', status: 503 } });
  });

  it('come again so many times, or until the end', () => {
    const times = (rest: string) => faultsIn(rest).map(({ at, until }) => [at, until]);
    expect(times('at: 5s, every: 10s, times: 2, gateway: kill')).toEqual([
      [5_000, 5_000],
      [15_000, 15_000],
    ]);
    expect(times('at: 15s, every: 20s, for: 8s, network_cut: { home: 1 }')).toEqual([
      [15_000, 23_000],
      [35_000, 43_000],
      [55_000, 60_000],
    ]);
  });

  it('strike the same homes each time, and those that are meant', () => {
    const [first, second] = faultsIn(
      'at: 5s, every: 9s, times: 2, for: 1s, power_cut: { share: 30% }',
    );
    expect(first).toMatchObject({ what: 'power-cut', homes: expect.any(Array) });
    expect((first as { homes: number[] }).homes).toHaveLength(6);
    expect((second as { homes: number[] }).homes).toEqual((first as { homes: number[] }).homes);
    const counted = faultsIn('at: 5s, power_cut: { share: 35% }')[0] as { homes: number[] };
    expect(counted.homes).toHaveLength(7);
    const homesOf = (which: string) => faultsIn(`at: 5s, power_cut: { ${which} }`)[0];
    expect(homesOf('home: 3')).toMatchObject({ homes: [2], title: 'power cut: SIM-000003' });
    expect(homesOf('group: elm-1')).toMatchObject({ homes: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18] });
    expect(homesOf('share: 1%')).toMatchObject({ homes: [expect.any(Number)] });
  });

  it('carry rate, level and kind', () => {
    expect(faultsIn('at: 5s, chatter: { home: 1, rate: 90/min }')).toMatchObject([
      { what: 'chatter', homes: [0], perSecond: 1.5 },
    ]);
    expect(faultsIn('at: 5s, battery: { home: 2, level: 15% }')).toMatchObject([
      { what: 'battery', homes: [1], percent: 15 },
    ]);
    expect(faultsIn('at: 5s, attack: cross-device, rate: 3/s')).toMatchObject([
      { what: 'attack', kind: 'cross-device', perSecond: 3 },
    ]);
  });
});

describe('options', () => {
  const rest = `seed: 5
load: [{ press: red, rate: 2/s }]
faults:
  - { at: 20s, every: 20s, gateway: kill }
  - { at: 10s, for: 5s, attack: forged, rate: 4/s }
  - { at: 10s, platform: { slow: 2s } }
expect: { red_accepted_p99: 2s }`;

  it('of speed divide every time of the timetable and multiply its rates', () => {
    const plain = planOf(scenario(rest));
    const fast = planOf(scenario(rest), { speed: 10 });
    expect(fast.durationMs).toBe(6_000);
    expect(fast.answerAfterMs).toEqual({ least: 50, most: 300 });
    expect(fast.homes[19]).toMatchObject({ powerOnAt: 475, heartbeatMs: 60_000 });
    expect([...fast.presses.at]).toEqual([...plain.presses.at].map((at) => at / 10));
    expect(fast.presses.home).toEqual(plain.presses.home);
    expect(fast.faults).toMatchObject([
      { at: 1_000, until: 1_500, perSecond: 40 },
      { at: 1_000, until: 6_000, mode: { delayMs: 2_000 } },
      { at: 2_000, until: 2_000 },
      { at: 4_000, until: 4_000 },
    ]);
  });

  it('of speed leave what is measured against the limits of the gateway', () => {
    const { settleMs, expect: expected } = planOf(scenario(rest), { speed: 10 });
    expect(settleMs).toBe(30_000);
    expect(expected).toEqual({ refusals: [], rejections: [], redAcceptedP99Ms: 2_000 });
  });

  it('of duration cut the run, or prolong it', () => {
    const short = planOf(scenario(rest), { durationMs: 15_000 });
    expect(short.faults.map(({ at, until }) => [at, until])).toEqual([
      [10_000, 15_000],
      [10_000, 15_000],
    ]);
    expect(short.presses.at.at(-1)).toBeLessThan(15_000);
    const long = planOf(scenario(rest), { durationMs: 120_000 });
    expect(long.faults.filter(({ what }) => what === 'gateway-kill')).toHaveLength(5);
    expect(long.presses.at.at(-1)).toBeGreaterThan(110_000);
  });

  it('of a seed replace that of the scenario', () => {
    const [own, same, other] = [{}, { seed: 5 }, { seed: 6 }].map((it) =>
      planOf(scenario(rest), it),
    );
    expect(same).toEqual(own);
    expect(other?.seed).toBe(6);
    expect(other?.presses.at).not.toEqual(own?.presses.at);
  });

  it('may be none: a platform that never telephones back stays silent', () => {
    expect(planOf(scenario('answer_after: never')).answerAfterMs).toBeUndefined();
  });
});
