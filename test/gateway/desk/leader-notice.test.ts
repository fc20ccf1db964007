// The person in charge is told, signed and until it is taken, that nobody is on duty or a red call waits; and that it is over.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type CallState, stateOf } from '#gateway/desk/call-record.ts';
import { LeaderNotice } from '#gateway/desk/leader-notice.ts';
import { CaseEvent } from '#gateway/destinations/events/schemas.ts';
import { ReportSigners } from '#gateway/reports/signature.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { SECRET } from '#test/support/test-gateway.ts';
import { untilTurn } from '#test/support/until.ts';
import { NAME, SUBJECT } from './subject.ts';

const SILENT = { info() {}, warn() {}, error() {} };

let clock: MovingClock;
let desk: { onDuty: string[]; open: CallState[] };
let received: { event: CaseEvent; body: string }[];
let statuses: number[];

beforeEach(() => {
  clock = new MovingClock(Date.now());
  desk = { onDuty: ['Ann'], open: [] };
  received = [];
  statuses = [];
});

async function start(devices = 1): Promise<LeaderNotice> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const bytes of request) body += bytes;
    const signers = new ReportSigners({ desk: SECRET });
    const { by } = signers.verify(Buffer.from(body), request.headers, clock.utc());
    expect(by).toEqual(['desk']);
    const event = CaseEvent.parse(JSON.parse(body));
    const status = statuses.shift() ?? 204;
    if (status < 300) received.push({ event, body });
    response.writeHead(status).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const notice = new LeaderNotice({
    desk: {
      get onDuty() {
        return desk.onDuty;
      },
      calls: () => desk.open,
    },
    settings: { url: `http://127.0.0.1:${port}/sms`, secret: SECRET, nobodyAfterMs: 120_000 },
    devices: () => devices,
    clock,
    log: SILENT,
  });
  onTestFinished(async () => {
    await notice.stop();
    server.close();
  });
  notice.start();
  return notice;
}

function call(changes: Partial<CallState> = {}): CallState {
  const what = {
    step: 'pressed',
    eventId: 'e1',
    pressedAt: clock.utc(),
    count: 1,
    subject: SUBJECT,
  } as const;
  const { callId } = SUBJECT;
  const state = stateOf([{ number: 1, callId, at: clock.utc(), by: '', what }]) as CallState;
  return { ...state, ...changes };
}

const told = (count: number) => untilTurn(() => received.length === count);
const texts = () => received.map(({ event }) => [event.data.event, event.data.condition]);

describe('the person in charge', () => {
  it('is told when nobody is on duty for the time that is configured, and when somebody is again', async () => {
    await start();
    desk.onDuty = [];
    await clock.advance(119_000);
    expect(received).toEqual([]);
    await clock.advance(3_000);
    await told(1);
    desk.onDuty = ['Bo'];
    await clock.advance(1_000);
    await told(2);
    expect(texts()).toEqual([
      ['opened', 'nobody_on_duty'],
      ['restored', 'nobody_on_duty'],
    ]);
    expect(received[1]?.event.data.case_id).toBe(received[0]?.event.data.case_id);
  });

  it('is not told of an empty desk where no button is in service', async () => {
    await start(0);
    desk.onDuty = [];
    await clock.advance(600_000);
    expect(received).toEqual([]);
  });

  it('is told of a red call that nobody has answered for a minute, without a word of whose it is', async () => {
    await start();
    desk.open = [call()];
    await clock.advance(59_000);
    expect(received).toEqual([]);
    await clock.advance(3_000);
    await told(1);
    expect(received[0]?.event.data).toMatchObject({
      condition: 'red_unanswered',
      device_ids: [SUBJECT.deviceId],
      homes: {},
    });
    expect(received[0]?.body).not.toContain(NAME);
    desk.open = [call({ reachedAt: clock.utc() })];
    await clock.advance(1_000);
    await told(2);
    expect(texts()[1]).toEqual(['restored', 'red_unanswered']);
  });

  it.each([
    ['green', { key: 'green' }],
    ['a test', { isTest: true }],
    ['answered', { reachedAt: 1 }],
  ] as const)('is not told of a call that is %s', async (_what, changes) => {
    await start();
    desk.open = [call(changes)];
    await clock.advance(300_000);
    expect(received).toEqual([]);
  });

  it('is told at once of a call that has waited while the desk was started again', async () => {
    desk.open = [call({ openedAt: clock.utc() - 3_600_000 })];
    await start();
    await clock.advance(2_000);
    await told(1);
  });

  it('is not told too early because the clock of the machine was set', async () => {
    await start();
    desk.open = [call()];
    await clock.advance(2_000);
    clock.setUtc(clock.utc() + 86_400_000);
    await clock.advance(50_000);
    expect(received).toEqual([]);
  });

  it('is told again and again until it is taken, in order; what refuses for good keeps nobody waiting', async () => {
    statuses = [500, 503, 429];
    await start();
    desk.open = [call()];
    await clock.advance(62_000);
    await untilTurn(() => statuses.length === 2);
    for (let left = statuses.length; left > 0; left--) {
      await clock.advance(60_000);
      await untilTurn(() => statuses.length < left);
    }
    await clock.advance(60_000);
    await told(1);
    statuses = [400];
    desk.open = [];
    await clock.advance(1_000);
    await untilTurn(() => statuses.length === 0);
    desk.open = [call({ callId: 'CB-0002.1.1' })];
    await clock.advance(63_000);
    await told(2);
    expect(received[1]?.event.data.text).toContain('CB-0002.1.1');
  });
});
