// The connections of the webhook: warm ones, one's own for each lane, and none that outlives its attempt.
import { once } from 'node:events';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HostLookup } from '#gateway/destinations/lookup.ts';
import type { Outcome } from '#gateway/domain/ports/destination.ts';
import { caseOf, deliveryOf } from '#test/contract/destination.contract.ts';
import { TestServer, webhookTo } from './server.ts';

const never = () => new AbortController().signal;
const red = deliveryOf(1);
const green = deliveryOf(2, { press: { ...red.press, key: 'green' } });
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

/** A TCP server that keeps its sockets, in the order in which they came. */
async function tcp(
  serve: (socket: Socket, index: number) => void,
  server: Server = createServer(),
) {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {});
    serve(socket, sockets.push(socket) - 1);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { sockets, port: (server.address() as AddressInfo).port };
}

/** Answers every request. */
const answering = (socket: Socket) => socket.on('data', () => socket.write(ok));

/** Resolves when the socket is closed, with an error or without. */
async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
}

function webhook(port: number) {
  const destination = webhookTo(`http://127.0.0.1:${port}/`);
  onTestFinished(() => destination.stop());
  return destination;
}

describe('a connection', () => {
  it('is kept warm for the next press of its lane', async () => {
    const { sockets, port } = await tcp(answering);
    const destination = webhook(port);
    for (let time = 0; time < 5; time++) await destination.deliver(red, never());
    expect(sockets).toHaveLength(1);
  });

  it('is not shared by red, green and notices', async () => {
    const { sockets, port } = await tcp(answering);
    const destination = webhook(port);
    for (const delivery of [red, green, caseOf(), red, green, caseOf()]) {
      expect(await destination.deliver(delivery, never())).toEqual({ kind: 'accepted' });
    }
    expect(sockets).toHaveLength(3);
  });

  it('that the other side ended is replaced within the same attempt', async () => {
    // Each connection answers once, and ends when it is used again.
    const { sockets, port } = await tcp((socket) => {
      socket.once('data', () => {
        socket.write(ok);
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    const destination = webhook(port);
    for (let time = 0; time < 5; time++) {
      expect(await destination.deliver(red, never())).toEqual({ kind: 'accepted' });
    }
    expect(sockets).toHaveLength(5);
  });

  it('that is fresh and ends without an answer is a failure, not tried again by itself', async () => {
    const { sockets, port } = await tcp((socket) => socket.once('data', () => socket.destroy()));
    expect(await webhook(port).deliver(red, never())).toMatchObject({ code: 'UNREACHABLE' });
    expect(sockets).toHaveLength(1);
  });

  it('is ended with the attempt that hangs on it, and the next press gets its own', async () => {
    const { sockets, port } = await tcp((socket, index) => index > 0 && answering(socket));
    const destination = webhook(port);
    const controller = new AbortController();
    const hanging = destination.deliver(red, controller.signal);
    while (sockets.length === 0) await new Promise(setImmediate);
    sockets[0]!.resume();
    expect(await destination.deliver(deliveryOf(2), never())).toEqual({ kind: 'accepted' });
    controller.abort();
    expect(await hanging).toMatchObject({ code: 'TIMEOUT' });
    await closed(sockets[0]!);
  });

  it('is ended, too, while its TLS handshake hangs', async () => {
    const { sockets, port } = await tcp((socket) => socket.resume());
    const destination = webhookTo(`https://127.0.0.1:${port}/`);
    const controller = new AbortController();
    const hanging = destination.deliver(red, controller.signal);
    while (sockets.length === 0) await new Promise(setImmediate);
    controller.abort();
    expect(await hanging).toMatchObject({ code: 'TIMEOUT' });
    await closed(sockets[0]!);
  });

  it('is ended when it is idle and the destination stops; one in use ends with its attempt', async () => {
    const { sockets, port } = await tcp((socket, index) => {
      socket.once('data', () => {
        if (index === 0) socket.write(ok);
      });
    });
    const destination = webhook(port);
    await destination.deliver(red, never());
    const inUse = destination.deliver(green, never());
    while (sockets.length < 2) await new Promise(setImmediate);
    await once(sockets[1]!, 'data');
    await destination.stop();
    sockets[1]!.write(ok);
    expect(await inUse).toEqual({ kind: 'accepted' });
    await Promise.all(sockets.map(closed));
  });
});

describe('an answer', () => {
  const odd: [string, string, Partial<Outcome>][] = [
    ['that switches protocols', 'HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', {}],
    ['with two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', {}],
    ['with endless headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`, {}],
  ];
  for (const [what, text] of odd) {
    it(`${what} is UNREACHABLE`, async () => {
      const { port } = await tcp((socket) => socket.once('data', () => socket.write(text)));
      expect(await webhook(port).deliver(red, never())).toMatchObject({ code: 'UNREACHABLE' });
    });
  }

  it('of first 103 and then 200 is an acceptance', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n';
    const { port } = await tcp((socket) => socket.once('data', () => socket.write(hints + ok)));
    expect(await webhook(port).deliver(red, never())).toEqual({ kind: 'accepted' });
  });

  it('with an endless body counts, and its connection is given up at once', async () => {
    const { sockets, port } = await tcp((socket) => {
      const pour = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
      };
      socket.on('drain', pour);
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n');
        pour();
      });
    });
    expect(await webhook(port).deliver(red, never())).toEqual({ kind: 'accepted' });
    await closed(sockets[0]!);
    // Little more than what the system's buffers hold.
    expect(sockets[0]!.bytesWritten).toBeLessThan(32 << 20);
  });

  it('whose body never comes counts, and its connection is given up soon', async () => {
    const { sockets, port } = await tcp((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'));
    });
    expect(await webhook(port).deliver(red, never())).toEqual({ kind: 'accepted' });
    await closed(sockets[0]!);
  });

  it('that comes after the attempt was given up changes nothing', async () => {
    const { sockets, port } = await tcp(() => {});
    const controller = new AbortController();
    const outcome = webhook(port).deliver(red, controller.signal);
    while (sockets.length === 0) await new Promise(setImmediate);
    controller.abort();
    sockets[0]!.write(ok);
    expect(await outcome).toMatchObject({ code: 'TIMEOUT' });
  });
});

describe('over TLS', () => {
  it('a certificate that nobody vouches for is refused, and nothing is said', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
    let asked = 0;
    const server = createSecureServer({ key, cert }, (_, response) => {
      asked++;
      response.end();
    });
    const { port } = await tcp(() => {}, server);
    const outcome = await webhookTo(`https://127.0.0.1:${port}/`).deliver(red, never());
    const detail = 'DEPTH_ZERO_SELF_SIGNED_CERT';
    expect(outcome).toEqual({ kind: 'failed', code: 'UNREACHABLE', detail });
    expect(asked).toBe(0);
  });
});

