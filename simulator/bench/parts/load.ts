// A load in one process: many connections, a flood from them, heartbeats at a rate, or presses one by one.
import { EventEmitter, once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { type DeviceEvent, KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { heartbeat, WELL } from '../../lightweight/messages.ts';
import { Flood, type Flooded, type FloodToRun } from './flood.ts';
import { LoadDevice, type LoadWorld } from './load-device.ts';
import { pace } from './pace.ts';
import { serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

export interface LoadToConnect {
  port: number;
  /** Index of the first device. */
  first: number;
  count: number;
  /** False: the server opens no seals. */
  sealsEach: boolean;
}

export interface LoadFlood extends FloodToRun {
  of: 'presses' | 'heartbeats';
  /** What makes room for the next one. */
  awaits: 'receipt' | 'puback';
}

export interface Paced {
  perSecond: number;
  forMs: number;
}

export interface PressesPaced extends Paced {
  /** Red when it isn't said. */
  key?: 'green' | 'red';
}

/** A press, and when it was due. */
export interface PressMade {
  /** `device_id/boot_id/seq` */
  id: string;
  /** `sharedNow` */
  at: number;
}

const CONNECTING_AT_ONCE = 100;

const BEAT = heartbeat({ condition: WELL, uptimeMs: 1e6, outboxDepth: 0, reconnects: 0 }, false);
const GREEN: DeviceEvent = { kind: 'press', key: KEY_GREEN, count: 1 };
const RED: DeviceEvent = { kind: 'press', key: KEY_RED, count: 1 };

const devices: LoadDevice[] = [];
const came = new EventEmitter();
let subscribed = 0;
let failure: string | undefined;
let answered: { awaits: LoadFlood['awaits']; flood: Flood } | undefined;

function worldAt(port: number, sealsEach: boolean): LoadWorld {
  return {
    port,
    sealsEach,
    subscribed() {
      subscribed++;
      came.emit('subscribed');
    },
    acknowledged(place) {
      if (answered?.awaits === 'puback') answered.flood.receipted(place);
      else if (answered === undefined) came.emit('puback');
    },
    receipted(place) {
      if (answered?.awaits === 'receipt') answered.flood.receipted(place);
    },
    failed(reason) {
      failure ??= reason;
      came.emit('error', new Error(reason));
    },
  };
}

function throwFailure(): void {
  if (failure !== undefined) throw new Error(failure);
}

async function connect({ port, first, count, sealsEach }: LoadToConnect): Promise<void> {
  // Without a listener an error would end the process before it is told.
  came.on('error', () => {});
  const world = worldAt(port, sealsEach);
  while (subscribed < count) {
    while (devices.length < count && devices.length - subscribed < CONNECTING_AT_ONCE) {
      const device = new LoadDevice(world, devices.length, first + devices.length);
      devices.push(device);
      device.connect();
    }
    await once(came, 'subscribed');
  }
}

async function flood({ of, awaits, ...toRun }: LoadFlood): Promise<Flooded> {
  const send =
    of === 'presses'
      ? (place: number) => devices[place]?.press(GREEN)
      : (place: number) => devices[place]?.beat(BEAT);
  const currentFlood = new Flood(devices.length, send);
  answered = { awaits, flood: currentFlood };
  const flooded = await currentFlood.run(toRun);
  throwFailure();
  return flooded;
}

/** Heartbeats of all devices in turn. Returns the rate that was sent. */
async function beat({ perSecond, forMs }: Paced): Promise<number> {
  const from = performance.now();
  const sent = await pace(perSecond, forMs, (turn) => devices[turn % devices.length]?.beat(BEAT));
  throwFailure();
  return (sent / (performance.now() - from)) * 1e3;
}

/** Presses of the devices in turn, by the timetable. */
async function press({ perSecond, forMs, key }: PressesPaced): Promise<PressMade[]> {
  const made: PressMade[] = [];
  const from = sharedNow();
  await pace(perSecond, forMs, (turn) => {
    const device = devices[turn % devices.length] as LoadDevice;
    const { deviceId, bootId } = device.session;
    const seq = device.press(key === 'green' ? GREEN : RED);
    made.push({ id: `${deviceId}/${bootId}/${seq}`, at: from + (turn * 1e3) / perSecond });
  });
  throwFailure();
  return made;
}

/** Red presses, each with nothing else under way; milliseconds from each to its PUBACK. */
async function pressAlone({ pauseMs }: { pauseMs: number }): Promise<number[]> {
  const took: number[] = [];
  for (const device of devices) {
    await setTimeoutAsync(pauseMs);
    const back = once(came, 'puback');
    const from = performance.now();
    device.press(RED);
    await back;
    took.push(performance.now() - from);
  }
  return took;
}

serve({ connect, flood, beat, press, pressAlone });
