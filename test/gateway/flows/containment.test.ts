// What a flow does wrong harms the flow alone: red goes out over the fallback, and the process is started again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigSchema } from '#gateway/config/index.ts';
import { WebhookDestination } from '#gateway/destinations/webhook.ts';
import { FlowDestination } from '#gateway/flows/destination.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import { DeviceList } from '#gateway/registry/device-list.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { STAGE_ACCEPTED } from '#protocol/messages.ts';
import { StandInPlatform } from '#simulator/platform.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { SECRET, testDevice } from '#test/support/test-gateway.ts';
import { flowThrough, makeFlows, type RunningFlows } from './flows.ts';

/** What the function node does with a press of each device. A flow may break out of its sandbox. */
const DEEDS: Record<string, string> = {
  'CB-MUTE': `return null;`,
  'CB-THROWS': `throw new Error('no');`,
  'CB-SPINS': `for (;;) {}`,
  'CB-SPINS-LATER': `await new Promise((resolve) => setTimeout(resolve, 1)); for (;;) {}`,
  'CB-EXITS': `Buffer.constructor('return process')().exit(0);`,
  'CB-THROWS-LATE': `
    Buffer.constructor('return setTimeout')()(() => { throw new Error('late'); }, 1);
    return null;`,
  'CB-FILLS-HEAP': `
    const kept = [];
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      for (let time = 0; time < 100; time++) kept.push(new Array(20000).fill({}));
    }`,
  'CB-FILLS-MEMORY': `
    const kept = [];
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 3));
      kept.push(Buffer.alloc(5 << 20, 1));
    }`,
  'CB-FLOODS': `
    for (let time = 0; time < 20000; time++) node.send({ stage: 'closed', call_id: 'CB-1.1.' + time });
    return null;`,
  'CB-SHOUTS': `
    node.send({ stage: 'accepted', call_id: 'x'.repeat(2 << 20) });
    return null;`,
};
/** Each has one press: a call that is open would tell of the one before. */
const GOOD = Array.from({ length: 20 }, (_, index) => `CB-GOOD-${index}`);
const GOOD_ONES = new Set(GOOD);
const DEVICES = [...Object.keys(DEEDS), ...GOOD];

const FUNCTION = `
switch (msg.device_id) {
${Object.entries(DEEDS)
  .map(([id, deed]) => `case '${id}': { ${deed} }`)
  .join('\n')}
}
msg.stage = 'accepted';
return msg;
`;

let flows: RunningFlows;
let duty: StandInPlatform;
let gateway: Gateway;

beforeAll(async () => {
  flows = await makeFlows(flowThrough(FUNCTION), { heapMb: 96 });
  duty = new StandInPlatform({ secret: SECRET });
  const url = await duty.start();
  const port = { port: 0 };
  const config = ConfigSchema.parse({
    data: flows.data,
    log: 'silent',
    mqtt: port,
    http: port,
    routes: {
      red: { to: 'flow', fallback: { to: 'duty', after: '300ms' } },
      green: 'duty',
      // However long it takes on a busy machine, the flow it is.
      groups: { good: { red: 'flow' } },
    },
  });
  const webhook = { name: 'duty', url, secret: SECRET, source: '/t', utc: systemClock.utc };
  gateway = new Gateway(config, {
    ...(await realPorts(config)),
    directory: new DeviceList(async () =>
      DEVICES.map((id) => testDevice(id, { group: GOOD_ONES.has(id) ? 'good' : 'g' })),
    ),
    destinations: {
      flow: new FlowDestination('flow', flows.host, '/t'),
      duty: new WebhookDestination(webhook),
    },
    flows: flows.host,
  });
  await gateway.start();
  await flows.up();
});

afterAll(async () => {
  await gateway.stop();
  await duty.stop();
  await flows.close();
});

/** A red press of this device, from its receipt to the light that says that help is coming. */
async function press(deviceId: string): Promise<void> {
  const secret = testDevice(deviceId).keys[0]?.secret as Uint8Array;
  const device = new RawDevice(deviceId, secret, { bootId: 1, connectNo: 1 });
  await device.join(gateway.mqttPort);
  await device.press({ bootId: 1, seq: 1 });
  await device.until(() =>
    device.downlinks.some(
      (downlink) =>
        downlink.kind === 'progress' &&
        downlink.calls.some(({ stage }) => stage === STAGE_ACCEPTED),
    ),
  );
  device.socket.destroy();
}

const wentTo = (deviceId: string) => (duty.received.has(`${deviceId}/1/1`) ? 'duty' : 'flow');

async function flowsAccept(): Promise<void> {
  const good = GOOD.pop() as string;
  await press(good);
  expect(wentTo(good)).toBe('flow');
}

describe('a red press that a flow accepts', () => {
  it('goes to nobody else', async () => {
    await flowsAccept();
  });
});

describe('a red press goes out over the fallback, and the flows go on, when a flow', () => {
  for (const [what, deviceId] of [
    ['does not answer', 'CB-MUTE'],
    ['throws', 'CB-THROWS'],
    ['computes without end', 'CB-SPINS'],
  ] as const) {
    it(what, async () => {
      const before = flows.log.entries.length;
      await press(deviceId);
      expect(wentTo(deviceId)).toBe('duty');
      await flowsAccept();
      expect(flows.log.entries.slice(before)).toEqual([]);
    });
  }
});

describe('a red press goes out over the fallback, and the flows are started again, when a flow', () => {
  for (const [what, deviceId, code] of [
    ['computes without end after an await', 'CB-SPINS-LATER', 'FLOW_SPINS'],
    ['ends its process', 'CB-EXITS', 'FLOW_CRASHED'],
    ['throws where nobody catches', 'CB-THROWS-LATE', 'FLOW_CRASHED'],
    ['fills its heap', 'CB-FILLS-HEAP', 'FLOW_HEAP'],
    ['fills memory beside its heap', 'CB-FILLS-MEMORY', 'FLOW_HEAP'],
    ['floods the gateway with progress', 'CB-FLOODS', 'FLOW_FLOODS'],
    ['says more than a line holds', 'CB-SHOUTS', 'FLOW_FLOODS'],
  ] as const) {
    it(`${what}: ${code}`, async () => {
      const before = flows.log.entries.length;
      await press(deviceId);
      expect(wentTo(deviceId)).toBe('duty');
      expect(await flows.log.when('flows ended', before)).toMatchObject({ code });
      await flows.up(before);
      expect(gateway.health()).toMatchObject({ status: 'degraded' });
      expect(gateway.health().reasons.join()).toContain(code);
      await flowsAccept();
    });
  }
});
