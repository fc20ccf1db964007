// The gateway's directory: the registry counts, the devices file for what the registry doesn't have.
import { describe, expect, it } from 'vitest';
import { DeviceList } from '#gateway/registry/device-list.ts';
import { Directory } from '#gateway/registry/directory.ts';
import { Keyring } from '#gateway/registry/keyring.ts';
import { ADMIN, install, LI, openedIn } from '#test/support/registry.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { tempFolder } from '../temp.ts';

async function both(...inFile: string[]) {
  const { registry, lines } = await openedIn(await tempFolder());
  const list = new DeviceList(async () => inFile.map((id) => testDevice(id)));
  const keyring = new Keyring(list, registry.keys);
  const note = () => {};
  const warnings: object[] = [];
  const log = { info: note, error: note, warn: (fields: object) => void warnings.push(fields) };
  const directory = new Directory(registry, keyring, log);
  await directory.start();
  const rotated = keyring.rotatedSince.bind(keyring);
  return { registry, directory, warnings, lines, rotated };
}

describe('the directory', () => {
  it('has the devices of both, each once', async () => {
    const { registry, directory, warnings } = await both('CB-0001', 'CB-0002');
    expect(directory.size).toBe(2);
    const { key } = await install(registry, 'CB-0002');
    await install(registry, 'CB-0003');
    expect(directory.size).toBe(3);
    const ids = [...directory.all()].map(({ deviceId }) => deviceId);
    expect(ids.toSorted()).toEqual(['CB-0001', 'CB-0002', 'CB-0003']);
    expect(directory.find('CB-0001')).toEqual(testDevice('CB-0001'));
    expect(directory.find('CB-0002')?.keys).toEqual([key]);
    expect(directory.find('CB-0004')).toBeUndefined();
    expect(warnings).toEqual([]);
    directory.warn();
    expect(warnings).toEqual([{ count: 1, some: ['CB-0002'] }]);
  });

  it('never lets a retired device in by the key that the file still has', async () => {
    const { registry, directory } = await both('CB-0001');
    await install(registry, 'CB-0001');
    await registry.change(ADMIN, 'CB-0001', { state: 'retired' });
    expect(directory.find('CB-0001')).toMatchObject({ blocked: true, keys: [] });
  });

  it('rotates the keys of both, each where it lies', async () => {
    const { registry, directory } = await both('CB-0001');
    const { key } = await install(registry, 'CB-0002');
    registry.usedKey('CB-0002', key.version);
    const versions = await directory.offer(['CB-0001', 'CB-0002', 'CB-0003']);
    expect(versions).toEqual(
      new Map([
        ['CB-0001', 2],
        ['CB-0002', 2],
      ]),
    );
    for (const id of ['CB-0001', 'CB-0002']) {
      const next = directory.nextOf(id);
      expect(directory.find(id)?.keys[1]).toEqual(next?.key);
      expect(directory.used(id, 2)).toBe(true);
      expect(directory.find(id)?.keys).toEqual([next?.key]);
      expect(directory.nextOf(id)).toBeUndefined();
    }
  });
});

describe('an import', () => {
  const homeOf = { reference: '4711', name: 'MARKED', floor: '2' };
  const device = (deviceId: string, home: Record<string, string> = homeOf) => ({
    deviceId,
    group: 'g',
    home,
    state: 'in_service' as const,
    key: testDevice(deviceId).keys[0]!,
  });

  it('takes devices over with keys, homes and states, and a second one nothing', async () => {
    const { registry, directory, rotated } = await both('CB-0001', 'CB-0002');
    const devices = [
      device('CB-0001'),
      { ...device('CB-0002', { reference: '' }), state: 'suspended' as const },
      { ...device('CB-0003'), state: 'retired' as const },
      { ...device('CB-0004'), group: 'g'.repeat(65) },
    ];
    const done = await registry.importDevices(LI, devices, rotated);
    expect(done).toEqual({
      imported: ['CB-0001', 'CB-0002', 'CB-0003'],
      skipped: [{ deviceId: 'CB-0004', code: 'FIELD_INVALID' }],
      leftOut: ['floor'],
    });
    const { floor: _, ...kept } = homeOf;
    expect(directory.find('CB-0001')).toMatchObject({
      keys: testDevice('CB-0001').keys,
      home: kept,
      blocked: false,
      isWatched: true,
    });
    expect(registry.device('CB-0002')).toMatchObject({
      state: 'suspended',
      suspendedFrom: 'in_service',
      homeId: undefined,
    });
    expect(directory.find('CB-0003')).toMatchObject({ blocked: true, keys: [] });
    const again = await registry.importDevices(LI, devices.slice(0, 3), rotated);
    expect(again.imported).toEqual([]);
    expect(again.skipped.map(({ code }) => code)).toEqual(Array(3).fill('DEVICE_EXISTS'));
    const records = await registry.audit({ limit: 99, subject: 'CB-0001' });
    expect(records).toMatchObject([{ what: 'device.imported', actor: LI }]);
  });

  it('takes account and zone at the alarm receiver over, which tell who calls, and says when they are none', async () => {
    const { registry, directory, rotated } = await both();
    const devices = [
      device('CB-0001', { ...homeOf, sia_account: '12ab', sia_zone: '7' }),
      device('CB-0002', { ...homeOf, sia_account: 'Maria', sia_zone: 'kitchen' }),
    ];
    const done = await registry.importDevices(LI, devices, rotated);
    expect(done).toMatchObject({ imported: ['CB-0001', 'CB-0002'] });
    expect(done.leftOut.toSorted()).toEqual(['floor', 'sia_account', 'sia_zone']);
    expect(directory.find('CB-0001')?.home).toMatchObject({ sia_account: '12AB', sia_zone: '7' });
    expect(Object.keys(directory.find('CB-0002')?.home ?? {}).join()).not.toContain('sia');
  });

  it('takes the key that is in use, and the one that is offered, not the one in the file', async () => {
    const { registry, directory, rotated } = await both('CB-0001', 'CB-0002');
    await directory.offer(['CB-0001', 'CB-0002']);
    directory.used('CB-0001', 2);
    const one = directory.find('CB-0001')?.keys;
    const two = directory.find('CB-0002')?.keys;
    const offer = directory.nextOf('CB-0002');
    await registry.importDevices(LI, [device('CB-0001'), device('CB-0002')], rotated);
    expect(directory.find('CB-0001')?.keys).toEqual(one);
    expect(directory.find('CB-0002')?.keys).toEqual(two);
    expect(directory.nextOf('CB-0002')).toEqual(offer);
    expect((await registry.issueKey(ADMIN, 'CB-0001')).version).toBe(3);
    expect((await registry.issueKey(ADMIN, 'CB-0002')).version).toBe(3);
  });
});
