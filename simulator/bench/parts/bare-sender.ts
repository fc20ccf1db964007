// The baseline of forwarding: the same events sent over a warm connection, by a process that does nothing else.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import mqtt from 'mqtt';
import { Webhook } from 'standardwebhooks';
import { eventOf } from '#gateway/destinations/event.ts';
import { frameOf } from '#gateway/destinations/sia/frame.ts';
import { bodyOf } from '#gateway/destinations/sia/message.ts';
import { openCall } from '#gateway/domain/call.ts';
import { callIdOf, pressId } from '#gateway/domain/press.ts';
import { signedHeaders } from '#gateway/system/signed-headers.ts';
import { BENCH_SECRET, deviceIdOf } from './devices.ts';
import type { Paced, PressMade } from './load.ts';
import { pace } from './pace.ts';
import { serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

export interface BareToSend {
  /** http:, mqtt:, or tcp: for an alarm receiver. */
  url: string;
}

type Send = (id: string, body: string) => void;

let send: Send = () => {};
let failure: string | undefined;
let seq = 0;

async function connect({ url }: BareToSend): Promise<void> {
  const scheme = new URL(url).protocol;
  if (scheme === 'http:') send = poster(url);
  else send = scheme === 'mqtt:' ? await publisher(url) : await exchanger(url);
}

function poster(url: string): Send {
  const webhook = new Webhook(BENCH_SECRET);
  const agent = new Agent({ keepAlive: true });
  return (id, body) => {
    const headers = {
      'content-type': 'application/cloudevents+json',
      ...signedHeaders([webhook], id, new Date(), body),
    };
    request(url, { method: 'POST', agent, headers })
      .on('response', (response) => response.resume())
      .on('error', ({ message }) => {
        failure ??= message;
      })
      .end(body);
  };
}

async function publisher(url: string): Promise<Send> {
  const client = await mqtt.connectAsync(url, { protocolVersion: 4 });
  return (_id, body) => client.publish('callbutton/calls/red/bare', body, { qos: 1 });
}

/** Frames of SIA DC-09; the answers are read and not waited for. */
async function exchanger(url: string): Promise<Send> {
  const { hostname: host, port } = new URL(url);
  const socket = connectSocket({ host, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  socket.resume();
  const message = { token: 'ADM-CID' as const, account: 'BE4C', data: '#BE4C|1101 00 001' };
  let sequence = 0;
  return (id) => {
    sequence = (sequence % 9_999) + 1;
    const body = bodyOf({ ...message, sequence, extended: [`I${id}`] }, Date.now(), undefined);
    socket.write(frameOf(body));
  };
}

/** Red presses of as many devices as are needed, by the timetable. */
async function sendPaced({ perSecond, forMs }: Paced): Promise<PressMade[]> {
  const made: PressMade[] = [];
  const from = sharedNow();
  await pace(perSecond, forMs, (turn) => {
    const { id, body } = nextEvent();
    made.push({ id, at: from + (turn * 1e3) / perSecond });
    send(id, body);
  });
  if (failure !== undefined) throw new Error(failure);
  return made;
}

function nextEvent(): { id: string; body: string } {
  const press = {
    deviceId: deviceIdOf(0),
    bootId: 1,
    seq: ++seq,
    key: 'red' as const,
    count: 1,
    test: false,
    receivedAt: Date.now(),
    ageMs: 0,
    ageIsLowerBound: false,
  };
  const home = { reference: 'home-0' };
  const event = eventOf(
    {
      kind: 'press',
      call: openCall(press, undefined),
      group: 'bench',
      home,
      stored: true,
      step: 'first',
      press: { ...press, callId: callIdOf(press), joined: false },
    },
    '/gateways/bench',
  );
  return { id: pressId(press), body: JSON.stringify(event) };
}

serve({ connect, send: sendPaced });
