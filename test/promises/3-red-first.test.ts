// Promise 3: red first. Real TCP, a real disk, real platforms: hung green never holds up red, a hung platform neither.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigSchema } from '#gateway/config/index.ts';
import { WebhookDestination } from '#gateway/destinations/webhook.ts';
import { openCall } from '#gateway/domain/call.ts';
import { LANE_SIZES } from '#gateway/domain/limits.ts';
import { callIdOf, type Press } from '#gateway/domain/press.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import { DeviceList } from '#gateway/registry/device-list.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { KEY_GREEN, STAGE_ACCEPTED } from '#protocol/messages.ts';
import { StandInPlatform } from '#simulator/platform.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { SECRET, TestBench, testDevice } from '#test/support/test-gateway.ts';

const ID = 'CB-0001';
const { secret } = testDevice(ID).keys[0]!;

/** A platform that accepts red presses and leaves green ones hanging. */
class HangsOnGreen {
  readonly #server: Server;
  /** Green deliveries that wait for an answer. */
  hanging = 0;

  constructor() {
    this.#server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      if (JSON.parse(text).data.key === 'red') response.writeHead(200).end();
      else this.hanging++;
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

const webhook = (name: string, url: string) =>
  new WebhookDestination({ name, url, secret: SECRET, source: '/t', utc: systemClock.utc });

/** Writes so many green presses of other homes into the journal, as if they had just come. */
async function queueGreen(folder: string, count: number): Promise<void> {
  const journal = new LevelJournal({ folder: join(folder, 'journal'), clock: systemClock });
  await journal.start();
  const presses = Array.from({ length: count }, (_, index): Press => {
    return {
      deviceId: `CB-9${index}`,
      bootId: 1,
      seq: 1,
      key: 'green',
      count: 1,
      test: false,
      receivedAt: Date.now(),
      ageMs: 0,
      ageIsLowerBound: false,
    };
  });
  const append = (press: Press) =>
    journal.appendPress(press, () => ({
      press: { ...press, callId: callIdOf(press), joined: false },
      call: openCall(press, undefined),
    }));
  await Promise.all(presses.map(append));
  await journal.stop();
}

interface Plan {
  /** As they stand in the configuration. */
  routes: object;
  /** Another platform beside the bench's own, and its name in the routes. */
  beside: [name: string, platform: StandInPlatform];
}

/** A bench whose gateway has other routes. */
async function benchWith({ routes, beside: [name, other] }: Plan): Promise<TestBench> {
  const bench = await TestBench.start([ID]);
  await bench.down();
  const url = await other.start();
  const port = { port: 0 };
  const config = ConfigSchema.parse({
    data: bench.folder,
    log: 'silent',
    mqtt: port,
    mqtts: 'off',
    http: port,
    routes,
  });
  const gateway = new Gateway(config, {
    ...(await realPorts(config)),
    directory: new DeviceList(async () => bench.devices),
    destinations: {
      platform: webhook('platform', bench.platformUrl),
      [name]: webhook(name, url),
    },
    secrets: {},
  });
  await gateway.start();
  bench.gateway = gateway;
  onTestFinished(async () => {
    // What hangs would be waited for.
    await bench.platform.setMode({ mode: 'down' });
    await gateway.stop();
    await bench.close();
    await other.stop();
  });
  return bench;
}

async function inService(bench: TestBench): Promise<RawDevice> {
  const session = { bootId: 1, connectNo: 1 };
  return new RawDevice(ID, secret, session).join(bench.gateway.mqttPort);
}

/** Resolves when the device has heard that help is coming. */
function accepted(device: RawDevice): Promise<void> {
  return device.until(() =>
    device.downlinks.some(
      (downlink) =>
        downlink.kind === 'progress' &&
        downlink.calls.some(({ stage }) => stage === STAGE_ACCEPTED),
    ),
  );
}

describe('red first', () => {
  it('a red press is accepted at once while 2,000 green calls wait for a platform that hangs', async () => {
    const platform = new HangsOnGreen();
    const destination = webhook('platform', await platform.start());
    const bench = await TestBench.start([ID]);
    onTestFinished(async () => {
      platform.stop();
      await bench.close();
    });
    await bench.down();
    await queueGreen(bench.folder, 2_000);
    await bench.up(() => ({ destinations: { platform: destination } }));
    const device = await inService(bench);
    const began = performance.now();
    await device.press({ bootId: 1, seq: 1 });
    await accepted(device);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(platform.hanging).toBeLessThanOrEqual(LANE_SIZES.green.concurrency);
  });

  it('a red press goes to the fallback while the first platform hangs, and the light shows it', async () => {
    const spare = new StandInPlatform({ secret: SECRET });
    const bench = await benchWith({
      routes: { red: { to: 'platform', fallback: { to: 'spare', after: '100ms' } } },
      beside: ['spare', spare],
    });
    await bench.platform.setMode({ mode: 'hang' });
    const device = await inService(bench);
    const [arrived] = await Promise.all([spare.nextPress(), device.press({ bootId: 1, seq: 1 })]);
    expect(arrived).toMatchObject({ id: `${ID}/1/1`, callIds: new Set([`${ID}.1.1`]) });
    await accepted(device);
    expect(bench.platform.received.size).toBe(0);
  });

  it('a limit that was missed is told to the operator with its cause, never only logged', async () => {
    let tell = (_id: string) => {};
    const told = new Promise<string>((resolve) => {
      tell = resolve;
    });
    const operator = new StandInPlatform({ secret: SECRET, onNotice: ({ id }) => tell(id) });
    const bench = await benchWith({
      routes: { red: { to: 'platform', accept: '50ms' }, status: 'operator' },
      beside: ['operator', operator],
    });
    await bench.platform.setMode({ mode: 'hang' });
    const device = await inService(bench);
    await device.press({ bootId: 1, seq: 1 });
    expect(await told).toBe(`breach/${ID}/1/1/accepted`);
  });

  it('a red press opens a red call of its own while a green call is open', async () => {
    const bench = await TestBench.start([ID]);
    onTestFinished(() => bench.close());
    const device = await inService(bench);
    await device.press({ bootId: 1, seq: 1 }, KEY_GREEN);
    await device.press({ bootId: 1, seq: 2 });
    await bench.platform.until((received) => received.size === 2);
    const callIds = [...bench.platform.received.values()].flatMap((press) => [...press.callIds]);
    expect(new Set(callIds)).toEqual(new Set([`${ID}.1.1`, `${ID}.1.2`]));
  });
});
