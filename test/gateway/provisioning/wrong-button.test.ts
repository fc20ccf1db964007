// Another button than the one that is meant hangs on the cable: it is noticed where it matters, with a way to go on.
import { writeFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { asked, bench, exchange, given, inACable, startApi } from './set-up.ts';

describe('a button with the id of a device that is in service in this home', () => {
  it.concurrent.each([
    ['en', 'the button on the cable holds no key', 'admin'],
    ['zh', '接着的按钮里没有密钥', '管理员'],
  ] as const)('and without a key is not told that nothing is left to do, in %s', async (lang, words, help) => {
    const ends: (() => void | Promise<void>)[] = [];
    const { api, at } = await bench((end) => void ends.push(end));
    expect(await at.run(given(api))).toBe(0);
    const blank = exchange(at);
    at.shown = '';
    expect(await at.run({ ...given(api), lang })).toBe(1);
    expect(at.failures).toEqual(['KEY_NOT_HELD']);
    expect(at.shown).toContain(words);
    expect(at.shown).toContain(help);
    expect(at.shown).toContain('--again');
    expect(at.shown).not.toContain('DEVICE_DONE');
    blank.stop();
    for (const end of ends) await end();
  });

  it.concurrent('and with the key of another gateway is not it, though the version is the same', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    const elsewhere = await startApi(onTestFinished);
    const other = inACable(onTestFinished);
    expect(await at.run(given(api))).toBe(0);
    expect(await other.run(given(elsewhere))).toBe(0);
    at.device.stop();
    expect(await other.run(given(api))).toBe(1);
    expect(other.failures).toEqual(['KEY_NOT_HELD']);
    expect(other.shown).toContain('another key');
  });

  it.concurrent('that is not connected proves its key, and nothing is left to do', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    expect(await at.run({ ...given(api) })).toBe(0);
    const { store } = at.device.hal;
    const same = exchange(at, store);
    onTestFinished(() => same.stop());
    expect(await at.run(given(api))).toBe(0);
    expect(at.shown).toContain('DEVICE_DONE');
  });

  it.concurrent('may be exchanged for the right one, which is then looked at', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    expect(await at.run(given(api))).toBe(0);
    const { store } = at.device.hal;
    const blank = exchange(at);
    at.onChoose = () => {
      blank.stop();
      const right = exchange(at, store);
      onTestFinished(() => right.stop());
    };
    at.choices.push('look');
    expect(await at.run(asked(api), true)).toBe(0);
    expect(at.failures).toEqual(['KEY_NOT_HELD']);
    expect(at.offered).toEqual([['look', 'again', 'stop']]);
  });

  it.concurrent('gets a new key from an admin who says that it is to be done again', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    expect(await at.run(given(api))).toBe(0);
    writeFileSync(api.tokenFile, await api.newToken('wu', 'admin'));
    const blank = exchange(at);
    onTestFinished(() => blank.stop());
    at.onStep = (title) => {
      if (title === 'Light and buzzer') at.controller.abort();
    };
    expect(await at.run({ ...given(api), again: true })).toBe(1);
    expect(at.failures).toEqual([]);
    expect(api.device().keyVersion).toBe(2);
  });

  it.concurrent('moves no other button to another home', async ({ onTestFinished }) => {
    const { api, at } = await bench(onTestFinished);
    expect(await at.run(given(api))).toBe(0);
    writeFileSync(api.tokenFile, await api.newToken('wu', 'operator'));
    const blank = exchange(at);
    onTestFinished(() => blank.stop());
    expect(await at.run({ ...given(api), reference: 'H-2', rebind: 'moved' })).toBe(1);
    expect(at.failures).toEqual(['KEY_NOT_HELD']);
    expect(api.device().homeId).toBe(api.home('H-1')?.homeId);
  });
});

test.concurrent('whoever forgot to change the button changes it, looks again, and goes on in this home', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const { deviceId, ...rest } = asked(api, 2);
  at.answers.device_id = 'CB-0002';
  at.choices.push('look');
  at.onChoose = () => {
    const next = exchange(at);
    onTestFinished(() => next.stop());
  };
  at.onStep = (title) => {
    if (title === 'Write key and settings') at.controller.abort();
  };
  expect(await at.run(rest, true)).toBe(1);
  expect(at.failures).toEqual(['OTHER_HOME']);
  expect(at.offered[0]).toEqual(['look', 'again', 'rebind', 'stop']);
  expect(api.device('CB-0002').homeId).toBe(api.home('H-2')?.homeId);
  expect(api.device('CB-0001').homeId).toBe(api.home('H-1')?.homeId);
});

