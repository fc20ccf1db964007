// Progress is shown step by step: whatever a step found or did, the installer reads it before the next one begins.
import { describe, expect, it, onTestFinished } from 'vitest';
import { bench, given } from './set-up.ts';

/** The titles of the steps, each with the lines of its results. */
function stepsOf(shown: string): [title: string, results: string[]][] {
  const [, ...parts] = shown.split(/^\[\d+\/12\] /m);
  return parts.map((part) => {
    const [title = '', ...lines] = part.split('\n');
    return [title, lines.filter((line) => /^ {2}\S/.test(line))];
  });
}

describe.each([
  'en',
  'zh',
] as const)('in %s each of the twelve steps ends with a result', (lang) => {
  it.concurrent('of a device from the box, and of one that is installed again', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    const options = { ...given(api), lang, account: '12AB', zone: '7' };
    expect(await at.run(options)).toBe(0);
    const first = stepsOf(at.shown);
    expect(first).toHaveLength(12);
    expect(first.filter(([, results]) => results.length === 0)).toEqual([]);
    at.shown = '';
    expect(await at.run({ ...options, again: true })).toBe(0);
    const again = stepsOf(at.shown);
    expect(again).toHaveLength(12);
    expect(again.filter(([, results]) => results.length === 0)).toEqual([]);
    // Nothing that an installer only types stands on the screen.
    expect(at.shown).not.toMatch(/wifi-password-1|张三丰|幸福路|13912345678/);
    expect(at.shown).not.toContain(api.secretOf());
  });
});

it.each([
  ['en', 'your token is an-installer, its role: installer'],
  ['zh', '您的令牌是 an-installer，角色：安装人员'],
] as const)('the role of the token is told in words, in %s', async (lang, words) => {
  const { api, at } = await bench(onTestFinished);
  at.onStep = (title) => {
    if (/What is wanted|填写信息/.test(title)) at.controller.abort();
  };
  expect(await at.run({ ...given(api), lang })).toBe(1);
  expect(at.shown).toContain(words);
});

it('what goes on while nothing is known yet is shown too: registering, looking, each setting, the restart', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const order = [
    '~ the gateway registers the device',
    'CB-0001 is registered, in home H-1',
    '~ what the device holds is looked at',
    'the gateway has issued key version 1',
    '~ written and read back: 1 of',
    '~ the device restarts',
    'settings are written and read',
  ];
  const places = order.map((words) => at.shown.indexOf(words));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
