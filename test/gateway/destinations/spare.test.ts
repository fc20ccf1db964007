// The connection that is kept ready for red: there before the press, replaced when it goes, and no hammer.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { HostLookup } from '#gateway/destinations/lookup.ts';
import type { WebhookDestination } from '#gateway/destinations/webhook.ts';
import { caseOf, deliveryOf, greenOf } from '#test/contract/deliveries.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { untilTurn } from '#test/support/until.ts';
import { webhookTo } from './server.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const never = () => new AbortController().signal;

let clock: MovingClock;
let server: Server;
let sockets: Socket[];
let destination: WebhookDestination;

beforeEach(async () => {
  clock = new MovingClock();
  sockets = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {}).on('data', () => socket.write(OK));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const time = { time: clock };
  destination = webhookTo(`http://127.0.0.1:${port}/`, () => clock.utc(), new HostLookup(), time);
  onTestFinished(async () => {
    await destination.stop();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});

const connected = (count: number) =>
  untilTurn(() => sockets.length === count, `${count} connections were opened`);

async function started(): Promise<void> {
  await destination.start();
  await untilTurn(() => destination.link?.isUp === true && sockets.length === 1);
}

describe('the connection that is kept ready', () => {
  it('is open after the start, and says nothing', async () => {
    await started();
    expect(sockets[0]?.bytesRead).toBe(0);
  });

  it('is what the first red press goes over, and another is opened in its place', async () => {
    await started();
    expect(await destination.deliver(deliveryOf(1), never())).toEqual({ kind: 'accepted' });
    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.bytesRead).toBeGreaterThan(0);
    await clock.advance(0);
    await connected(2);
  });

  it('is not for green and notices', async () => {
    await started();
    for (const delivery of [greenOf(1), caseOf()]) await destination.deliver(delivery, never());
    expect(sockets).toHaveLength(3);
    expect(sockets[0]?.bytesRead).toBe(0);
  });

  it('that the platform closes after a while is opened again at once', async () => {
    await started();
    await clock.advance(30_000);
    sockets[0]?.end();
    await untilTurn(() => clock.armed === 1);
    await clock.advance(0);
    await connected(2);
  });

  it('that the platform closes at once is opened again after longer and longer pauses', async () => {
    await started();
    for (const [index, pause] of [1_000, 5_000, 15_000, 60_000, 60_000].entries()) {
      expect(clock.armed).toBe(0);
      sockets[index]?.end();
      await untilTurn(() => clock.armed === 1);
      await clock.advance(pause - 1);
      expect(sockets).toHaveLength(index + 1);
      await clock.advance(1);
      await connected(index + 2);
      // Its own limit is off when it is open.
      await untilTurn(() => clock.armed === 0);
    }
  });

  it('on which the platform speaks first (408) is given up', async () => {
    await started();
    sockets[0]?.write('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n');
    await untilTurn(() => clock.armed === 1);
    await clock.advance(1_000);
    await connected(2);
    expect(await destination.deliver(deliveryOf(1), never())).toEqual({ kind: 'accepted' });
  });

  it('that dies in the moment of its use costs the press nothing: a fresh one is tried', async () => {
    await started();
    sockets[0]?.removeAllListeners('data').once('data', () => sockets[0]?.resetAndDestroy());
    expect(await destination.deliver(deliveryOf(1), never())).toEqual({ kind: 'accepted' });
    expect(sockets).toHaveLength(2);
  });

  it('that can not be opened is the end of the link, and its return is seen', async () => {
    await started();
    const { port } = server.address() as AddressInfo;
    server.close();
    await clock.advance(10);
    sockets[0]?.destroy();
    await untilTurn(() => clock.armed === 1);
    await clock.advance(1_000);
    await untilTurn(() => destination.link?.isUp === false);
    const since = clock.utc();
    expect(destination.link).toEqual({ isUp: false, since, reason: 'ECONNREFUSED' });
    await once(server.listen(port, '127.0.0.1'), 'listening');
    await clock.advance(5_000);
    await untilTurn(() => destination.link?.isUp === true);
    expect(destination.link).toEqual({ isUp: true, since: clock.utc() });
  });

  it('that does not open within 10 s is given up', async () => {
    const hosts = new HostLookup(() => new Promise(() => {}));
    const hanging = webhookTo('http://p.test/', () => clock.utc(), hosts, { time: clock });
    onTestFinished(() => hanging.stop());
    await hanging.start();
    await clock.advance(10_000);
    await untilTurn(() => hanging.link !== undefined);
    expect(hanging.link).toMatchObject({ isUp: false, reason: 'ETIMEDOUT' });
  });

  it('is closed with the destination, and not opened again', async () => {
    await started();
    await destination.stop();
    await untilTurn(() => sockets[0]?.destroyed === true);
    expect(clock.armed).toBe(0);
  });
});