test.concurrent('at “try again” a button with another id than the one that is meant is noticed before it is registered', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const { store } = at.device.hal;
  const blank = exchange(at);
  at.choices.push('again');
  at.onStep = (title) => {
    if (title !== 'Register the device') return;
    blank.stop();
    const former = exchange(at, store);
    onTestFinished(() => former.stop());
  };
  expect(await at.run(asked(api, 2), true)).toBe(1);
  expect(at.failures).toEqual(['DEVICE_OTHER', 'DEVICE_OTHER']);
  expect(api.devices.map((device) => device.deviceId)).toEqual(['CB-0001']);
});

test.concurrent.each([
  ['en', 'CB-0001 is in service in another home'],
  ['zh', 'CB-0001 已在另一个住户投入使用'],
] as const)('step 3 says in %s that the device is in service in another home, before the answers are right', async (lang, words) => {
  const ends: (() => void | Promise<void>)[] = [];
  const { api, at } = await bench((end) => void ends.push(end));
  expect(await at.run(given(api))).toBe(0);
  at.shown = '';
  at.onStep = (title) => {
    if (/Enter the home|登记住户/.test(title)) at.controller.abort();
  };
  const state = `${at.stateFolder}/another-laptop`;
  expect(await at.run({ ...asked(api), reference: 'H-2', lang, state }, true)).toBe(1);
  expect(at.shown).toContain(words);
  for (const end of ends) await end();
});

describe('another button that is plugged in', () => {
  it.concurrent.each([
    'Light and buzzer',
    'Press the green key',
    'Press the red key',
  ])('before “%s” is noticed, and nobody is asked to press it', async (step) => {
    const ends: (() => void | Promise<void>)[] = [];
    const { api, at } = await bench((end) => void ends.push(end));
    let asked = 0;
    at.onStep = (title) => {
      if (title !== step) return;
      const other = exchange(at);
      ends.unshift(() => other.stop());
      asked = at.shown.match(/key once, now/g)?.length ?? 0;
    };
    expect(await at.run(given(api))).toBe(1);
    expect(at.failures).toEqual(['DEVICE_OTHER']);
    expect(at.shown.match(/key once, now/g)?.length ?? 0).toBe(asked);
    for (const end of ends) await end();
  });

  it.concurrent('while a press is waited for is noticed, and not told as a broken key', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    at.pressesKeys = false;
    at.pace = { ...at.pace, pressMs: 60_000 };
    let looks = 0;
    api.refuses = (request) => {
      if (request !== 'GET /devices/CB-0001/calls' || ++looks !== 3) return undefined;
      at.cable.pull();
      const other = exchange(at);
      onTestFinished(() => other.stop());
      return undefined;
    };
    expect(await at.run(given(api))).toBe(1);
    expect(at.failures).toEqual(['DEVICE_OTHER']);
  });

  it.concurrent('while the lights are looked at confirms nothing of the one that is meant', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    Object.defineProperty(at.confirms, 'buzzer', {
      get() {
        const other = exchange(at);
        onTestFinished(() => other.stop());
        return true;
      },
    });
    expect(await at.run(asked(api), true)).toBe(1);
    expect(at.failures).toEqual(['DEVICE_OTHER']);
    expect(api.device().state).toBe('provisioned');
  });
});

test.concurrent('a cable that is pulled while a press is waited for stops nothing', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  at.pressesKeys = false;
  at.cable.pulledForMs = 60_000;
  let looks = 0;
  api.refuses = (request) => {
    if (request !== 'GET /devices/CB-0001/calls') return undefined;
    looks++;
    if (looks === 3) at.cable.pull();
    if (looks === 6) at.press('green');
    return undefined;
  };
  at.onStep = (title) => {
    if (title === 'Press the red key') at.controller.abort();
  };
  expect(await at.run(given(api))).toBe(1);
  expect(at.failures).toEqual([]);
  expect(at.shown).toContain('the platform has accepted the green test call');
});

test.concurrent('a device that has restarted since its test began is no longer in it: the test begins anew before a press', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  let boots = 0;
  at.onStep = (title) => {
    if (title !== 'Press the green key') return;
    at.device.hal.restart();
    boots = at.device.boots;
  };
  expect(await at.run(given(api)), at.shown).toBe(0);
  expect(boots).toBeGreaterThan(1);
  expect((await api.callsOf()).map(({ test }) => test)).toEqual([true, true]);
});
