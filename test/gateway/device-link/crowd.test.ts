// Ten thousand connections that never say CONNECT, and slow ones: red presses are stored and accepted meanwhile.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { affordableConnections } from '#gateway/device-link/open-files.ts';
import { RECEIPT_STORED } from '#protocol/messages.ts';
import type { TestBench } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { device, startBench } from './setting.ts';

const HERE = 'CB-HERE';
const COMES = 'CB-COMES';

/** Both ends of a connection are this process's, but the gateway closes its end of most. */
const MANY = Math.min(10_000, affordableConnections() - 2_500);
const MOST = 2_000;

let silent: Socket[] = [];
afterEach(() => {
  for (const socket of silent) socket.destroy();
  silent = [];
});

async function openSilent(port: number, count: number): Promise<void> {
  const opened: Promise<unknown>[] = [];
  for (let n = 0; n < count; n++) {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => {});
    silent.push(socket);
    opened.push(once(socket, 'connect').catch(() => {}));
    // As many as a backlog of Linux takes without a pause.
    if (n % 500 === 499) await Promise.all(opened.splice(0));
  }
  await Promise.all(opened);
}

const status = ({ gateway }: TestBench) => gateway.intake.status();

describe('connections that never say CONNECT', () => {
  it(`${MANY} of them hold up no red press, and of all but ${MOST} nothing is kept`, async () => {
    const bench = await startBench([HERE, COMES], {
      flood: 'off',
      crowdedAfterMs: 100,
      maxUnconnected: MOST,
    });
    const port = bench.gateway.mqttPort;
    const here = await device(HERE).join(port);
    const crowd = openSilent(port, MANY);
    let seq = 0;
    const pressing = (async () => {
      while (silent.length < MANY) {
        seq++;
        expect((await here.press({ bootId: 1, seq })).result).toBe(RECEIPT_STORED);
      }
    })();
    await Promise.all([crowd, pressing]);
    const comes = await device(COMES).join(port);
    expect((await comes.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    await bench.platform.until(({ size }) => size === seq + 1);
    await until(() => status(bench).sockets <= MOST + 2);
    expect(status(bench)).toMatchObject({ connected: 2 });
    expect(status(bench).unconnected).toBeLessThanOrEqual(MOST);
    const { CONNECT_CROWDED } = bench.gateway.health().refusals;
    expect(CONNECT_CROWDED).toBe(MANY - MOST);
    for (const socket of silent) socket.destroy();
    await until(() => status(bench).sockets === 2);
    expect(status(bench).unconnected).toBe(0);
  });

  it('are cut after their time, also those that dribble a CONNECT byte by byte', async () => {
    const bench = await startBench([HERE], { connectTimeoutMs: 150 });
    const port = bench.gateway.mqttPort;
    const here = await device(HERE).join(port);
    await openSilent(port, 20);
    const dribbles = silent.slice(0, 10);
    const dribbling = setInterval(() => {
      for (const socket of dribbles) socket.write(Buffer.from([0x10]));
    }, 10);
    for (const socket of dribbles) socket.write(Buffer.from([0x10, 0xff, 0x7f]));
    await until(() => status(bench).sockets === 1);
    clearInterval(dribbling);
    expect((await here.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    const { CONNECT_LATE = 0, MQTT_ERROR = 0 } = bench.gateway.health().refusals;
    expect(CONNECT_LATE + MQTT_ERROR).toBe(20);
  });

  it('that close again leave nothing behind', async () => {
    const bench = await startBench([HERE]);
    await openSilent(bench.gateway.mqttPort, 200);
    for (const socket of silent) socket.end();
    await until(() => status(bench).sockets === 0);
    expect(status(bench)).toMatchObject({ unconnected: 0, connected: 0 });
    expect(bench.gateway.health().refusals).toEqual({});
  });
});

it('a device that falls silent after its CONNECT is gone after one and a half keepalives', async () => {
  const bench = await startBench([HERE]);
  const rawDevice = device(HERE);
  expect(await rawDevice.connect(bench.gateway.mqttPort, { keepalive: 1 })).toBe(0);
  await rawDevice.until(() => rawDevice.isClosed);
  await until(() => status(bench).sockets === 0);
  expect(status(bench).connected).toBe(0);
});

it('when no connection more can be held, those that say nothing make room; a device never does', async () => {
  const bench = await startBench([HERE, COMES], { maxConnections: 2 });
  const port = bench.gateway.mqttPort;
  const here = await device(HERE).join(port);
  await openSilent(port, 5);
  const comes = await device(COMES).join(port);
  const refused = () => bench.gateway.health().refusals;
  await until(() => status(bench).sockets === 2);
  expect(refused()).toEqual({ CONNECT_CROWDED: 5 });
  await openSilent(port, 1);
  await until(() => refused().CONNECTIONS_FULL === 1);
  expect((await here.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
  expect((await comes.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
});
