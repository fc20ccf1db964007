// Platforms that misbehave: what each way of it yields.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from '#gateway/domain/ports/destination.ts';
import { OBJECTIONS } from '#gateway/messages/route-test.ts';
import { deliveryOf } from '#test/contract/deliveries.ts';
import { webhookTo } from './server.ts';

const never = () => new AbortController().signal;
const json = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

/** Does with each connection that has sent something what `misbehave` does. */
async function platform(misbehave: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {}).once('data', () => misbehave(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const destination = webhookTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  onTestFinished(async () => {
    await destination.stop();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { destination, sockets };
}

/** One byte at a time, for ever. */
function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 5);
  socket.once('close', () => clearInterval(timer));
}

const UNREACHABLE = (detail: string): Outcome => ({ kind: 'failed', code: 'UNREACHABLE', detail });
const BROKEN = (detail: string): Outcome => ({
  kind: 'failed',
  code: 'BROKEN',
  detail: `HTTP 200, but ${detail}`,
});
const ACCEPTED: Outcome = { kind: 'accepted' };
const megabytes = (count: number) => Buffer.alloc(count << 20, 0x78);

const CASES: [what: string, misbehave: (socket: Socket) => void, outcome: Outcome][] = [
  [
    'answers with garbage',
    (s) => s.end(Buffer.alloc(4_096, 0xa5)),
    UNREACHABLE('HPE_INVALID_CONSTANT'),
  ],
  [
    'answers in another protocol',
    (s) => s.end('220 mail ESMTP\r\n'),
    UNREACHABLE('HPE_INVALID_CONSTANT'),
  ],
  ['says half a line and closes', (s) => s.end('HTTP/1.1 20'), UNREACHABLE('ECONNRESET')],
  [
    'says half its headers and closes',
    (s) => s.end('HTTP/1.1 200 OK\r\nConte'),
    UNREACHABLE('ECONNRESET'),
  ],
  ['closes without a word', (s) => s.end(), UNREACHABLE('ECONNRESET')],
  ['resets the connection', (s) => s.resetAndDestroy(), UNREACHABLE('ECONNRESET')],
  [
    'pours 10 MB of headers',
    (s) => s.write(`HTTP/1.1 200 OK\r\nX: ${megabytes(10)}`),
    UNREACHABLE('HPE_HEADER_OVERFLOW'),
  ],
  [
    'says success and pours 10 MB',
    (s) => s.end(Buffer.concat([Buffer.from(`${json}\r\n`), megabytes(10)])),
    BROKEN(OBJECTIONS.tooLong.en),
  ],
  [
    'says success and half a body',
    (s) => s.end(`${json}Content-Length: 99\r\n\r\n{"accepted":`),
    BROKEN(OBJECTIONS.brokeOff.en),
  ],
  [
    'says success in a page',
    (s) => s.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>error</h1>'),
    ACCEPTED,
  ],
  [
    'says success and no in its body',
    (s) => s.end(`${json}\r\n{"accepted":false}`),
    {
      kind: 'failed',
      code: 'BROKEN',
      detail: `HTTP 200, but "accepted" in its body says no: if it means yes, set accepted_when`,
    },
  ],
  [
    'says success and a code of failure in its body',
    (s) => s.end(`${json}\r\n{"code":500,"msg":"系统繁忙"}`),
    {
      kind: 'failed',
      code: 'BROKEN',
      detail: `HTTP 200, but "code" in its body says no: if it means yes, set accepted_when`,
    },
  ],
  [
    'says success, and then a byte at a time',
    (s) => {
      s.write(`${json}Content-Length: 9999\r\n\r\n`);
      drip(s);
    },
    BROKEN(OBJECTIONS.late.en),
  ],
];

describe('a platform that', () => {
  for (const [what, misbehave, outcome] of CASES) {
    const result = 'code' in outcome ? `${outcome.code}, ${outcome.detail}` : outcome.kind;
    it(`${what} is ${result}`, async () => {
      const { destination } = await platform(misbehave);
      expect(await destination.deliver(deliveryOf(1), never())).toEqual(outcome);
    });
  }

  const slow: [what: string, misbehave: (socket: Socket) => void][] = [
    [
      'answers a byte at a time',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nX: ');
        drip(socket);
      },
    ],
    ['says that it goes on, for ever', (socket) => socket.write('HTTP/1.1 102 Processing\r\n\r\n')],
    ['never answers', () => {}],
  ];
  for (const [what, misbehave] of slow) {
    it(`${what} holds its attempt until that is given up with TIMEOUT, and its connection no longer`, async () => {
      const { destination, sockets } = await platform(misbehave);
      const controller = new AbortController();
      const hanging = destination.deliver(deliveryOf(1), controller.signal);
      while (!sockets[0]?.bytesRead) await new Promise(setImmediate);
      controller.abort();
      expect(await hanging).toMatchObject({ kind: 'failed', code: 'TIMEOUT' });
      while (!sockets[0].closed) await new Promise(setImmediate);
    });
  }
});