describe('a host name', () => {
  it('is asked of the look-up, for all lanes of the destination together', async () => {
    const server = await new TestServer().start();
    onTestFinished(() => server.stop());
    const asked: string[] = [];
    const hosts = new HostLookup(async (host) => {
      asked.push(host);
      return [{ address: '127.0.0.1', family: 4 }];
    });
    const { port } = new URL(server.origin);
    const destination = webhookTo(`http://p.example:${port}/`, Date.now, hosts);
    for (const delivery of [red, green, caseOf()]) {
      expect(await destination.deliver(delivery, never())).toEqual({ kind: 'accepted' });
    }
    expect(asked).toEqual(['p.example']);
    expect(server.received[0]?.headers.host).toBe(`p.example:${port}`);
  });

  it('that is looked up for ever holds an attempt until it is given up, and no longer', async () => {
    const hosts = new HostLookup(() => new Promise(() => {}));
    const destination = webhookTo('http://p.example/', Date.now, hosts);
    const controller = new AbortController();
    const outcome = destination.deliver(red, controller.signal);
    await new Promise(setImmediate);
    controller.abort();
    expect(await outcome).toMatchObject({ code: 'TIMEOUT' });
  });

  it('with an address that is dead is tried at its next address', async () => {
    const server = await new TestServer().start();
    onTestFinished(() => server.stop());
    const hosts = new HostLookup(async () => [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ]);
    const { port } = new URL(server.origin);
    const destination = webhookTo(`http://p.example:${port}/`, Date.now, hosts);
    expect(await destination.deliver(red, never())).toEqual({ kind: 'accepted' });
  });
});
