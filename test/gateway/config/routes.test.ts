// Routes as people write them become the domain's plan; what contradicts itself is told with its path.
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { contradictions } from '#gateway/config/cross-check.ts';
import { ConfigSchema, routePlan, warnings } from '#gateway/config/index.ts';
import { DEFAULT_LIMITS } from '#gateway/domain/limits.ts';
import { emptyRoute } from '#gateway/domain/route.ts';

const DESTINATIONS = ['platform', 'spare', 'duty', 'head'].map(
  (name) => `  ${name}: { type: webhook, url: "https://${name}.test", secret: { env: S } }\n`,
);

const configOf = (yaml: string) =>
  ConfigSchema.parse(parse(`destinations:\n${DESTINATIONS.join('')}${yaml}`));
const planOf = (yaml: string) => routePlan(configOf(yaml));
const found = (yaml: string) =>
  contradictions(configOf(yaml)).map(({ path, sentence }) => `${path}: ${sentence.en}`);
const warned = (yaml: string, groups: string[] = []) =>
  warnings(configOf(yaml), new Set(groups)).map(({ path, sentence }) => `${path}: ${sentence.en}`);

describe('a route', () => {
  it('is the name of a destination, with the defaults of the key', () => {
    const { routes, groups } = planOf('routes: { red: platform, green: spare, status: duty }\n');
    expect(routes.red).toEqual({ ...emptyRoute('red'), to: 'platform' });
    expect(routes.green).toEqual({ ...emptyRoute('green'), to: 'spare' });
    expect(routes.status).toEqual({ ...emptyRoute('status'), to: 'duty' });
    expect(groups.size).toBe(0);
  });

  it('has a fallback, an escalation and limits of its own', () => {
    const { red } = planOf(`routes:
  red:
    to: platform
    fallback: { to: spare, after: 10s }
    escalate: [{ to: duty, after: 60s }, { to: head, after: 3m }]
    late: 20s
    stored: 500ms
    accept: 3s
    answer: 90s
    attempt: 4s
    beside: 2s
    retry: [100ms, 1s]
`).routes;
    expect(red).toEqual({
      to: 'platform',
      fallback: { to: 'spare', afterMs: 10_000 },
      escalation: [
        { to: 'duty', afterMs: 60_000 },
        { to: 'head', afterMs: 180_000 },
      ],
      limits: {
        lateMs: 20_000,
        storedMs: 500,
        acceptMs: 3_000,
        answerMs: 90_000,

        attemptMs: 4_000,
        besideMs: 2_000,
        pausesMs: [100, 1_000],
      },
    });
  });

  it('of a group replaces the common one, key by key, and has the defaults where it says nothing', () => {
    const { groups } = planOf(`routes:
  red: { to: platform, accept: 9s, fallback: { to: spare, after: 10s } }
  green: platform
  groups: { building-3: { red: { to: duty, answer: 2m } } }
`);
    const limits = { ...DEFAULT_LIMITS.red, answerMs: 120_000 };
    expect([...groups.keys()]).toEqual(['building-3']);
    expect(groups.get('building-3')).toEqual({ red: { ...emptyRoute('red'), to: 'duty', limits } });
  });
});

describe('a contradiction is told with its path', () => {
  const wrong: [yaml: string, expected: RegExp][] = [
    ['{ red: platfrom }', /^routes\.red: .*"platfrom" \(did you mean "platform"\?\)/],
    [
      '{ red: xyzxyz }',
      /^routes\.red: no destination is named "xyzxyz"; known here: platform, spare, duty, head$/,
    ],
    ['{ red: constructor }', /^routes\.red: no destination/],
    [
      '{ green: { to: platform, fallback: { to: dutty, after: 1s } } }',
      /^routes\.green\.fallback\.to: .*"duty"/,
    ],
    [
      '{ red: { to: platform, escalate: [{ to: duty, after: 1m }, { to: hed, after: 2m }] } }',
      /^routes\.red\.escalate\[1\]\.to: .*"head"/,
    ],
    ['{ groups: { g: { status: nobody } } }', /^routes\.groups\.g\.status: no destination/],
    [
      '{ red: { to: platform, fallback: { to: platform, after: 1s } } }',
      /^routes\.red\.fallback\.to: expected another destination/,
    ],
    [
      '{ red: { to: platform, escalate: [{ to: duty, after: 2m }, { to: head, after: 2m }] } }',
      /^routes\.red\.escalate\[1\]\.after: expected more than the 2m/,
    ],
    ['{ red: { to: platform, accept: 1m } }', /^routes\.red\.accept: expected less than the 1m/],
    ['{ red: { to: platform, accept: 500ms } }', /^routes\.red\.stored: expected no more than/],
  ];
  for (const [yaml, expected] of wrong) {
    it(`in ${yaml}`, () => {
      expect(found(`routes: ${yaml}\n`)).toEqual([expect.stringMatching(expected)]);
    });
  }

  it('of two listeners with one port, where their addresses meet', () => {
    const told = [expect.stringMatching(/^http\.port: 1883 is the port of mqtt$/)];
    expect(found('http: { port: 1883 }\n')).toEqual(told);
    expect(found('http: { host: 0.0.0.0, port: 1883 }\n')).toEqual(told);
    expect(found('http: { host: 127.0.0.2, port: 1883 }\n')).toEqual([]);
    expect(found('mqtt: { port: 0 }\nhttp: { port: 0 }\n')).toEqual([]);
  });

  it('and all of them are told at once', () => {
    expect(found('routes: { red: a, green: b, status: c }\n')).toHaveLength(3);
  });

  it('and a good configuration has none', () => {
    expect(found('routes: { red: platform, green: platform, status: duty }\n')).toEqual([]);
  });
});

describe('a warning', () => {
  const GOOD =
    'routes: { red: platform, green: spare, status: { to: duty, fallback: { to: head, after: 1m } }';

  it('is not given where nothing is unusual', () => {
    expect(warned(`${GOOD}}\n`)).toEqual([]);
  });

  it('tells of a key without a route', () => {
    expect(warned('routes: { red: platform }\n').join('\n')).toMatch(/^routes\.green: .*kept/m);
  });

  it('tells of a red press that may wait long', () => {
    const yaml = 'routes: { red: { to: platform, accept: 31s } }\n';
    expect(warned(yaml).join('\n')).toMatch(/^routes\.red\.accept: .*31s/m);
  });

  it('tells once of a group that no device has, with the one that was probably meant', () => {
    const yaml = `${GOOD}, groups: { biulding-3: { red: duty, green: duty } } }\n`;
    const [only, ...more] = warned(yaml, ['building-3']);
    expect(only).toMatch(/^routes\.groups\.biulding-3: .*did you mean "building-3"/);
    expect(more).toEqual([]);
  });

  it('tells of a silence that one lost heartbeat makes', () => {
    const yaml = `${GOOD}}\nsupervision: { silent_after: 19m }\n`;
    expect(warned(yaml)).toEqual([expect.stringMatching(/^supervision\.silent_after: .*19m/)]);
  });

  it('tells of a name that goes into no certificate', () => {
    const yaml = `${GOOD}}\nmqtts: { names: [网关.example, 10.1.2.3, "gw:8883"] }\n`;
    expect(warned(yaml)).toEqual([
      expect.stringMatching(/^mqtts\.names\[2\]: "gw:8883" is no DNS/),
    ]);
  });

  it('tells of a destination to which no route leads', () => {
    expect(warned('routes: { red: platform }\n').join('\n')).toMatch(/^destinations\.spare: /m);
  });
});
