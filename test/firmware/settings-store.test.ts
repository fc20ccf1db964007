// The settings store: what is left of it after a power cut at any byte, damage, or a store that is full.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { FolderStore } from '#firmware/host/store.ts';
import { eraseSettings, loadSettings, saveSettings } from '#firmware/src/service/settings-store.ts';
import { FakeStore, PowerCut, sha256 } from '#test/support/fake-hal.ts';
import { anyStored, STORED } from './stored-settings.ts';

const load = (store: FakeStore) => loadSettings({ store, sha256 });
const save = (store: FakeStore, revision: number) =>
  saveSettings({ store, sha256 }, { ...STORED, revision });

test('an empty store holds no settings', () => {
  expect(load(new FakeStore())).toBe(null);
});

test('what was saved last is loaded', () => {
  const store = new FakeStore();
  for (let revision = 1; revision <= 12; revision++) {
    expect(save(store, revision)).toBe(true);
    expect(load(store)).toEqual({ ...STORED, revision });
  }
});

test('any right settings are loaded as they were saved', () => {
  fc.assert(
    fc.property(anyStored, (stored) => {
      const store = new FakeStore();
      expect(saveSettings({ store, sha256 }, stored)).toBe(true);
      expect(load(store)).toEqual(stored);
    }),
  );
});

test('a power cut at any byte of a save leaves the old settings or the new ones, and the next save works', () => {
  const before = new FakeStore();
  for (let revision = 1; revision <= 3; revision++) {
    if (revision > 1) save(before, revision - 1);
    const whole = before.revived();
    save(whole, revision);
    const length = Math.max(...[...whole.files.values()].map((text) => text.length));
    for (let cut = 0; cut <= length; cut++) {
      const store = before.revived();
      store.budget = cut;
      let finished = true;
      try {
        save(store, revision);
      } catch (error) {
        expect(error).toBeInstanceOf(PowerCut);
        finished = false;
      }
      const after = store.revived();
      const old = revision > 1 ? { ...STORED, revision: revision - 1 } : null;
      expect(load(after)).toEqual(finished ? { ...STORED, revision } : old);
      expect(save(after, 9)).toBe(true);
      expect(load(after)).toEqual({ ...STORED, revision: 9 });
    }
  }
});

test('a file that is damaged anywhere counts as absent: the other one is good', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), (at, code) => {
      const store = new FakeStore();
      save(store, 1);
      save(store, 2);
      const text = store.files.get('cb1.json')!;
      const place = at % text.length;
      const damaged = text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
      store.files.set('cb1.json', damaged);
      expect(load(store)?.revision).toBe(damaged === text ? 2 : 1);
    }),
  );
});

test('settings with a wrong field are not saved', () => {
  const store = new FakeStore();
  save(store, 1);
  expect(saveSettings({ store, sha256 }, { ...STORED, heartbeat_s: 1 })).toBe(false);
  expect(load(store)?.revision).toBe(1);
});

test('a store that takes nothing says so and keeps what it holds', () => {
  const store = new FakeStore();
  save(store, 1);
  store.full = true;
  expect(save(store, 2)).toBe(false);
  expect(load(store)?.revision).toBe(1);
});

test('a folder on the host keeps settings for the next process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const wifi = { ssid: '\xe5\x90\x8d', password: 'p' };
  expect(loadSettings({ store: new FolderStore(folder), sha256 })).toBe(null);
  expect(saveSettings({ store: new FolderStore(folder), sha256 }, { ...STORED, wifi })).toBe(true);
  expect(loadSettings({ store: new FolderStore(folder), sha256 })).toEqual({ ...STORED, wifi });
});

test('a store without room for one more file takes nothing, keeps what it holds, and can be emptied', () => {
  const store = new FakeStore();
  save(store, 1);
  store.room = 100;
  expect(save(store, 2)).toBe(false);
  expect(load(store)?.revision).toBe(1);
  expect(eraseSettings({ store, sha256 })).toBe(true);
  expect(load(store)).toBe(null);
});

/** As each version of the firmware that wrote fields for the first time has left them. */
const FORMER = [
  '{"device_id":"CB-0001","key_version":1,"key":"K","main":{"host":"gateway.example","port":1883}}',
  '{"device_id":"CB-0001","key_version":3,"key":"K","old_key":{"key_version":2,"key":"K"},"rotated_by":9,"main":{"host":"gateway.example","port":1883,"tls":true},"spare":{"host":"b","port":1},"heartbeat_s":600,"unreached_after_s":90,"keepalive_s":60,"revision":4,"tried_revision":5}',
  '{"device_id":"CB-0001","key_version":1,"key":"K","main":{"host":"gateway.example","port":1883},"wifi":{"ssid":"home","password":""},"a_later_field":{"x":1}}',
];

test.each(FORMER)('settings of a former version are read as they were written: %s', (json) => {
  const text = json.replaceAll('"K"', `"${'07'.repeat(32)}"`);
  const store = new FakeStore();
  const body = `7 ${text}`;
  const check = Buffer.from(sha256(Buffer.from(body)))
    .toString('hex')
    .slice(0, 8);
  store.files.set('cb0.json', `${check} ${body}`);
  // What a factory reset of the versions before has left in the other one.
  store.files.set('cb1.json', '-');
  expect(load(store)).toEqual(JSON.parse(text));
});
