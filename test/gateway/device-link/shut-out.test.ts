// A device that is shut out in the middle of something: its connections end at once, and no press of it is lost.
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_INTAKE } from '#gateway/device-link/options.ts';
import type { DeviceSource, Registry } from '#gateway/domain/ports/registry.ts';
import type { GatewayPorts } from '#gateway/main.ts';
import { DeviceList } from '#gateway/registry/device-list.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { RECEIPT_DUPLICATE } from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';
import { pressFrame, RawDevice } from '#test/support/raw-device.ts';
import { ADMIN, HOME, install, OPERATOR } from '#test/support/registry.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { wrap } from '#test/support/wrap.ts';

const ID = 'CB-0001';

/** Something that waits until it is let go. */
function held() {
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const hold = {
    waiting: 0,
    letGo,
    wait() {
      hold.waiting++;
      return gone;
    },
  };
  return hold;
}

describe('a device that is shut out while it connects', () => {
  it('is out, at whichever moment between its password and its CONNACK that happens', async () => {
    let sessions = held();
    let cut = (_deviceId: string, _isCut: boolean) => {};
    const list = new DeviceList(async () => [testDevice(ID)]);
    const bench = await TestBench.start([], ({ journal, registry }) => ({
      // It connects more often here than it may.
      intake: { ...DEFAULT_INTAKE, flood: 'off' },
      directory: list,
      registry: wrap(registry, {
        onChange(call) {
          cut = call;
        },
      }),
      journal: wrap(journal, {
        async renewSession(...session) {
          const isNewest = await journal.renewSession(...session);
          await sessions.wait();
          return isNewest;
        },
      }),
    }));
    onTestFinished(() => bench.close());
    const key = testDevice(ID).keys[0] as SealKey;
    for (let turns = 0; turns < 60; turns++) {
      sessions = held();
      // Two at once: the second must not hide the first.
      const devices = [1, 2].map(
        (connectNo) => new RawDevice(ID, key.secret, { bootId: turns + 1, connectNo }),
      );
      for (const [index, device] of devices.entries()) {
        void device.connect(bench.gateway.mqttPort);
        await until(() => sessions.waiting > index);
      }
      sessions.letGo();
      for (let turn = 0; turn < turns; turn++) await undefined;
      list.replace([testDevice(ID, { blocked: true })]);
      cut(ID, true);
      for (const device of devices) await device.until(() => device.isClosed);
      await until(() => bench.gateway.health().connected === 0);
      list.replace([testDevice(ID)]);
    }
  });
});

class Scene {
  bench!: TestBench;
  registry!: Registry & DeviceSource;
  key!: SealKey;
  /** Presses wait for this before they are on disk. */
  disk = held();
  /** What the platform got. */
  readonly events: { id: string; data: { home: object } }[] = [];
  status = 200;
  #boot = 0;

  static async start(): Promise<Scene> {
    const scene = new Scene();
    scene.disk.letGo();
    scene.bench = await TestBench.start([], scene.#ports, {
      status: () => scene.status,
      onDelivery: ({ event }) => void scene.events.push(event as Scene['events'][number]),
    });
    onTestFinished(() => scene.bench.close());
    scene.key = (await install(scene.registry, ID)).key;
    return scene;
  }

  readonly #ports = ({ registry, journal }: GatewayPorts): Partial<GatewayPorts> => {
    this.registry = registry;
    return {
      journal: wrap(journal, {
        appendPress: async (...press) => {
          await this.disk.wait();
          return await journal.appendPress(...press);
        },
      }),
    };
  };

  device(key = this.key): RawDevice {
    const device = new RawDevice(ID, key.secret, { bootId: ++this.#boot, connectNo: 1 });
    device.key = key;
    onTestFinished(() => device.close());
    return device;
  }

  join(key?: SealKey): Promise<RawDevice> {
    return this.device(key).join(this.bench.gateway.mqttPort);
  }

  async restart(): Promise<void> {
    await this.bench.down();
    await this.bench.up(this.#ports);
  }

  async suspend(): Promise<void> {
    await this.registry.change(OPERATOR, ID, { state: 'suspended' });
  }
}

describe('a device that is suspended', () => {
  it('between its CONNACK and its SUBSCRIBE is cut, and hears nothing', async () => {
    const scene = await Scene.start();
    const device = scene.device();
    expect(await device.connect(scene.bench.gateway.mqttPort)).toBe(0);
    const suspended = scene.suspend();
    device.subscribe(downTopic(ID));
    await suspended;
    await device.until(() => device.isClosed);
    expect(scene.bench.gateway.health().connected).toBe(0);
  });

  it('while its press is being stored is cut, and the press is forwarded from its home, once', async () => {
    const scene = await Scene.start();
    const device = await scene.join();
    scene.disk = held();
    const identity = { bootId: 1, seq: 1 };
    device.publish(device.seal(pressFrame(identity)));
    await until(() => scene.disk.waiting === 1);
    await scene.suspend();
    await device.until(() => device.isClosed);
    scene.disk.letGo();
    await until(() => scene.events.length > 0);
    await scene.restart();
    expect(scene.events.map(({ id }) => id)).toEqual([`${ID}/1/1`]);
    const { reference } = HOME;
    expect(scene.events[0]?.data.home).toMatchObject({ reference });
  });

  it('has no press taken that it sends in the same breath as that', async () => {
    const scene = await Scene.start();
    const device = await scene.join();
    await scene.suspend();
    device.publish(device.seal(pressFrame({ bootId: 1, seq: 1 })));
    await device.until(() => device.isClosed);
    const again = scene.device();
    expect(await again.connect(scene.bench.gateway.mqttPort)).toBe(5);
    expect(scene.events).toEqual([]);
  });
});

describe('a device that is retired', () => {
  it('after its receipt has its press forwarded from the home in which it stood', async () => {
    const scene = await Scene.start();
    scene.status = 503;
    const device = await scene.join();
    await device.press({ bootId: 1, seq: 1 });
    await until(() => scene.events.length > 0);
    await scene.registry.change(ADMIN, ID, { state: 'retired' });
    await device.until(() => device.isClosed);
    const before = scene.events.length;
    scene.status = 200;
    await until(() => scene.events.length > before);
    const { reference, community } = HOME;
    expect(scene.events.at(-1)).toMatchObject({
      id: `${ID}/1/1`,
      data: { home: { reference, community } },
    });
  });
});

describe('a device whose key is replaced', () => {
  it('while its press is being stored is cut with the old key, and the press counts once under the new one', async () => {
    const scene = await Scene.start();
    const old = await scene.join();
    const fresh = await scene.registry.issueKey(ADMIN, ID);
    scene.disk = held();
    const identity = { bootId: 1, seq: 1 };
    old.publish(old.seal(pressFrame(identity)));
    await until(() => scene.disk.waiting === 1);
    const now = await scene.join(fresh);
    await old.until(() => old.isClosed);
    const receipt = now.press(identity);
    await until(() => scene.disk.waiting === 2);
    scene.disk.letGo();
    expect(await receipt).toMatchObject({ kind: 'receipt', result: RECEIPT_DUPLICATE });
    await until(() => scene.events.length > 0);
    await scene.restart();
    expect(scene.events.map(({ id }) => id)).toEqual([`${ID}/1/1`]);
    expect(await scene.device(scene.key).connect(scene.bench.gateway.mqttPort)).toBe(4);
  });
});
