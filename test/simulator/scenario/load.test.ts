// A good scenario: its defaults, its quantities, and what YAML allows in it.
import { describe, expect, it } from 'vitest';
import { parseScenario, readScenario } from '#simulator/scenario/load.ts';
import { tempFile } from '#test/gateway/temp.ts';
import { scenario, withRest } from './scenarios.ts';

describe('a scenario', () => {
  it('is named after its file', async () => {
    const file = await tempFile('rainy-night.yaml', withRest(''));
    expect((await readScenario(file)).name).toBe('rainy-night');
    expect(parseScenario(withRest(''), '/some/where/storm.yml').name).toBe('storm');
  });

  it('needs a title, a duration and homes only', () => {
    expect(scenario()).toEqual({
      name: 'test',
      title: 'A test',
      about: '',
      seed: 1,
      duration: 60_000,
      settle: 30_000,
      answer_after: [500, 3_000],
      load: [],
      faults: [],
      homes: [
        {
          count: 20,
          kind: 'light',
          group: 'elm',
          groups: 2,
          heartbeat: 600_000,
          power_on: { at: 0, over: 5_000 },
        },
      ],
      expect: { refusals: [], rejections: [] },
    });
  });

  it('may hold comments, anchors and aliases', () => {
    const { load } = scenario('# presses\nload:\n  - &it { press: red, rate: 1/s } # red\n  - *it');
    expect(load).toHaveLength(2);
    expect(load[1]).toEqual(load[0]);
  });

  it('may say that the platform never telephones back', () => {
    expect(scenario('answer_after: never').answer_after).toBe('never');
  });

  it('names codes of the protocol and of the gateway', () => {
    const { expect: expected } = scenario('expect: { refusals: [SEAL_WRONG, JOURNAL_FAILED] }');
    expect(expected.refusals).toEqual(['SEAL_WRONG', 'JOURNAL_FAILED']);
  });
});

describe('a quantity', () => {
  const durations: [string, number][] = [
    ['500ms', 500],
    ['30s', 30_000],
    ['5min', 300_000],
    ['1h', 3_600_000],
    ['1.5s', 1_500],
    ['480h', 1_728_000_000],
  ];
  for (const [text, ms] of durations) {
    it(`of time, ${text}, is ${ms} ms`, () => {
      expect(scenario(`settle: ${text}`).settle).toBe(ms);
    });
  }

  const rates: [string, number][] = [
    ['2/s', 2],
    ['30/min', 0.5],
    ['36/h', 0.01],
    ['0.5/s', 0.5],
  ];
  for (const [text, perSecond] of rates) {
    it(`as a rate, ${text}, is ${perSecond} a second`, () => {
      expect(scenario(`load: [{ press: red, rate: ${text} }]`).load).toMatchObject([
        { rate: perSecond },
      ]);
    });
  }

  it('as a share, 12.5%, is 0.125', () => {
    const { load } = scenario('load: [{ press: both, red_share: 12.5%, rate: 1/s }]');
    expect(load).toMatchObject([{ red_share: 0.125 }]);
  });
});
