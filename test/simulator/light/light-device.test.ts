// A light device against a real gateway: to it, it is a device like any other.
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  KEY_GREEN,
  KEY_RED,
  STAGE_ACCEPTED,
  STAGE_ANSWERED,
  STAGE_STORED,
} from '#protocol/messages.ts';
import type { PlatformOptions } from '#simulator/platform.ts';
import { TestBench, type TestGatewayOptions, testDevice } from '#test/support/test-gateway.ts';
import { wrap } from '#test/support/wrap.ts';
import { LightBench } from './light-bench.ts';

const ID = 'CB-0001';
const OTHER = 'CB-0002';

async function start(
  change?: TestGatewayOptions['change'],
  platform: Partial<PlatformOptions> = {},
): Promise<TestBench> {
  const bench = await TestBench.start([ID, OTHER], change, platform);
  onTestFinished(() => bench.close());
  return bench;
}

describe('a light device', () => {
  it('connects, presses, is receipted, and hears of acceptance and answer', async () => {
    const bench = await start(undefined, { answerAfterMs: () => 0 });
    const light = new LightBench(ID, bench.gateway.mqttPort);
    light.device.powerOn();
    const identity = light.device.press(KEY_RED)!;
    await light.until(() => light.news.some(({ stage }) => stage === STAGE_ANSWERED));
    expect(light.device.state).toBe('connected');
    expect(light.settled).toEqual([{ identity, isRejected: false, reason: 0 }]);
    const stages = light.news.map(({ stage }) => stage).filter((stage) => stage !== STAGE_STORED);
    expect(stages).toEqual([STAGE_ACCEPTED, STAGE_ANSWERED]);
    expect(light.news.every(({ latest }) => latest.seq === identity.seq)).toBe(true);
    expect([...bench.platform.received.keys()]).toEqual([`${ID}/1/${identity.seq}`]);
  });

  it('is given no cause for a refusal in anything that it does', async () => {
    const bench = await start(undefined, { answerAfterMs: () => 0 });
    const light = new LightBench(ID, bench.gateway.mqttPort);
    light.device.powerOn();
    await light.until(() => light.heartbeats === 1);
    light.device.setCondition({ percent: 15, onMains: false });
    light.device.beat();
    light.device.press(KEY_GREEN);
    light.device.press(KEY_RED);
    await light.until(() => light.settled.length === 2);
    light.device.powerOff();
    light.device.powerOn();
    light.device.press(KEY_RED);
    await light.until(() => light.settled.length === 3);
    expect(bench.gateway.health().refusals).toEqual({});
  });

  it('reports mains and battery when they change, each once', async () => {
    const events: string[] = [];
    const bench = await start(({ journal }) => ({
      journal: wrap(journal, {
        appendEvent: (event) => {
          events.push(event.kind);
          return journal.appendEvent(event);
        },
      }),
    }));
    const light = new LightBench(ID, bench.gateway.mqttPort);
    light.device.powerOn();
    light.device.setCondition({ percent: 15, onMains: false });
    light.device.setCondition({ percent: 14, onMains: false });
    light.device.press(KEY_RED);
    await light.until(() => light.settled.length === 1 && light.device.waiting.length === 0);
    expect(events.sort()).toEqual(['battery', 'boot', 'mains']);
  });

  it('keeps a press that got no receipt, and delivers it once when the gateway is back', async () => {
    let isFull = true;
    const bench = await start(({ journal }) => ({
      journal: wrap(journal, {
        appendPress: async (press, assign) => {
          // Stored, and the receipt lost: only the identity tells the second one from the first.
          const appended = await journal.appendPress(press, assign);
          if (isFull) throw new Error('ENOSPC');
          return appended;
        },
      }),
    }));
    const light = new LightBench(ID, bench.gateway.mqttPort);
    light.device.powerOn();
    const identity = light.device.press(KEY_RED)!;
    await light.until(() => light.heartbeats === 2);
    expect(light.settled).toEqual([]);
    await bench.down();
    isFull = false;
    await bench.up();
    await light.until(() => light.settled.length === 1);
    expect(light.settled[0]).toMatchObject({ identity, isRejected: false });
    const received = [...bench.platform.received.values()];
    expect(received).toMatchObject([{ id: `${ID}/1/${identity.seq}` }]);
    expect(received[0]!.callIds.size).toBe(1);
  });

  it('keeps its presses over a power cut, in a new boot, with an age that is a lower bound', async () => {
    const bench = await start();
    const taken: { bootId: number; ageIsLowerBound: boolean }[] = [];
    const light = new LightBench(ID, bench.gateway.mqttPort);
    light.device.setNetwork(false);
    light.device.powerOn();
    const identity = light.device.press(KEY_GREEN)!;
    light.device.powerOff();
    expect(light.device.press(KEY_RED)).toBeUndefined();
    await bench.down();
    await bench.up(({ journal }) => ({
      journal: wrap(journal, {
        appendPress: (press, assign) => {
          taken.push(press);
          return journal.appendPress(press, assign);
        },
      }),
    }));
    light.device.setNetwork(true);
    light.device.powerOn();
    expect(light.device.bootId).toBe(2);
    await light.until(() => light.settled.length === 1);
    expect(light.settled[0]!.identity).toEqual(identity);
    expect(taken).toMatchObject([{ bootId: 1, ageIsLowerBound: true }]);
  });

  it('has no connection while the network is cut, and comes back by itself', async () => {
    const bench = await start();
    const light = new LightBench(ID, bench.gateway.mqttPort);
    light.device.powerOn();
    await light.until(() => light.heartbeats === 1);
    light.device.setNetwork(false);
    expect(light.device.state).toBe('waiting');
    light.device.press(KEY_RED);
    expect(light.settled).toEqual([]);
    light.device.setNetwork(true);
    await light.until(() => light.settled.length === 1);
    expect(bench.gateway.health().refusals).toEqual({});
  });

  it('whose key is wrong is never let in, and does not give up', async () => {
    const bench = await start();
    const light = new LightBench(ID, bench.gateway.mqttPort, testDevice(OTHER).keys[0]!.secret);
    const other = new LightBench(OTHER, bench.gateway.mqttPort);
    light.device.powerOn();
    light.device.press(KEY_RED);
    other.device.powerOn();
    const refused = () => bench.gateway.health().refusals.CONNECT_SEAL_WRONG ?? 0;
    while (refused() < 2) {
      const made = other.settled.length;
      other.device.press(KEY_GREEN);
      await other.until(() => other.settled.length > made);
    }
    expect(light.settled).toEqual([]);
    expect(light.device.waiting.length).toBe(2);
  });
});
