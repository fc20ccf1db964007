// The record of a finished installation: an attempt that has registered nothing leaves it as it is, whatever was typed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { ProvisionOptions } from '#gateway/provisioning/options.ts';
import type { VirtualInstallation } from '#test/support/virtual-installer.ts';
import { asked, bench, exchange, given } from './set-up.ts';

function recordOf({ stateFolder }: VirtualInstallation): Record<string, string> {
  const names = readdirSync(stateFolder).toSorted();
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(stateFolder, name), 'utf8')]),
  );
}

function protocolOf({ stateFolder }: VirtualInstallation, deviceId: string) {
  return JSON.parse(readFileSync(join(stateFolder, `${deviceId}.protocol.json`), 'utf8'));
}

const MISTAKEN = { reference: 'H-2', community: 'Wrong', group: 'wrong' };

describe('the record of a finished installation stays as it is', () => {
  it.concurrent.each([
    ['a wrong device id and Ctrl-C', 'Enter the home', MISTAKEN],
    ['a wrong device id that is told as that of another home', '', MISTAKEN],
    ['a wrong group in the same home', '', { group: 'wrong' }],
    ['a wrong place in the same home and Ctrl-C', 'Enter the home', { community: 'Wrong' }],
  ] as const)('after %s', async (_, stopsAt, wrong) => {
    const ends: (() => void | Promise<void>)[] = [];
    const { api, at } = await bench((end) => void ends.push(end));
    expect(await at.run(given(api))).toBe(0);
    const before = recordOf(at);
    const blank = exchange(at);
    at.onStep = (title) => {
      if (title === stopsAt) at.controller.abort();
    };
    await at.run({ ...asked(api), ...wrong }, true);
    expect(recordOf(at)).toEqual(before);
    blank.stop();
    for (const end of ends) await end();
  });

  it.concurrent('after a move that the gateway refuses, and after a new key that it refuses', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    expect(await at.run(given(api))).toBe(0);
    const before = recordOf(at);
    expect(await at.run({ ...given(api), ...MISTAKEN, rebind: 'moved' })).toBe(1);
    expect(at.failures).toEqual(['ROLE_MISSING']);
    expect(recordOf(at)).toEqual(before);
    const blank = exchange(at);
    onTestFinished(() => blank.stop());
    expect(await at.run({ ...given(api), group: 'wrong', again: true })).toBe(1);
    expect(at.failures).toEqual(['ROLE_MISSING', 'ROLE_MISSING']);
    expect(recordOf(at)).toEqual(before);
  });
});

test.concurrent('a device that has moved to another home has the record of that home', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  writeFileSync(api.tokenFile, await api.newToken('wu', 'operator'));
  await at.run({ ...given(api), reference: 'H-2', rebind: 'the resident has moved' });
  expect(protocolOf(at, 'CB-0001')).toMatchObject({ reference: 'H-2' });
});

test.concurrent('an installation that was registered and broken off stays when its id is typed for another home', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  at.onStep = (title) => {
    if (title === 'Press the green key') at.controller.abort();
  };
  expect(await at.run(asked(api), true)).toBe(1);
  const before = recordOf(at);
  const blank = exchange(at);
  onTestFinished(() => blank.stop());
  at.controller = new AbortController();
  expect(await at.run({ ...asked(api), ...MISTAKEN }, true)).toBe(1);
  expect(at.failures).toEqual(['OTHER_HOME']);
  expect(recordOf(at)).toEqual(before);
});

test.concurrent('a device that another laptop has put into service gets no sheet that says it is not', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const state = join(at.stateFolder, 'another-laptop');
  const options: ProvisionOptions = { ...given(api), state };
  expect(await at.run(options)).toBe(0);
  expect(await at.run({ ...options, reference: 'H-2' })).toBe(1);
  expect(readdirSync(state).filter((name) => name.includes('protocol'))).toEqual([]);
});
