// The list of devices in memory: replaced as a whole, and it says whose connection that ends.
import { describe, expect, it } from 'vitest';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import { DeviceList } from '#gateway/registry/device-list.ts';

const key = (byte: number, version = 1) => ({ version, secret: Buffer.alloc(32, byte) });

function device(deviceId: string, changes: Partial<DeviceRecord> = {}): DeviceRecord {
  const home = { reference: '4711', floor: '2' };
  return { deviceId, keys: [key(1)], group: 'north', home, blocked: false, ...changes };
}

async function listOf(...devices: DeviceRecord[]): Promise<DeviceList> {
  const list = new DeviceList(async () => devices);
  await list.start();
  return list;
}

const NOTHING = { added: [], removed: [], changed: [], disconnect: [] };

describe('a list of devices', () => {
  it('is empty until it is started', async () => {
    const list = new DeviceList(async () => [device('CB-0001')]);
    expect(list.size).toBe(0);
    await list.start();
    expect(list.find('CB-0001')).toMatchObject({ group: 'north' });
    expect([...list.all()]).toHaveLength(1);
  });

  it('that can not be read starts nothing', async () => {
    const list = new DeviceList(() => Promise.reject(new Error('gone')));
    await expect(list.start()).rejects.toThrow('gone');
  });
});

describe('a list that is replaced', () => {
  it('by the same changes nothing', async () => {
    const list = await listOf(device('CB-0001'));
    expect(list.replace([device('CB-0001')])).toEqual(NOTHING);
  });

  it('knows the new devices and no others', async () => {
    const list = await listOf(device('CB-0001'), device('CB-0002'));
    const change = list.replace([device('CB-0002'), device('CB-0003')]);
    const expected = { added: ['CB-0003'], removed: ['CB-0001'], disconnect: ['CB-0001'] };
    expect(change).toEqual({ ...NOTHING, ...expected });
    expect([...list.all()].map(({ deviceId }) => deviceId)).toEqual(['CB-0002', 'CB-0003']);
    expect(list.find('CB-0001')).toBeUndefined();
  });

  const changes: [string, Partial<DeviceRecord>, isDisconnected: boolean][] = [
    ['another group', { group: 'south' }, false],
    ['another home', { home: { reference: '4712', floor: '2' } }, false],
    ['one more field of the home', { home: { reference: '4711', floor: '2', door: 'l' } }, false],
    ['one field less', { home: { reference: '4711' } }, false],
    ['one more key', { keys: [key(2, 2), key(1)] }, false],
    ['blocked', { blocked: true }, true],
    ['another key', { keys: [key(2)] }, true],
    ['another version of the key', { keys: [key(1, 2)] }, true],
  ];
  for (const [what, change, isDisconnected] of changes) {
    it(`with ${what} ${isDisconnected ? 'ends' : 'keeps'} the connection`, async () => {
      const list = await listOf(device('CB-0001'), device('CB-0002'));
      const result = list.replace([device('CB-0001', change), device('CB-0002')]);
      const disconnect = isDisconnected ? ['CB-0001'] : [];
      expect(result).toEqual({ ...NOTHING, changed: ['CB-0001'], disconnect });
    });
  }

  it('ends no connection that a blocked device does not have', async () => {
    const list = await listOf(device('CB-0001', { blocked: true }));
    expect(list.replace([])).toEqual({ ...NOTHING, removed: ['CB-0001'] });
  });
});
