// Reports over the broker: taken as those over HTTP are, garbage counted and passed over, floods slowed.
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { REPORTS_PER_SECOND, Reports } from '#gateway/destinations/mqtt/reports.ts';
import { MAX_PACKET_BYTES } from '#gateway/destinations/mqtt/socket.ts';
import type { DestinationContext } from '#gateway/domain/ports/destination.ts';
import { parseReport } from '#gateway/domain/report.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { until } from '#test/support/until.ts';
import { isUp, Listener, mqttTo, startBroker } from './broker.ts';

class RecordingContext implements DestinationContext {
  readonly reports: string[] = [];
  readonly bad: string[] = [];
  devices = { deviceIds: () => [], viewOf: () => undefined, watch: () => () => {} };
  async report(callId: string, stage: string): Promise<void> {
    this.reports.push(`${callId} ${stage}`);
  }
  malformed(detail: string): void {
    this.bad.push(detail);
  }
}

async function start() {
  const broker = await startBroker();
  const city = mqttTo(broker.port);
  const context = new RecordingContext();
  city.setContext(context);
  await city.start();
  onTestFinished(async () => {
    await city.stop();
    await broker.stop();
  });
  await until(() => isUp(city));
  const { client } = await Listener.start(broker.port, 'nothing');
  const send = (payload: string | Buffer, topic = 'callbutton/reports') =>
    client.publishAsync(topic, payload, { qos: 1 });
  return { city, context, send };
}

const report = (stage = 'accepted') => JSON.stringify({ call_id: 'CB-1.1.1', stage });

describe('a report', () => {
  it('is handed on with its call and stage, repeated or not', async () => {
    const { context, send } = await start();
    for (const stage of ['accepted', 'accepted', 'answered', 'dispatched', 'closed']) {
      await send(report(stage));
    }
    await until(() => context.reports.length === 5);
    expect(context.reports.map((text) => text.split(' ')[1])).toEqual([
      'accepted',
      'accepted',
      'answered',
      'dispatched',
      'closed',
    ]);
  });

  it('on another topic is none', async () => {
    const { context, send } = await start();
    await send(report(), 'callbutton/reports/more');
    await send(report());
    await until(() => context.reports.length > 0);
    expect(context.reports).toHaveLength(1);
  });

  it('that is garbage is counted, and the next good one is taken', async () => {
    const { context, send } = await start();
    const garbage = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{}',
      report('stored'),
      report('lost'),
      '\xff\xfe',
      '{"call_id":"","stage":"accepted"}',
      '{"call_id":7,"stage":"accepted"}',
      JSON.stringify({ call_id: 'x'.repeat(65), stage: 'accepted' }),
      JSON.stringify({ call_id: 'x', stage: 'accepted', more: 'y'.repeat(5_000) }),
    ];
    for (const payload of garbage) await send(Buffer.from(payload, 'latin1'));
    await send(report());
    await until(() => context.reports.length === 1);
    expect(context.bad).toHaveLength(garbage.length);
    expect(context.bad.at(-1)).toBe('a report is too long');
  });

  it('that is far too long ends that connection alone, which comes back', async () => {
    const { city, context, send } = await start();
    await send(Buffer.alloc(MAX_PACKET_BYTES + 1));
    await until(() => !isUp(city));
    expect(city.link?.reason).toBe('reports: a packet from the broker is too long');
    expect(context.bad).toEqual(['a message is too long: connection closed']);
    await until(() => isUp(city));
    await send(report());
    await until(() => context.reports.length === 1);
  });
});

describe('a flood of reports', () => {
  it('is read at 1,000 a second: the rest waits at the broker', async () => {
    const clock = new MovingClock();
    const context = new RecordingContext();
    const reports = new Reports(clock, () => context);
    const take = () => reports.take(Buffer.from(report()));
    for (let count = 0; count < REPORTS_PER_SECOND; count++) await take();
    let isTaken = false;
    const next = take().then(() => {
      isTaken = true;
    });
    await clock.advance(999);
    expect(isTaken).toBe(false);
    await clock.advance(1);
    await next;
    expect(context.reports).toHaveLength(REPORTS_PER_SECOND + 1);
    await take();
  });
});

describe('any text', () => {
  it('is a report or none, and never an error', () => {
    fc.assert(fc.property(fc.string(), (text) => parseReport(text) === undefined));
    fc.assert(fc.property(fc.json(), (text) => parseReport(text) === undefined));
    const field = fc.oneof(fc.constant('accepted'), fc.string(), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(fc.record({ call_id: field, stage: field }), (value) => {
        const parsed = parseReport(JSON.stringify(value));
        if (parsed) expect(parsed).toEqual({ callId: value.call_id, stage: value.stage });
      }),
    );
  });
});
