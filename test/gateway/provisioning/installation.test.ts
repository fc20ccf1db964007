// An installation from the box to in service: the real firmware, a real gateway, a stand-in platform.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { sha256 } from '#firmware/host/sha256.ts';
import { MemoryStore } from '#firmware/host/store.ts';
import { loadSettings } from '#firmware/src/service/settings-store.ts';
import { ADMIN, OPERATOR } from '#test/support/registry.ts';
import { until } from '#test/support/until.ts';
import { asked, bench, given, inACable, startApi } from './set-up.ts';

const PASSWORD = 'wifi-password-1';
const INCOMPLETE = { status: 409, code: 'ACCEPTANCE_INCOMPLETE', message: 'red' };

test.concurrent('a device from the box is in service after one command with all that it needs', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const device = api.device();
  expect(device).toMatchObject({ state: 'in_service', group: 'north', keyVersion: 1 });
  expect(device.homeId).toBe(api.home('H-1')?.homeId);
  const calls = await api.callsOf();
  expect(calls.map(({ key, test, stage }) => [key, test, stage])).toEqual([
    ['red', true, 'accepted'],
    ['green', true, 'accepted'],
  ]);
  const stored = loadSettings({ store: at.device.hal.store, sha256 });
  expect(stored).toMatchObject({ device_id: 'CB-0001', key_version: 1 });
  expect(stored?.key).toBe(api.secretOf());
  expect(Buffer.from(stored!.wifi!.ssid, 'latin1').toString()).toBe('张家 Wi-Fi');
  expect(at.device.device?.test.until).toBeLessThanOrEqual(at.device.hal.now());
  expect(at.shown).toMatch(/\[1\/12\][\s\S]*\[12\/12\]/);
});

test.concurrent('neither the key, nor the password, nor the resident is on the disk of the laptop', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const files = readdirSync(at.stateFolder);
  expect(files).toHaveLength(3);
  const all = files.map((name) => readFileSync(join(at.stateFolder, name), 'utf8')).join('\n');
  const key = api.secretOf();
  for (const secret of [key, PASSWORD, '张三丰', '幸福路', '13912345678', api.token]) {
    expect(all + at.shown).not.toContain(secret);
  }
  expect(all).toContain('CB-0001');
  expect(all).toContain('H-1');
});

test.concurrent('a second run finds it in service, and writes nothing', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const written = at.cable.written.length;
  expect(await at.run(given(api))).toBe(0);
  expect(at.shown).toContain('DEVICE_DONE');
  expect(at.cable.written.slice(written)).not.toMatch(/ set | commit | auth /);
  expect(api.device().keyVersion).toBe(1);
});

describe('a device that is bound to another home', () => {
  it.concurrent('is left where it is without a reason, and moves with one, which is recorded', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    expect(await at.run(given(api))).toBe(0);
    const first = api.device().homeId;
    await api.ports.registry.change(OPERATOR, 'CB-0001', { account: '0001', zone: '1' });
    const elsewhere = { ...given(api), reference: 'H-2' };
    expect(await at.run(elsewhere)).toBe(1);
    expect(at.failures).toEqual(['OTHER_HOME']);
    expect(api.device().homeId).toBe(first);
    at.choices.push('rebind');
    at.answers.reason = 'the first resident has moved away';
    const move = () =>
      at.run({ ...asked(api), reference: 'H-2', account: '0002', zone: '2' }, true);
    await move();
    expect(at.failures.at(-1)).toBe('ROLE_MISSING');
    expect(api.device().homeId).toBe(first);
    // Of a device in service an operator's token moves it.
    writeFileSync(api.tokenFile, await api.newToken('wu', 'operator'));
    at.choices.push('rebind');
    await move();
    const bindings = await api.ports.registry.bindingsOf('CB-0001');
    expect(bindings[1]?.reason).toBe('the first resident has moved away');
    expect(api.device()).toMatchObject({ account: '0002', zone: '2', group: 'north' });
    expect(api.device().homeId).toBe(api.home('H-2')?.homeId);
  });
});

