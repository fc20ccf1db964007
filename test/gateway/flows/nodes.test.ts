// The nodes: which events come out of them, and what they say of calls and ask of devices.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '#gateway/domain/errors.ts';
import type { Delivery } from '#gateway/domain/ports/destination.ts';
import { FlowDestination } from '#gateway/flows/destination.ts';
import {
  caseOf,
  deliveryOf,
  greenOf,
  missedDeadlineOf,
  testPressOf,
} from '#test/contract/deliveries.ts';
import { TestServer } from '../destinations/server.ts';
import { flowOf, type Node, type RunningFlows, runFlows } from './flows.ts';

/** What each filter lets through is posted to its path. */
const FILTERS: Record<string, object> = {
  all: { what: 'all', tests: 'all' },
  presses: { what: 'presses', tests: 'all' },
  red: { what: 'red', tests: 'all' },
  green: { what: 'green', tests: 'all' },
  notices: { what: 'notices', tests: 'all' },
  real: { what: 'all', tests: 'real' },
  tests: { what: 'all', tests: 'tests' },
  street: { what: 'all', tests: 'all', group: 'street-1' },
  elsewhere: { what: 'all', tests: 'all', group: 'street-2' },
};

const STEPS = `
for (const stage of ['accepted', 'answered', 'dispatched', 'closed']) node.send({ ...msg, stage });
return null;`;
const ORDERS = `
if (msg.payload.data.device_id !== 'CB-1') return null;
for (const action of ['state', 'locate', 'self_test', 'reboot', 'rotate_key']) node.send({ ...msg, action, seconds: 5 });
return null;`;
const STRANGER = `return { call_id: 'CB-9.9.9', stage: 'closed' };`;

const posting = (id: string, url: string): Node => ({
  id,
  type: 'http request',
  method: 'POST',
  url,
  ret: 'txt',
  paytoqs: 'ignore',
  headers: [],
});
const through = (id: string, func: string, next: string): Node => ({
  id,
  type: 'function',
  func,
  outputs: 1,
  libs: [],
  wires: [[next]],
});

