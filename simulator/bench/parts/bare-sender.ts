// The baseline of forwarding: the same events sent over a warm connection, by a process that does nothing else.
import { Agent, request } from 'node:http';
import mqtt from 'mqtt';
import { Webhook } from 'standardwebhooks';
import { eventOf } from '#gateway/destinations/event.ts';
import { openCall } from '#gateway/domain/call.ts';
import { callIdOf, pressId } from '#gateway/domain/press.ts';
import { BENCH_SECRET, deviceIdOf } from './devices.ts';
import type { Paced, PressMade } from './load.ts';
import { pace } from './pace.ts';
import { serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

export interface BareToSend {
  /** http: or mqtt: */
  url: string;
}

type Send = (id: string, body: string) => void;

let send: Send = () => {};
let failure: string | undefined;
let seq = 0;

async function connect({ url }: BareToSend): Promise<void> {
  send = url.startsWith('http:') ? poster(url) : await publisher(url);
}

function poster(url: string): Send {
  const webhook = new Webhook(BENCH_SECRET);
  const agent = new Agent({ keepAlive: true });
  return (id, body) => {
    const now = new Date();
    const headers = {
      'content-type': 'application/cloudevents+json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': webhook.sign(id, now, body),
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
    ...{ deviceId: deviceIdOf(0), bootId: 1, seq: ++seq, key: 'red' as const, count: 1 },
    ...{ test: false, receivedAt: Date.now(), ageMs: 0, ageIsLowerBound: false },
  };
  const home = { reference: 'home-0' };
  const event = eventOf(
    {
      ...{ kind: 'press', call: openCall(press, undefined), group: 'bench', home, stored: true },
      ...{ step: 'first', press: { ...press, callId: callIdOf(press), joined: false } },
    },
    '/gateways/bench',
  );
  return { id: pressId(press), body: JSON.stringify(event) };
}

serve({ connect, send: sendPaced });
