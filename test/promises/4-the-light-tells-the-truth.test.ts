// Promise 4: the light tells the truth. The real firmware on the host HAL, a real gateway, a real platform.
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { type SeenPress, VirtualHome } from '#simulator/home.ts';
import type { PlatformOptions } from '#simulator/platform.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { awaited } from '#test/support/until.ts';

const ID = 'CB-0001';

interface Scene {
  bench: TestBench;
  home: VirtualHome;
  /** Every pattern that the light showed, in order. */
  lights: string[];
  /** Resolves when the light shows `name`. */
  light(name: string): Promise<void>;
}

async function start(platform: Partial<PlatformOptions>, unreachedRed = 90_000): Promise<Scene> {
  const bench = await TestBench.start([ID], undefined, platform);
  onTestFinished(() => bench.close());
  const main = { host: '127.0.0.1', port: bench.gateway.mqttPort, tls: false };
  const standard = standardSettings(ID, testDevice(ID).keys[0]!.secret, 1, main, null);
  const quick = {
    redRetryFirst: 20,
    redRetryLongest: 50,
    idleRetryFirst: 20,
    idleRetryLongest: 50,
  };
  const settings = { ...standard, limits: { ...standard.limits, ...quick, unreachedRed } };
  const lights: string[] = [];
  const waiting = new Map<string, () => void>();
  const onLight = ({ name }: { name: string }) => {
    lights.push(name);
    waiting.get(name)?.();
  };
  const home = new VirtualHome({ settings, onLight });
  onTestFinished(() => home.powerOff());
  const light = async (name: string) => {
    if (home.light?.name === name) return;
    const shown = new Promise<void>((resolve) => waiting.set(name, resolve));
    await awaited(shown, () => `the light shows ${name}; it showed ${lights.join(', ')}`);
  };
  home.powerOn();
  return { bench, home, lights, light };
}

describe('the light tells the truth', () => {
  it('it shows that help is coming when the platform has accepted the call, not before', async () => {
    let isOpen = false;
    const { bench, home, lights, light } = await start({ status: () => (isOpen ? 200 : 503) });
    home.press(KEY_RED);
    await light('stored');
    await bench.platform.nextRefusal();
    expect(lights).not.toContain('accepted');
    isOpen = true;
    await light('accepted');
    expect(bench.platform.received.size).toBe(1);
  });

  it('202 of the platform is no acceptance; its report is', async () => {
    const { bench, home, lights, light } = await start({ status: () => 202 });
    home.press(KEY_RED);
    await bench.platform.nextPress();
    await light('stored');
    const [press] = bench.platform.received.values();
    expect(lights).not.toContain('accepted');
    await bench.platform.report([...press!.callIds][0]!, 'accepted');
    await light('accepted');
  });

  it('it says when nobody accepts in time, and takes it back when somebody does', async () => {
    let isOpen = false;
    const { home, lights, light } = await start({ status: () => (isOpen ? 200 : 503) }, 300);
    home.press(KEY_RED);
    await light('unreached');
    expect(lights).not.toContain('accepted');
    isOpen = true;
    await light('accepted');
  });

  it('it says when the gateway is gone, and a press then is delivered when it is back', async () => {
    const { bench, home, lights, light } = await start({}, 300);
    await light('idle');
    await bench.down();
    await light('no_network');
    home.press(KEY_RED);
    await light('unreached');
    expect(lights).not.toContain('accepted');
    await bench.up();
    await light('accepted');
    expect(bench.platform.received.size).toBe(1);
  });

  it('it follows the call: answered, then at rest when it is closed', async () => {
    const { bench, home, lights, light } = await start({});
    home.press(KEY_RED);
    await light('accepted');
    const [press] = bench.platform.received.values();
    const callId = [...press!.callIds][0]!;
    await bench.platform.report(callId, 'answered');
    await light('answered');
    await bench.platform.report(callId, 'closed');
    await light('idle');
    expect(lights.slice(lights.indexOf('accepted'))).toEqual(['accepted', 'answered', 'idle']);
  });

  it('after a power cut the device learns of its open call from the gateway', async () => {
    const { home, light } = await start({});
    home.press(KEY_RED);
    await light('accepted');
    home.powerOff();
    expect(home.light).toBeUndefined();
    home.powerOn();
    await light('accepted');
  });

  it('an acceptance that the homes saw is one that the platform gave', async () => {
    const { bench, home, light } = await start({});
    home.press(KEY_RED);
    await light('accepted');
    const seen: SeenPress[] = home.presses.filter(({ acceptedAt }) => acceptedAt !== undefined);
    expect(seen.map(({ identity }) => `${ID}/${identity.bootId}/${identity.seq}`)).toEqual([
      ...bench.platform.received.keys(),
    ]);
  });
});