describe('a wrong Wi-Fi password', () => {
  it.concurrent("is told with the device's own reason, asked anew, and the new one is written without a new key", async ({
    onTestFinished,
  }) => {
    const store = new MemoryStore();
    const isRight = () => loadSettings({ store, sha256 })?.wifi?.password === 'the right one';
    const at = inACable(onTestFinished, undefined, undefined, undefined, {
      store,
      wifiProblem: () => (isRight() ? '' : '4WAY_HANDSHAKE_TIMEOUT'),
    });
    const api = await startApi(onTestFinished);
    at.choices.push('wifi');
    at.answers.wifi_password = 'the right one';
    at.answers.wifi_ssid = '张家 Wi-Fi';
    const { main, ...rest } = asked(api);
    at.answers.main = main as string;
    expect(await at.run({ ...rest, main: main as string }, true)).toBe(0);
    expect(at.failures).toEqual(['WIFI_PASSWORD']);
    expect(at.shown).toContain('(4WAY_HANDSHAKE_TIMEOUT)');
    expect(api.device()).toMatchObject({ state: 'in_service', keyVersion: 1 });
  });

  it.concurrent('ends a run without a terminal, and the next run goes on with what it is given', async ({
    onTestFinished,
  }) => {
    const store = new MemoryStore();
    const isRight = () => loadSettings({ store, sha256 })?.wifi?.ssid === 'right';
    const at = inACable(onTestFinished, undefined, undefined, undefined, {
      store,
      wifiProblem: () => (isRight() ? '' : 'NO_AP_FOUND'),
    });
    const api = await startApi(onTestFinished);
    expect(await at.run({ ...given(api), wifi: 'wrong' })).toBe(1);
    expect(at.failures).toEqual(['WIFI_NOT_FOUND']);
    expect(await at.run({ ...given(api), wifi: 'right' })).toBe(0);
  });
});

test.concurrent('a gateway that the device does not reach is another sentence than one that the laptop does not reach', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  at.pace = { ...at.pace, linkMs: 300 };
  expect(await at.run({ ...given(api), main: '127.0.0.1:1' })).toBe(1);
  expect(at.failures).toEqual(['LINK_NO_GATEWAY']);
  expect(at.shown).toContain("not the laptop's");
  const other = inACable(onTestFinished);
  expect(await other.run({ ...given(api, 2), gateway: 'http://127.0.0.1:1' })).toBe(1);
  expect(other.failures).toEqual(['GATEWAY_UNREACHABLE']);
  expect(other.shown).toContain('not about the device');
  expect(other.cable.written).not.toContain(' set ');
});

describe('a weak signal', () => {
  it.concurrent('stops an installer who does not take it, and stands in the protocol of one who does', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    at.onStep = () => {
      at.device.hal.condition.rssiDbm = -84;
    };
    expect(await at.run(asked(api), true)).toBe(1);
    expect(at.failures).toEqual(['WIFI_WEAK']);
    expect(api.device().state).toBe('provisioned');
    at.choices.push('accept');
    expect(await at.run(asked(api), true)).toBe(0);
    const sheet = readFileSync(join(at.stateFolder, 'CB-0001.protocol.json'), 'utf8');
    expect(JSON.parse(sheet)).toMatchObject({
      accepted: ['WIFI_WEAK'],
      in_service: true,
      rssi_dbm: -84,
    });
  });
});

test.concurrent('a battery that is missing and a charger that is not plugged in are told', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  at.onStep = () => {
    Object.assign(at.device.hal.condition, { batteryMv: 1, onMains: false });
  };
  at.choices.push('accept', 'stop');
  expect(await at.run(asked(api), true)).toBe(1);
  expect(at.failures).toEqual(['NO_MAINS', 'BATTERY_LOW']);
});

test.concurrent('a buzzer that was not heard keeps the device out of service', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  at.confirms.buzzer = false;
  expect(await at.run(asked(api), true)).toBe(1);
  expect(at.failures).toContain('BUZZER_WRONG');
  expect(api.device().state).toBe('provisioned');
});

test.concurrent('without a terminal nobody has seen the light: it stays out of service and the exit code is 2', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  const { signalsSeen, ...rest } = given(api);
  expect(await at.run(rest)).toBe(2);
  expect(at.shown).toContain('--signals-seen');
  expect(api.device().state).toBe('provisioned');
});

test.concurrent('a key that nobody presses is told, and pressed in the end it counts', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  at.pressesKeys = false;
  at.pace = { ...at.pace, pressMs: 100 };
  at.onChoose = () => {
    at.pressesKeys = true;
    at.pace.pressMs = 4_000;
  };
  at.choices.push('again');
  expect(await at.run(asked(api), true)).toBe(0);
  expect(at.failures).toEqual(['PRESS_NOT_SEEN']);
});

test.concurrent('a press that the platform has not accepted does not count, though the gateway has it', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  api.accepts = false;
  at.pace = { ...at.pace, acceptMs: 100 };
  at.onChoose = () => {
    void api.acceptAll();
  };
  at.choices.push('again');
  expect(await at.run(asked(api), true)).toBe(0);
  expect(at.failures).toEqual(['PRESS_NOT_ACCEPTED']);
  // Nobody was asked to press again: in the same test mode that would have been a real call.
  expect(at.shown.match(/Press the GREEN key once/g)).toHaveLength(1);
  expect((await api.callsOf()).map(({ test }) => test)).toEqual([true, true]);
});

