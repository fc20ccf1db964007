// Every mistake in a scenario is told with file, line and column, its path, and what was expected; all of them at once.
import { describe, expect, it } from 'vitest';
import { readScenario } from '#simulator/scenario/load.ts';
import { ScenarioError } from '#simulator/scenario/problems.ts';
import { tempFolder } from '#test/gateway/temp.ts';
import { mistakesIn, withRest } from './scenarios.ts';

/** One line below the good part, the place of the mistake in it, and what is said. */
type Mistake = [rest: string, column: number, path: string, said: RegExp];

const values: Mistake[] = [
  ['settle: 30', 9, 'settle', /expected a time .* 30s.*; found 30$/],
  ['settle: 30 s', 9, 'settle', /found 30 s$/],
  ['settle: -3s', 9, 'settle', /found -3s$/],
  ['settle: 481h', 9, 'settle', /expected at most 480h/],
  ['settle: 1e9s', 9, 'settle', /found 1e9s$/],
  ['settle:', 8, 'settle', /found null$/],
  ['settle: "a\\nb\\e[1m"', 9, 'settle', /found "a\\nb\\u001b\[1m"$/],
  [`settle: ${'9'.repeat(200)}s`, 9, 'settle', /^.{1,200}$/],
  ['settle: [1s]', 9, 'settle', /found \["1s"\]$/],
  ['seed: -1', 7, 'seed', /whole number from 0 to 4294967295; found -1$/],
  ['seed: 1.5', 7, 'seed', /whole number/],
  ['seed: .inf', 7, 'seed', /whole number/],
  ['about: ""', 8, 'about', /expected text/],
  ['answer_after: 3s', 15, 'answer_after', /expected never, or .*\[500ms, 3s\]; found 3s$/],
  ['answer_after: [3s, 1s]', 15, 'answer_after', /the least and the most/],
  ['answer_after: [3s]', 15, 'answer_after', /the least and the most/],
  ['load: 5', 7, 'load', /expected a list of loads; found 5$/],
  ['load: [5]', 8, 'load[0]', /exactly one of rate, times; found none$/],
  ['load: [null]', 8, 'load[0]', /exactly one of rate, times; found none$/],
  ['load: [{ press: red, rate: 0/s }]', 28, 'load[0].rate', /a rate above 0, as in 2\/s.*0\/s$/],
  ['load: [{ press: red, rate: -2/s }]', 28, 'load[0].rate', /a rate above 0.*found -2\/s$/],
  ['load: [{ press: red, rate: 2 }]', 28, 'load[0].rate', /a rate above 0.*found 2$/],
  ['load: [{ press: red, rate: 2/ms }]', 28, 'load[0].rate', /a rate above 0/],
  ['load: [{ press: blue, rate: 2/s }]', 17, 'load[0].press', /red, green or both; found blue$/],
  ['load: [{ rate: 2/s }]', 8, 'load[0].press', /red, green or both; it is missing$/],
  ['load: [{ press: red, rate: 2/s, times: 3 }]', 8, 'load[0]', /found rate and times$/],
  ['load: [{ press: red, rate: 1/s, for: 0s }]', 38, 'load[0].for', /at least 1ms.*found 0s$/],
  ['faults: [{ at: 1s }]', 10, 'faults[0]', /exactly one of platform, gateway, .*; found none$/],
  ['faults: [{ at: 1s, platform: ill }]', 30, 'faults[0].platform', /down, hang, { slow: 2s }/],
  ['faults: [{ at: 1s, platform: { slow: 0s } }]', 30, 'faults[0].platform', /\{ slow: 2s \}/],
  ['faults: [{ at: 1s, platform: { status: 99 } }]', 40, 'faults[0].platform.status', /200 to 599/],
  ['faults: [{ at: 1s, gateway: hug }]', 29, 'faults[0].gateway', /expected kill; found hug$/],
  ['faults: [{ gateway: kill }]', 10, 'faults[0].at', /expected a time.*; it is missing$/],
  ['faults: [{ at: 1s, power_cut: 5 }]', 31, 'faults[0].power_cut', /expected share, count, group/],
  ['faults: [{ at: 1s, power_cut: { share: 0.2 } }]', 40, 'faults[0].power_cut.share', /as in 25%/],
  ['faults: [{ at: 1s, power_cut: { share: 101% } }]', 40, 'faults[0].power_cut.share', /100%/],
  ['faults: [{ at: 1s, power_cut: { group: "a b" } }]', 40, 'faults[0].power_cut.group', /letters/],
  ['faults: [{ at: 1s, attack: forged }]', 10, 'faults[0].rate', /a rate above 0.*missing$/],
  ['faults: [{ at: 1s, attack: rude, rate: 1/s }]', 28, 'faults[0].attack', /forged, replayed/],
  ['faults: [{ at: 1s, chatter: { home: 1 } }]', 29, 'faults[0].chatter.rate', /missing$/],
  ['faults: [{ at: 1s, battery: { home: 1, level: 5 } }]', 47, 'faults[0].battery.level', /share/],
  ['expect: { refusals: SEAL_WRONG }', 21, 'expect.refusals', /expected a list of error codes/],
  ['expect: { refusals: [SEAL_WRNG] }', 22, 'expect.refusals[0]', /error code of .*SEAL_WRNG$/],
  ['expect: { rejections: [toString] }', 24, 'expect.rejections[0]', /error code.*toString$/],
  ['expect: { red_accepted_p99: 2 }', 29, 'expect.red_accepted_p99', /a duration.*found 2$/],
  ['lode: []', 1, 'lode', /unknown key; expected one of title, about, .*load/],
  ['"__proto__": 1', 1, '__proto__', /unknown key/],
  ['load: [{ press: red, rate: 1/s, hoem: 2 }]', 33, 'load[0].hoem', /unknown key; .*group/],
  ['expect: { reds: 2s }', 11, 'expect.reds', /unknown key; .*red_accepted_p99/],
];