const flow = (origin: string) =>
  flowOf(
    ...Object.entries(FILTERS).flatMap(([name, filter]): Node[] => [
      { id: name, type: 'call-button event', ...filter, wires: [[`post-${name}`]] },
      posting(`post-${name}`, `${origin}/${name}`),
    ]),
    { id: 'steps-event', type: 'call-button event', what: 'all', tests: 'all', wires: [['steps']] },
    through('steps', STEPS, 'progress'),
    { id: 'progress', type: 'call-button progress', stage: 'message', wires: [['said']] },
    through('said', 'return { payload: msg.progress };', 'post-said'),
    posting('post-said', `${origin}/said`),
    {
      id: 'order-event',
      type: 'call-button event',
      what: 'green',
      tests: 'all',
      wires: [['orders', 'stranger']],
    },
    through('orders', ORDERS, 'device'),
    { id: 'device', type: 'call-button device', action: 'message', wires: [['post-device']] },
    posting('post-device', `${origin}/device`),
    through('stranger', STRANGER, 'progress'),
    { id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
    through(
      'caught',
      'return { payload: { source: msg.error.source.id, text: msg.error.message } };',
      'post-caught',
    ),
    posting('post-caught', `${origin}/caught`),
  );

const server = new TestServer();
let flows: RunningFlows;
let destination: FlowDestination;
const reports: unknown[] = [];
const asked: unknown[] = [];

beforeAll(async () => {
  await server.start();
  flows = await runFlows(flow(server.origin));
  flows.host.connect({
    report: async (callId, stage, by) => {
      reports.push({ callId, stage, by });
      if (callId === 'CB-9.9.9') return { ok: false, code: 'REPORT_NOT_DELIVERED' };
      return { ok: true, call: { callId, stage } };
    },
    administer: async (request) => {
      asked.push(request);
      const { order } = request as { order?: { kind: string } };
      if (order?.kind === 'reboot') throw new GatewayError('DEVICE_OUT_OF_SERVICE', 'CB-1');
      return { command_id: 7 };
    },
  });
  await flows.up();
  destination = new FlowDestination('site', flows.host, '/g/1');
  await destination.start();
});

afterAll(async () => {
  await flows.close();
  await server.stop();
});

beforeEach(() => {
  for (const list of [server.received, reports, asked]) list.length = 0;
});

const never = new AbortController().signal;
const at = (path: string) =>
  server.received.filter(({ url }) => url === `/${path}`).map(({ body }) => JSON.parse(body));

/** Delivers, and waits until it was posted so often. */
async function deliver(delivery: Delivery, posts: number): Promise<void> {
  expect(await destination.deliver(delivery, never)).toEqual({ kind: 'accepted' });
  await server.whenReceived(posts);
}

const SAID = 4;
const GREEN_SAYS = SAID + 3 + 3;

describe('an event node', () => {
  const elsewhere = deliveryOf(1, { group: 'street-2' });
  const cases: [what: string, delivery: Delivery, filters: string[], posts: number][] = [
    ['a red press', deliveryOf(1), ['presses', 'red', 'real', 'street'], SAID],
    ['a green press', greenOf(1), ['presses', 'green', 'real', 'street'], GREEN_SAYS],
    ['a test press', testPressOf(1), ['presses', 'red', 'tests', 'street'], SAID],
    ['a press of another group', elsewhere, ['presses', 'red', 'real', 'elsewhere'], SAID],
    ['a breach', missedDeadlineOf(), ['notices', 'real', 'street'], SAID],
    ['a case', caseOf(), ['notices', 'real', 'street'], 1 + 3],
  ];
  for (const [what, delivery, filters, others] of cases) {
    it(`sends ${what} when it asks for: all, ${filters.join(', ')}`, async () => {
      await deliver(delivery, filters.length + 1 + others);
      const got = Object.keys(FILTERS).filter((name) => at(name).length > 0);
      expect(got.toSorted()).toEqual(['all', ...filters].toSorted());
      const [event] = at('all');
      expect(event).toMatchObject({ specversion: '1.0', source: '/g/1' });
    });
  }
});

describe('a progress node', () => {
  it('accepts what was delivered, and reports each later stage as this destination', async () => {
    await deliver(deliveryOf(1), 5 + SAID);
    const by = ['site'];
    const callId = 'CB-1.1.1';
    expect(reports).toEqual(
      ['answered', 'dispatched', 'closed'].map((stage) => ({ callId, stage, by })),
    );
    expect(
      at('said')
        .map(({ stage }) => stage)
        .toSorted(),
    ).toEqual(['accepted', 'answered', 'closed', 'dispatched']);
  });

  it('accepts a notice, which has no call, and says of the rest that it means nothing', async () => {
    await deliver(caseOf(), 4 + 1 + 3);
    expect(reports).toEqual([]);
    expect(at('said')).toEqual([{ stage: 'accepted' }]);
    expect(at('caught').map(({ source }) => source)).toEqual(['progress', 'progress', 'progress']);
  });

  it('gives the error of the gateway to a catch node', async () => {
    await deliver(greenOf(1), 5 + GREEN_SAYS);
    expect(
      at('caught')
        .map(({ text }) => text)
        .join(),
    ).toContain('(REPORT_NOT_DELIVERED)');
  });
});

describe('a device node', () => {
  it('asks for one device, and gives it the orders that it may give and no others', async () => {
    await deliver(greenOf(1), 5 + GREEN_SAYS);
    const scope = { device_id: 'CB-1' };
    expect(asked).toEqual([
      { ask: 'show', device_id: 'CB-1' },
      { ask: 'command', scope, order: { kind: 'locate', seconds: 5 } },
      { ask: 'command', scope, order: { kind: 'self_test' } },
      { ask: 'command', scope, order: { kind: 'reboot' } },
    ]);
    expect(at('device')).toEqual([{ command_id: 7 }, { command_id: 7 }, { command_id: 7 }]);
    const told = at('caught')
      .map(({ text }) => text)
      .join();
    expect(told).toContain('(DEVICE_OUT_OF_SERVICE)');
    expect(told).toContain('(REQUEST_MALFORMED)');
  });
});
