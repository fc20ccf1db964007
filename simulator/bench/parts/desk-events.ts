// A gateway as the desk knows it, in a process of its own: posts signed presses by a timetable, and takes reports.
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { eventOf } from '#gateway/destinations/event.ts';
import { openCall } from '#gateway/domain/call.ts';
import { callIdOf, type KeyName, pressId } from '#gateway/domain/press.ts';
import { signedHeaders } from '#gateway/system/signed-headers.ts';
import { BENCH_SECRET, deviceIdOf } from './devices.ts';
import { pace } from './pace.ts';
import { cpuMs, serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

export interface EventsToPost {
  url: string;
  redPerSecond: number;
  greenPerSecond: number;
  forMs: number;
}

export interface PostedPress {
  callId: string;
  key: KeyName;
  /** When the timetable wanted it, on the clock of all processes; a red press counts from here. */
  at: number;
  /** Undefined: it was refused, or not answered. */
  answeredAt: number | undefined;
}

export interface Posted {
  /** At once, before the others, to open connections. */
  opened: PostedPress[];
  /** By the timetable. */
  paced: PostedPress[];
}

/** The desk is to be the bottleneck. */
const SOCKETS = 64;
/** A gateway keeps its connections: a new one would wait until a busy desk accepts it, which takes Node long. */
const RED_SOCKETS = 16;

const webhook = new Webhook(BENCH_SECRET);
const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
const redAgent = new Agent({ keepAlive: true });
const reportedAt = new Map<string, number>();
let device = 0;

const server = createServer(async (incoming, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { call_id: callId } = JSON.parse(Buffer.concat(chunks).toString()) as { call_id?: string };
  if (callId !== undefined && !reportedAt.has(callId)) reportedAt.set(callId, sharedNow());
  response.end('{"devices":1}');
});

/** Each press is of a home of its own, and opens a call. */
function eventFor(key: KeyName): { id: string; callId: string; body: string } {
  const deviceId = deviceIdOf(device++);
  const press = {
    deviceId,
    bootId: 1,
    seq: 1,
    key,
    count: 1,
    test: false,
    receivedAt: Date.now(),
    ageMs: 0,
    ageIsLowerBound: false,
  };
  const callId = callIdOf(press);
  const event = eventOf(
    {
      kind: 'press',
      call: openCall(press, undefined),
      group: 'bench',
      home: { reference: deviceId, name: '王秀英', address: '和平里 3 号楼 2 单元 501' },
      stored: true,
      step: 'first',
      press: { ...press, callId, joined: false },
    },
    '/gateways/bench',
  );
  return { id: pressId(press), callId, body: JSON.stringify(event) };
}

function post(url: string, key: KeyName, at: number): Promise<PostedPress> {
  const { id, callId, body } = eventFor(key);
  const press: PostedPress = { callId, key, at, answeredAt: undefined };
  const headers = {
    'content-type': 'application/cloudevents+json',
    ...signedHeaders([webhook], id, new Date(), body),
  };
  return new Promise((resolve) => {
    request(url, { method: 'POST', agent: key === 'red' ? redAgent : agent, headers })
      .on('error', () => resolve(press))
      .on('response', (response) => {
        response.resume();
        if (response.statusCode === 200 || response.statusCode === 202) {
          press.answeredAt = sharedNow();
        }
        resolve(press);
      })
      .end(body);
  });
}

async function postAll({
  url,
  redPerSecond,
  greenPerSecond,
  forMs,
}: EventsToPost): Promise<Posted> {
  const opening = Array.from({ length: RED_SOCKETS }, () => post(url, 'red', sharedNow()));
  const opened = await Promise.all(opening);
  const posted: Promise<PostedPress>[] = [];
  const from = sharedNow();
  const paced = (key: KeyName, perSecond: number) =>
    pace(perSecond, forMs, (turn) => {
      posted.push(post(url, key, from + (turn * 1e3) / perSecond));
    });
  await Promise.all([paced('red', redPerSecond), paced('green', greenPerSecond)]);
  return { opened, paced: await Promise.all(posted) };
}

serve({
  /** Takes reports; returns where. */
  async start(): Promise<string> {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/reports`;
  },
  post: postAll,
  reported: () => reportedAt,
  cpuMs,
});