const disagreements: Mistake[] = [
  ['load: [{ at: 60s, press: red, rate: 1/s }]', 14, 'load[0].at', /before the end.*1min/],
  ['load: [{ at: 50s, for: 11s, press: red, rate: 1/s }]', 24, 'load[0].for', /end within.*61s$/],
  ['load: [{ press: both, rate: 1/s }]', 8, 'load[0].red_share', /with press: both.*missing$/],
  ['load: [{ press: red, red_share: 5%, rate: 1/s }]', 33, 'load[0].red_share', /only with.*red$/],
  [
    'load: [{ press: red, rate: 1/s, group: oak }]',
    40,
    'load[0].group',
    /elm, elm-1, elm-2; .*oak$/,
  ],
  ['load: [{ press: red, rate: 1/s, kind: whole }]', 8, 'load[0]', /at least one home/],
  ['load: [{ press: red, rate: 999999/s }]', 7, 'load', /at most 20000000 presses in all/],
  [
    'load: [{ at: 1s, press: red, home: 21, times: 2, every: 1s }]',
    36,
    'load[0].home',
    /1 to 20.*21$/,
  ],
  ['load: [{ at: 1s, press: red, home: 0, times: 2, every: 1s }]', 36, 'load[0].home', /from 1/],
  [
    'load: [{ at: 1s, press: red, home: 1, times: 60, every: 1s }]',
    46,
    'load[0].times',
    /1min.*60s|found 1min$/,
  ],
  ['faults: [{ at: 61s, gateway: kill }]', 16, 'faults[0].at', /before the end.*found 61s$/],
  ['faults: [{ at: 50s, for: 11s, platform: down }]', 26, 'faults[0].for', /within the run.*61s$/],
  [
    'faults: [{ at: 1s, gateway: kill, every: 30s, times: 3 }]',
    54,
    'faults[0].times',
    /found 61s$/,
  ],
  ['faults: [{ at: 1s, gateway: kill, times: 3 }]', 10, 'faults[0].every', /with times.*missing$/],
  ['faults: [{ at: 1s, gateway: kill, every: 1ms }]', 42, 'faults[0].every', /at most 10000 rep/],
  ['faults: [{ at: 1s, platform: down, every: 5s }]', 10, 'faults[0].for', /with every.*missing$/],
  [
    'faults: [{ at: 1s, for: 5s, platform: down, every: 5s }]',
    52,
    'faults[0].every',
    /longer than for/,
  ],
  ['faults: [{ at: 1s, power_cut: {} }]', 31, 'faults[0].power_cut', /which homes: share, count/],
  ['faults: [{ at: 1s, power_cut: { share: 0% } }]', 40, 'faults[0].power_cut.share', /above 0%/],
  [
    'faults: [{ at: 1s, power_cut: { count: 21 } }]',
    40,
    'faults[0].power_cut.count',
    /at most 20; .*21$/,
  ],
  [
    'faults: [{ at: 1s, power_cut: { count: 1, share: 5% } }]',
    40,
    'faults[0].power_cut.count',
    /both$/,
  ],
  ['faults: [{ at: 1s, network_cut: { home: 21 } }]', 41, 'faults[0].network_cut.home', /1 to 20/],
  [
    'faults: [{ at: 1s, battery: { home: 1, group: elm-2, level: 5% } }]',
    29,
    'faults[0].battery',
    /none fits/,
  ],
  [
    'faults: [{ at: 1s, chatter: { home: 21, rate: 1/s } }]',
    37,
    'faults[0].chatter.home',
    /1 to 20/,
  ],
];

for (const [what, mistakes] of Object.entries({ 'a wrong value': values, disagreements })) {
  describe(what, () => {
    for (const [rest, column, path, said] of mistakes) {
      it(`${rest}`, () => {
        const [line, ...others] = mistakesIn(withRest(rest));
        expect(others).toEqual([]);
        expect(line?.startsWith(`test.yaml:5:${column}: ${path}: `), line).toBe(true);
        expect(line).toMatch(said);
      });
    }
  });
}

