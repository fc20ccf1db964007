// A whole gateway that forwards over somebody's broker: acceptance and answers come back as messages.
import { describe, expect, it, onTestFinished } from 'vitest';
import { STAGE_ACCEPTED, STAGE_ANSWERED } from '#protocol/messages.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { isUp, Listener, mqttTo, startBroker } from './broker.ts';

const ID = 'CB-0001';

async function start() {
  const broker = await startBroker();
  const platform = mqttTo(broker.port, { name: 'platform', devicesPerSecond: 50 });
  const bench = await TestBench.start([ID], () => ({ destinations: { platform } }));
  onTestFinished(async () => {
    await bench.close();
    await broker.stop();
  });
  await until(() => isUp(platform));
  const listener = await Listener.start(broker.port, 'callbutton/#');
  const report = (call_id: string, stage: string) =>
    listener.client.publishAsync('callbutton/reports', JSON.stringify({ call_id, stage }), {
      qos: 1,
    });
  const key = testDevice(ID).keys[0]?.secret as Uint8Array;
  const device = await new RawDevice(ID, key, { bootId: 1, connectNo: 1 }).join(
    bench.gateway.mqttPort,
  );
  return { bench, broker, listener, report, device };
}

type Started = Awaited<ReturnType<typeof start>>;

/** Resolves when the light of the device knows it. */
const shows = (device: Started['device'], stage: number) =>
  device.until(() =>
    device.downlinks.some(
      (downlink) =>
        downlink.kind === 'progress' && downlink.calls.some((call) => call.stage === stage),
    ),
  );

describe('a press over a broker', () => {
  it('is not accepted by the PUBACK, but by a report; the light follows the reports', async () => {
    const { device, listener, report } = await start();
    await device.press({ bootId: 1, seq: 1 });
    const call = () => listener.heard.find(({ topic }) => topic === `callbutton/calls/red/${ID}`);
    await until(() => call() !== undefined);
    const { data } = JSON.parse(call()?.text as string);
    const stages = device.downlinks.flatMap((downlink) =>
      downlink.kind === 'progress' ? downlink.calls : [],
    );
    expect(stages.every(({ stage }) => stage < STAGE_ACCEPTED)).toBe(true);
    await report(data.call_id, 'accepted');
    await shows(device, STAGE_ACCEPTED);
    for (const stage of ['answered', 'accepted', 'answered']) await report(data.call_id, stage);
    await shows(device, STAGE_ANSWERED);
  });

  it('is no business of whoever it was not offered to, and an unknown call is counted', async () => {
    const { bench, report } = await start();
    const refusals = () => bench.gateway.health().refusals;
    for (let time = 0; time < 300; time++) await report(`CB-0001.9.${time}`, 'accepted');
    await report('x', 'nonsense');
    await until(() => refusals().REPORT_MALFORMED === 1);
    expect(refusals()).toEqual({ REPORT_UNKNOWN_CALL: 300, REPORT_MALFORMED: 1 });
  });

  it('is told beside the state of its device, which is kept at the broker', async () => {
    const { broker } = await start();
    const late = await Listener.start(broker.port, `callbutton/devices/${ID}/state`);
    await until(() => late.heard.some(({ text }) => JSON.parse(text).data.state === 'online'));
    expect(late.heard.every(({ text }) => !text.includes('home'))).toBe(true);
  });
});

describe('a device that is taken out while the gateway is stopped', () => {
  it('has no state at the broker after the next start, and the others have theirs', async () => {
    const broker = await startBroker();
    const platform = () => mqttTo(broker.port, { name: 'platform', devicesPerSecond: 50 });
    const bench = await TestBench.start([ID, 'CB-0002'], () => ({
      destinations: { platform: platform() },
    }));
    onTestFinished(async () => {
      await bench.close();
      await broker.stop();
    });
    const key = testDevice(ID).keys[0]?.secret as Uint8Array;
    await new RawDevice(ID, key, { bootId: 1, connectNo: 1 }).join(bench.gateway.mqttPort);
    const listener = await Listener.start(broker.port, 'callbutton/devices/+/state');
    const texts = (deviceId: string) =>
      listener.heard.filter(({ topic }) => topic.includes(deviceId)).map(({ text }) => text);
    await until(() => texts(ID).length > 0 && texts('CB-0002').length > 0);
    await bench.down();
    bench.devices.splice(0, 1);
    await bench.up(() => ({ destinations: { platform: platform() } }));
    await until(() => texts(ID).at(-1) === '');
    const late = await Listener.start(broker.port, 'callbutton/devices/+/state');
    await until(() => late.heard.length > 0);
    expect(late.heard.every(({ topic }) => topic.includes('CB-0002'))).toBe(true);
  });
});
