// The AsyncAPI document: up to date, whole, and true: what a real gateway sends to a real server is what it describes.
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { asyncApi, asyncApiYaml } from '#gateway/destinations/events/asyncapi.ts';
import { ReportMessage } from '#gateway/destinations/events/broker.ts';
import { DeviceEvent, EVENTS, type PlatformEvent } from '#gateway/destinations/events/schemas.ts';
import { parseReport } from '#gateway/domain/report.ts';
import { BrokerRun } from './broker-run.ts';
import {
  against,
  ajv,
  channelsOf,
  committed,
  document,
  type Message,
  messages,
  messagesOf,
  wayOf,
} from './document.ts';
import { EventRun } from './event-run.ts';

/** By the type of a CloudEvent. */
const nameOf = (event: PlatformEvent | DeviceEvent) =>
  Object.keys(messages).find((name) => messages[name]?.name === event.type) ?? event.type;

/** Fields that the document doesn't name. */
function unnamed(event: PlatformEvent | DeviceEvent): unknown[] {
  const all = [...Object.values(EVENTS), DeviceEvent];
  const schema = all.find(({ shape }) => shape.type.value === event.type);
  const validate = ajv().compile(z.toJSONSchema(schema as z.ZodType, { io: 'output' }));
  return validate(event) ? [] : (validate.errors ?? []);
}

describe('the AsyncAPI document', () => {
  it('is up to date with the code', () => {
    const isFresh = committed === asyncApiYaml();
    expect(isFresh, 'run `npm run build:events` and commit what it writes').toBe(true);
    expect(document).toEqual(JSON.parse(JSON.stringify(asyncApi())));
  });

  it('leads nowhere wrong: every $ref is there', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, ref]) => ref,
    );
    expect(refs.length).toBeGreaterThan(0);
    for (const ref of refs) {
      const found = (ref as string)
        .split('/')
        .reduce((at: unknown, name) => (at as Record<string, unknown>)?.[name], document);
      expect(found, ref).toBeDefined();
    }
  });

  it('has a schema and an example of every message, and every example is as its schema says', () => {
    const overBrokers = ['deviceState', 'deviceGone', 'report'];
    expect(Object.keys(messages)).toEqual([...Object.keys(EVENTS), ...overBrokers]);
    for (const [name, { examples }] of Object.entries(messages)) {
      expect(examples.length).toBeGreaterThan(0);
      for (const { payload } of examples) {
        expect([name, against(name, payload)]).toEqual([name, []]);
        if (name in EVENTS) expect(nameOf(payload as PlatformEvent)).toBe(name);
      }
    }
  });

  it('calls a report what the gateway takes for one, and nothing else', () => {
    const reports = [
      ...(messages.report as Message).examples.map(({ payload }) => payload),
      ...['stored', 'unanswered', '', undefined, 7].map((stage) => ({
        call_id: 'CB-1.1.1',
        stage,
      })),
      ...['', 'x'.repeat(64), 'x'.repeat(65), undefined, 7].map((call_id) => ({
        call_id,
        stage: 'closed',
      })),
      {},
      [],
      null,
      'accepted',
      { call_id: 'CB-1.1.1', stage: 'closed', more: 1 },
    ];
    for (const report of reports) {
      const isTaken = parseReport(JSON.stringify(report)) !== undefined;
      expect([report, against('report', report).length === 0]).toEqual([report, isTaken]);
    }
    expect(ReportMessage.shape.stage.options).not.toContain('stored');
  });

  it('shows supervision, maintenance and a test among its examples', () => {
    const summaries = Object.values(messages).flatMap(({ examples }) =>
      examples.map(({ summary }) => summary),
    );
    for (const word of ['supervision', 'maintenance', 'test press']) {
      expect(summaries.some((summary) => summary.includes(word))).toBe(true);
    }
  });

  it('does not take everything: what is missing or wrong is seen', () => {
    const [example] = (messages.press as Message).examples as [Message['examples'][0]];
    const { data, ...envelope } = example.payload as PlatformEvent;
    expect(against('press', envelope)).not.toEqual([]);
    expect(against('press', { ...envelope, data: { ...data, key: 'blue' } })).not.toEqual([]);
    const more = { ...envelope, data: { ...data, news: 1 } } as unknown as PlatformEvent;
    expect(against('press', more)).toEqual([]);
    expect(unnamed(more)).not.toEqual([]);
    for (const topic of [
      'calls/red/CB-1',
      'city/calls/blue/CB-1',
      'city/calls/red/CB-1/x',
      'city/notices/red',
      'city/devices/CB-1',
      'city/reports/CB-1',
      '/reports',
    ]) {
      expect([topic, channelsOf(topic)]).toEqual([topic, []]);
    }
  });
});

describe('what a gateway really sends', () => {
  it('is as the document says, event type for event type, and holds nothing that it does not name', async () => {
    const run = await EventRun.start();
    onTestFinished(() => run.stop());
    await run.everything();
    const events = run.events();
    expect(new Set(events.map(nameOf))).toEqual(new Set(Object.keys(EVENTS)));
    for (const event of events) {
      expect([event.type, against(nameOf(event), event)]).toEqual([event.type, []]);
      expect([event.type, unnamed(event)]).toEqual([event.type, []]);
    }
  });

  it('over a broker goes where and as the document says, message for message, and so do the reports that it takes', async () => {
    const run = await BrokerRun.start();
    onTestFinished(() => run.stop());
    const reported = ReportMessage.parse.bind(ReportMessage);
    await run.everything((call_id, stage) => reported({ call_id, stage }));
    const used = new Set<string>();
    for (const { topic, text, qos, retain } of run.published) {
      const payload = text === '' ? '' : JSON.parse(text);
      const channels = channelsOf(topic);
      expect([topic, channels]).toEqual([topic, [expect.any(String)]]);
      const channel = channels[0] as string;
      const fitting = messagesOf(channel, payload);
      expect([topic, text, fitting]).toEqual([topic, text, [expect.any(String)]]);
      used.add(`${channel} ${fitting[0]}`);
      expect(wayOf(channel)).toMatchObject({ qos, retain });
      if (payload.type !== undefined) expect([topic, unnamed(payload)]).toEqual([topic, []]);
    }
    expect(run.refusals).toEqual({});
    // And the document names none that is not used.
    const { platform, ...ofBrokers } = document.channels;
    expect(platform?.address).toBeNull();
    const described = Object.entries(ofBrokers).flatMap(([channel, { messages: names }]) =>
      Object.keys(names).map((name) => `${channel} ${name}`),
    );
    expect([...used].sort()).toEqual(described.sort());
    const kinds = run.published.map(({ topic }) => topic.split('/').at(-2));
    expect(kinds).toEqual(expect.arrayContaining(['red', 'green', 'test']));
    const taken = Object.keys(ofBrokers).filter((name) => wayOf(name).action === 'receive');
    expect(taken).toEqual(['reports']);
  });
});