describe('a mistake', () => {
  it('hides no other: in values, in what they mean together, in different entries', () => {
    const rest = `lode: 1
load:
  - { at: 70s, press: blue, rate: 2/s }
  - { at: 70s, press: red, rate: 2/s }
  - { press: red, rate: -2/s, group: oak, extra: 1 }
faults:
  - { at: 80s, gateway: kill }
  - { at: 1s, network_cut: { home: 21 } }
expect: { refusals: [NO, SEAL_WRONG, NEITHER] }`;
    const lines = mistakesIn(withRest(rest)).map((line) => line.split(': ').slice(0, 2).join(' '));
    expect(lines).toEqual([
      'test.yaml:5:1 lode',
      'test.yaml:7:23 load[0].press',
      'test.yaml:8:11 load[1].at',
      'test.yaml:9:25 load[2].rate',
      'test.yaml:9:43 load[2].extra',
      'test.yaml:11:11 faults[0].at',
      'test.yaml:12:36 faults[1].network_cut.home',
      'test.yaml:13:22 expect.refusals[0]',
      'test.yaml:13:38 expect.refusals[2]',
    ]);
  });

  it('in the homes is told once, not again for each load that names one of them', () => {
    const text =
      'title: t\nduration: 9s\nhomes: [{ count: 0 }]\nload: [{ press: red, rate: 1/s, group: x }]';
    expect(mistakesIn(text)).toHaveLength(1);
  });

  it('is found where an alias leads', () => {
    const rest = 'load:\n  - &a { press: red, rate: 1/x }\n  - *a';
    expect(mistakesIn(withRest(rest))).toEqual([
      expect.stringMatching(/^test\.yaml:6:28: load\[0\]\.rate: /),
      expect.stringMatching(/^test\.yaml:6:28: load\[1\]\.rate: /),
    ]);
  });

  it('of a fault that is not over when the next of the platform begins, names the later one', () => {
    const rest = 'faults:\n  - { at: 1s, for: 5s, platform: down }\n  - { at: 5s, platform: hang }';
    expect(mistakesIn(withRest(rest))).toEqual([
      expect.stringMatching(/^test\.yaml:7:5: faults\[1\]: expected one platform fault at a time/),
    ]);
  });

  it('of homes that are switched on after the end is told with the end', () => {
    const text = 'title: t\nduration: 9s\nhomes: [{ count: 5, power_on: { over: 10s } }]';
    expect(mistakesIn(text)).toEqual([
      expect.stringMatching(/^test\.yaml:3:\d+: homes\[0\]\.power_on: .*9s/),
    ]);
  });

  it('of more homes than device ids is told', () => {
    const text = 'title: t\nduration: 9s\nhomes: [{ count: 999999 }, { count: 1 }]';
    expect(mistakesIn(text)).toEqual([
      expect.stringMatching(/homes: expected at most 999999 .*1000000$/),
    ]);
  });
});

describe('a file that is no scenario at all', () => {
  const texts: [text: string, said: RegExp[]][] = [
    ['', [/^test\.yaml:1:1: \(whole file\): expected a scenario/]],
    ['- a\n', [/^test\.yaml:1:1: \(whole file\)/]],
    ['words', [/^test\.yaml:1:1: \(whole file\)/]],
    ['{}', [/ title: expected text; it is missing/, / duration: .* missing/, / homes: .* missing/]],
    ['title: a\ntitle: b\n', [/^test\.yaml:2:1: expected YAML: .*unique/]],
    ['title: "a\n', [/^test\.yaml:\d+:\d+: expected YAML/]],
    ['a: [1\nb: ]\nc: *d\n', [/^test\.yaml:\d+:\d+: expected YAML/]],
    ['title: *nowhere\n', [/^test\.yaml.*expected YAML.*nowhere/]],
    ['title: a\n---\ntitle: b\n', [/^test\.yaml:2:1: expected YAML.*multiple documents/]],
    ['\u0000\u0001', [/^test\.yaml:1:1: /]],
  ];
  for (const [text, said] of texts) {
    it(`${JSON.stringify(text)} is told with its place`, () => {
      const lines = mistakesIn(text);
      for (const [index, pattern] of said.entries()) expect(lines[index]).toMatch(pattern);
    });
  }

  it('is named when it is missing, or a folder', async () => {
    const folder = await tempFolder();
    const missing = `${folder}/none.yaml`;
    await expect(readScenario(missing)).rejects.toThrow(`${missing}: no such file`);
    await expect(readScenario(folder)).rejects.toThrow(`${folder}: can't be read (EISDIR)`);
    await expect(readScenario(missing)).rejects.toBeInstanceOf(ScenarioError);
  });
});
