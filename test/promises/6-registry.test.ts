// Promise 6 with the registry: who is suspended, retired or has an older key can't speak any more. Over real TCP.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeviceSource, Registry } from '#gateway/domain/ports/registry.ts';
import { RECEIPT_STORED } from '#protocol/messages.ts';
import { deriveKey, type SealKey } from '#protocol/seal.ts';
import { ObedientDevice } from '#test/gateway/device-commands/device.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { ADMIN, HOME, install, LI, OPERATOR, RESIDENT } from '#test/support/registry.ts';
import { TestBench } from '#test/support/test-gateway.ts';
import { wrap } from '#test/support/wrap.ts';

const ID = 'CB-0001';

class Scene {
  bench!: TestBench;
  registry!: Registry & DeviceSource;
  /** What the platform got. */
  readonly events: unknown[] = [];
  #boot = 0;

  static async start(): Promise<Scene> {
    const scene = new Scene();
    scene.bench = await TestBench.start([], scene.#take, {
      onDelivery: ({ event }) => void scene.events.push(event),
    });
    onTestFinished(() => scene.bench.close());
    return scene;
  }

  readonly #take = ({ registry }: { registry: Registry & DeviceSource }) => {
    this.registry = registry;
    return {};
  };

  async restart(): Promise<void> {
    await this.bench.down();
    await this.bench.up(this.#take);
  }

  device(key: SealKey, deviceId = ID): RawDevice {
    const device = new RawDevice(deviceId, key.secret, { bootId: ++this.#boot, connectNo: 1 });
    device.key = key;
    onTestFinished(() => device.close());
    return device;
  }

  /** The CONNACK's code. */
  async connects(key: SealKey): Promise<number | undefined> {
    const device = this.device(key);
    const code = await device.connect(this.bench.gateway.mqttPort);
    device.close();
    return code;
  }

  async join(key: SealKey): Promise<RawDevice> {
    return await this.device(key).join(this.bench.gateway.mqttPort);
  }
}

describe('a device of the registry', () => {
  it('presses, and its call carries its home', async () => {
    const scene = await Scene.start();
    const { key } = await install(scene.registry, ID);
    await scene.registry.change(OPERATOR, ID, { account: '12AB', zone: '2' });
    const device = await scene.join(key);
    const { session } = device;
    const receipt = await device.press({ bootId: session.bootId, seq: 1 });
    expect(receipt.result).toBe(RECEIPT_STORED);
    await expect.poll(() => scene.events.length).toBe(1);
    const { reference, community, subdistrict } = HOME;
    // By account and zone an alarm receiving centre knows who calls.
    const sia = { sia_account: '12AB', sia_zone: '2' };
    const home = { reference, community, subdistrict, ...RESIDENT, ...sia };
    expect(scene.events).toMatchObject([{ data: { home, group: 'north' } }]);
  });

  it('presses in every state in which it may connect: only reports differ', async () => {
    const scene = await Scene.start();
    await scene.registry.register(LI, { deviceId: ID, group: 'north' });
    const key = await scene.registry.issueKey(LI, ID);
    const press = async () => {
      const device = await scene.join(key);
      const { bootId } = device.session;
      return (await device.press({ bootId, seq: 1 })).result;
    };
    expect(await press()).toBe(RECEIPT_STORED);
    for (const state of ['provisioned', 'tested'] as const) {
      await scene.registry.change(LI, ID, { state });
      expect(await press()).toBe(RECEIPT_STORED);
    }
    await expect.poll(() => scene.events.length).toBe(3);
  });

  it('that is suspended is cut off at once and stays outside, until it is taken back', async () => {
    const scene = await Scene.start();
    const { key } = await install(scene.registry, ID);
    const device = await scene.join(key);
    await scene.registry.change(OPERATOR, ID, { state: 'suspended' });
    await device.until(() => device.isClosed);
    expect(await scene.connects(key)).toBe(5);
    await scene.restart();
    expect(await scene.connects(key)).toBe(5);
    await scene.registry.change(OPERATOR, ID, { state: 'in_service' });
    expect(await scene.connects(key)).toBe(0);
  });

  it('that is suspended while its CONNECT waits for the disk does not get in', async () => {
    const scene = await Scene.start();
    const { key } = await install(scene.registry, ID);
    await scene.bench.down();
    let suspend = async () => {};
    await scene.bench.up((ports) => {
      scene.registry = ports.registry;
      const { journal } = ports;
      return {
        journal: wrap(journal, {
          async renewSession(...session) {
            const isNewest = await journal.renewSession(...session);
            await suspend();
            return isNewest;
          },
        }),
      };
    });
    suspend = async () => {
      await scene.registry.change(OPERATOR, ID, { state: 'suspended' });
    };
    expect(await scene.connects(key)).toBe(5);
  });

  it('that is lost and retired is cut off, and its key is worthless for good', async () => {
    const scene = await Scene.start();
    const { key } = await install(scene.registry, ID);
    const device = await scene.join(key);
    await scene.registry.change({ name: 'root', role: 'admin' }, ID, { state: 'retired' });
    await device.until(() => device.isClosed);
    expect(await scene.connects(key)).toBe(4);
    await scene.registry.register({ name: 'root', role: 'admin' }, { deviceId: ID, group: '' });
    const fresh = await scene.registry.issueKey(ADMIN, ID);
    expect(await scene.connects(key)).toBe(4);
    expect(await scene.connects(fresh)).toBe(0);
  });

  it('connects with any key of a provisioning that broke off, and the clone with the older one is out', async () => {
    const scene = await Scene.start();
    const { key: first } = await install(scene.registry, ID);
    expect(await scene.connects(first)).toBe(0);
    const second = await scene.registry.issueKey(ADMIN, ID);
    const third = await scene.registry.issueKey(ADMIN, ID);
    expect(await scene.connects(first)).toBe(0);
    expect(await scene.connects(second)).toBe(0);
    expect(scene.registry.device(ID)).toMatchObject({ keyVersion: 3, keyVersionUsed: 2 });
    expect(await scene.connects(first)).toBe(4);
    await scene.restart();
    expect(await scene.connects(first)).toBe(4);
    expect(await scene.connects(third)).toBe(0);
    expect(await scene.connects(second)).toBe(4);
  });

  it('gets a new key by command, and one over the cable afterwards is newer', async () => {
    const scene = await Scene.start();
    const { administration } = scene.bench.gateway;
    const { key } = await install(scene.registry, ID);
    const order = () =>
      administration.command({ kind: 'device', deviceId: ID }, { kind: 'rotate_key' });
    // Never connected: there is nothing yet that a key could follow from.
    await expect(order()).rejects.toMatchObject({ code: 'STATE_WRONG' });
    const device = await ObedientDevice.join(scene.bench, ID, { bootId: 500, connectNo: 1 }, key);
    await order();
    const { action, commandId } = await device.hears();
    if (action.kind !== 'rotate_key') throw new Error(action.kind);
    await device.answers(commandId);
    device.close();
    const derived = deriveKey(key, action.keyVersion, action.nonce);
    const connects = async (sealKey: SealKey, bootId: number) => {
      const again = new RawDevice(ID, sealKey.secret, { bootId, connectNo: 1 });
      again.key = sealKey;
      const code = await again.connect(scene.bench.gateway.mqttPort);
      again.close();
      return code;
    };
    expect(await connects(derived, 501)).toBe(0);
    expect(await connects(key, 502)).toBe(4);
    expect(administration.commandsOf(ID)).toMatchObject([{ state: 'done' }]);
    await scene.restart();
    expect(await connects(derived, 503)).toBe(0);
    const cable = await scene.registry.issueKey(ADMIN, ID);
    expect(cable.version).toBeGreaterThan(derived.version);
    expect(await connects(cable, 504)).toBe(0);
    expect(await connects(derived, 505)).toBe(4);
  });
});
