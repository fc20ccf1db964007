// The example for taking calls by hand: an operator's login takes one call with each press of the button, and sees whose.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FlowDestination } from '#gateway/flows/destination.ts';
import { deliveryOf, PERSONAL, testPressOf } from '#test/contract/deliveries.ts';
import { until } from '#test/support/until.ts';
import { TestServer } from '../destinations/server.ts';
import { EditorClient } from './editor.ts';
import { type Node, PASSWORD, type RunningFlows, runFlows } from './flows.ts';

const EXAMPLES = new URL('../../../gateway/flows/nodes/examples/', import.meta.url);
const never = new AbortController().signal;

describe.each([
  ['English/taken by a person.json', 'nobody waits', ' wait, next: ', 'TEST ', 'call back: '],
  ['中文/人工受理.json', '无人等待', ' 个等待，下一个：', '测试 ', '回拨：'],
])('%s', (file, nobody, next, test, back) => {
  const server = new TestServer();
  const reports: [string, string][] = [];
  let flows: RunningFlows;
  let operator: EditorClient;
  let destination: FlowDestination;
  let button = '';

  beforeAll(async () => {
    await server.start();
    const example = JSON.parse(await readFile(new URL(encodeURI(file), EXAMPLES), 'utf8'));
    const nodeOf = (type: string): Node => example.find((node: Node) => node.type === type);
    button = nodeOf('inject').id;
    // Posts what is seen under the nodes.
    const seen = { z: nodeOf('tab').id, name: '', x: 0, y: 0 };
    const url = `${server.origin}/status`;
    const func = 'return { payload: msg.status.text };';
    const scope = [nodeOf('function').id];
    flows = await runFlows(
      [
        ...example,
        { ...seen, id: 'status', type: 'status', scope, wires: [['text']] },
        { ...seen, id: 'text', type: 'function', func, outputs: 1, libs: [], wires: [['post']] },
        {
          ...seen,
          id: 'post',
          type: 'http request',
          method: 'POST',
          url,
          ret: 'txt',
          paytoqs: 'ignore',
          headers: [],
          wires: [],
        },
      ],
      { editor: { host: '127.0.0.1', port: 0 } },
    );
    flows.host.connect({
      report: async (callId, stage) => {
        reports.push([callId, stage]);
        return { ok: true, call: { callId, stage } } as never;
      },
      administer: async () => ({}),
    });
    await flows.up();
    // It takes calls before its editor is open.
    await flows.log.when('flows ready');
    operator = (await EditorClient.login(flows.host.editorPort, 'bob', PASSWORD)).client;
    destination = new FlowDestination('site', flows.host, '/g/1');
    await destination.start();
  });

  afterAll(async () => {
    await flows.close();
    await server.stop();
  });

  const shown = () => server.received.map(({ body }) => body);
  const press = async () => expect((await operator.post(`/inject/${button}`, {})).status).toBe(200);
  const deliver = (delivery: ReturnType<typeof deliveryOf>) => destination.deliver(delivery, never);

  it('takes the calls that wait one by one, the first before the second, and shows whose they are', async () => {
    await press();
    await until(() => shown().some((text) => text.endsWith(nobody)));
    expect(reports).toEqual([]);
    for (const delivery of [deliveryOf(1), deliveryOf(1), testPressOf(2)]) {
      expect(await deliver(delivery)).toMatchObject({ kind: 'unknown' });
    }
    await until(() => shown().some((text) => text.startsWith(`2${next}`)));
    expect(shown().at(-1)).toBe(`2${next}4711 ${PERSONAL} (CB-1)`);

    await Promise.all([press(), press()]);
    await until(() => reports.length >= 2);
    expect(reports).toEqual([
      ['CB-1.1.1', 'accepted'],
      ['CB-1.1.1', 'answered'],
    ]);
    const both = `${back}4711 ${PERSONAL} (CB-1) | 1${next}${test}4711 ${PERSONAL} (CB-1)`;
    await until(() => shown().includes(both));

    // A moment later it is no double click any more.
    while (reports.length < 4) await press();
    expect(reports.slice(2)).toEqual([
      ['CB-1.1.2', 'accepted'],
      ['CB-1.1.2', 'answered'],
    ]);
  });

  it('accepts at once what was taken and is offered again', async () => {
    expect(await deliver(deliveryOf(1))).toEqual({ kind: 'accepted' });
  });
});