test.concurrent('a device with the key of another gateway is not touched until its green key is held at power-on', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  const former = await startApi(onTestFinished);
  expect(await at.run(given(former))).toBe(0);
  at.choices.push('reset');
  at.onChoose = () => at.device.hal.hold(1, true);
  expect(await at.run(asked(api), true)).toBe(0);
  expect(at.failures).toEqual(['KEY_UNKNOWN']);
  expect(api.device().state).toBe('in_service');
});

test.concurrent('another device on the cable than the label says is noticed before anything is written', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const written = at.cable.written.length;
  expect(await at.run({ ...given(api), deviceId: 'CB-0009', reference: 'H-9' })).toBe(1);
  expect(at.failures).toEqual(['DEVICE_OTHER']);
  expect(at.cable.written.slice(written)).not.toContain(' set ');
  expect(api.devices.length).toBe(1);
});

test.concurrent('a press that was never delivered is given up only when that was said', async ({
  onTestFinished,
}) => {
  let problem = '';
  const at = inACable(onTestFinished, undefined, undefined, undefined, {
    wifiProblem: () => problem,
  });
  const api = await startApi(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  problem = 'BEACON_TIMEOUT';
  for (const state of ['suspended', 'in_service'] as const) {
    await api.ports.registry.change(OPERATOR, 'CB-0001', { state }, 'cuts the connection');
  }
  await until(() => at.device.device?.link.state !== 'connected');
  at.press('red');
  const again = { ...asked(api), wifi: 'another network', again: true as const };
  expect(await at.run({ ...again, yes: true })).toBe(1);
  expect(at.failures).toEqual(['PRESS_WAITING']);
  // Not before the press is gone: it would be delivered.
  at.cable.onWritten = (written) => {
    if (/ commit \d+ drop\*....\n$/.test(written)) problem = '';
  };
  at.choices.push('drop');
  const code = await at.run(again, true);
  expect(code, at.shown).toBe(0);
  expect(at.failures).toEqual(['PRESS_WAITING', 'PRESS_WAITING']);
  expect((await api.callsOf()).filter(({ test }) => !test)).toEqual([]);
});

describe('the gateway', () => {
  it.concurrent('that does not take the token is told, and nothing is written', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    await api.ports.tokens.revoke(ADMIN, 'an-installer');
    expect(await at.run(given(api))).toBe(1);
    expect(at.failures).toEqual(['TOKEN_REFUSED']);
    expect(at.cable.written).not.toContain(' set ');
  });

  it.concurrent('that is busy for a moment is asked again', async ({ onTestFinished }) => {
    const { api, at } = await bench(onTestFinished);
    let times = 0;
    api.refuses = (asked) =>
      asked === 'PUT /homes' && times++ === 0
        ? { status: 503, code: 'REGISTRY_FAILED' }
        : undefined;
    expect(await at.run(given(api))).toBe(0);
    expect(times).toBe(2);
  });

  it.concurrent('that misses something at the acceptance says what', async ({ onTestFinished }) => {
    const { api, at } = await bench(onTestFinished);
    api.refuses = (asked) => (asked.endsWith('/acceptance') ? INCOMPLETE : undefined);
    expect(await at.run(given(api))).toBe(1);
    expect(at.failures).toEqual(['ACCEPTANCE_INCOMPLETE']);
  });

  it.concurrent('that wants the presses again gets them as tests: the former test mode has ended before', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    let times = 0;
    api.refuses = (request) =>
      request.endsWith('/acceptance') && times++ === 0 ? INCOMPLETE : undefined;
    at.choices.push('presses');
    at.pace = { ...at.pace, testMs: 1_000, doubtMs: 2_000 };
    expect(await at.run(asked(api), true)).toBe(0);
    expect(at.shown).toContain('test mode must end first');
    // The second presses have joined the calls of the first, which nobody has answered.
    const calls = await api.callsOf();
    expect(calls.map(({ test, key }) => [test, key])).toEqual([
      [true, 'red'],
      [true, 'green'],
    ]);
    for (const { latest, openedBy } of calls) expect(latest.seq).toBeGreaterThan(openedBy.seq);
  });

  it.concurrent('has a suspended device left alone', async ({ onTestFinished }) => {
    const { api, at } = await bench(onTestFinished);
    expect(await at.run(given(api))).toBe(0);
    await api.ports.registry.change(OPERATOR, 'CB-0001', { state: 'suspended' }, 'lost');
    expect(await at.run(given(api))).toBe(1);
    expect(at.failures).toEqual(['DEVICE_OUT']);
  });
});
