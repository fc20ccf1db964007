// Devices that are exchanged on a cable: what hangs there says again who it is, and nothing of one device goes to another.
import { expect, test } from 'vitest';
import { ConsoleDevice } from '#firmware/host/console-device.ts';
import { sha256 } from '#firmware/host/sha256.ts';
import { loadSettings } from '#firmware/src/service/settings-store.ts';
import { asked, bench, exchange, given } from './set-up.ts';

const SILENT = { pressed() {}, settled() {}, news() {}, shown() {}, link() {} };

test.concurrent('after “another device” the right one is plugged in, and “try again” sees it', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  at.choices.push('again', 'again');
  let times = 0;
  at.onChoose = () => {
    times++;
    if (times < 2) return;
    const right = exchange(at);
    onTestFinished(() => right.stop());
  };
  at.onStep = (title) => {
    if (title === 'Write key and settings') at.controller.abort();
  };
  expect(await at.run(asked(api, 2), true)).toBe(1);
  // Still the wrong one at the first "try again".
  expect(at.failures).toEqual(['DEVICE_OTHER', 'DEVICE_OTHER']);
  expect(api.device('CB-0002').homeId).toBe(api.home('H-2')?.homeId);
});

test.concurrent('a device that is exchanged after the writing is noticed, whatever it says of its link', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const { store } = at.device.hal;
  const second = exchange(at);
  onTestFinished(() => second.stop());
  at.onStep = (title) => {
    if (title !== 'Connect') return;
    second.stop();
    const former = new ConsoleDevice(at.cable.device, { observer: SILENT, store });
    onTestFinished(() => former.stop());
  };
  expect(await at.run(asked(api, 2), true)).toBe(1);
  expect(at.failures).toEqual(['DEVICE_OTHER']);
  expect(at.shown).toContain('Another device is on the cable: CB-0001.');
});

test.concurrent('going on with another device gives it a key of its own, and moves it nowhere unasked', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  const { store } = at.device.hal;
  const before = loadSettings({ store, sha256 });
  const second = exchange(at);
  onTestFinished(() => second.stop());
  at.choices.push('other');
  at.onStep = (title) => {
    if (title !== 'Connect') return;
    second.stop();
    const former = new ConsoleDevice(at.cable.device, { observer: SILENT, store });
    onTestFinished(() => former.stop());
  };
  const options = { ...asked(api, 2), rebind: 'the second has moved', dropPress: true as const };
  expect(await at.run(options, true)).toBe(1);
  expect(at.failures).toEqual(['DEVICE_OTHER', 'OTHER_HOME']);
  expect(api.device('CB-0001').homeId).toBe(api.home('H-1')?.homeId);
  expect(loadSettings({ store, sha256 })?.key).toBe(before?.key);
});
