// A real HTTP server for the tests of the webhook: answers as it is told and keeps what it received.
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HostLookup } from '#gateway/destinations/lookup.ts';
import { WebhookDestination, type WebhookOptions } from '#gateway/destinations/webhook.ts';
import { untilAfter } from '#test/support/until.ts';

export const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

export interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export class TestServer {
  readonly received: Received[] = [];
  answer: (response: ServerResponse) => void = (response) => response.writeHead(200).end();
  readonly #arrived = new EventEmitter();
  #port = 0;
  readonly #server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    this.received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    this.answer(response);
    this.#arrived.emit('one');
  });

  /** After a stop on the same port. */
  async start(): Promise<this> {
    if (this.#server.listening) return this;
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async whenReceived(count: number): Promise<void> {
    const isThere = () => this.received.length >= count;
    await untilAfter(this.#arrived, 'one', isThere, `${count} requests`);
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A port of this machine on which nobody listens. */
export async function deadOrigin(): Promise<string> {
  const server = await new TestServer().start();
  const { origin } = server;
  await server.stop();
  return origin;
}

export function webhookTo(
  url: string,
  utc: () => number = Date.now,
  hosts = new HostLookup(),
  changes: Partial<WebhookOptions> = {},
): WebhookDestination {
  const fixed = { name: 'platform', url, secret: SECRET, source: '/g/1' };
  return new WebhookDestination({ ...fixed, utc, hosts, ...changes });
}

/** Real time, a hundred times as fast: for the pauses of the connection that is kept ready. */
export const FAST = {
  monotonic: () => performance.now() * 100,
  after(milliseconds: number, call: () => void) {
    const timer = setTimeout(call, milliseconds / 100);
    return () => clearTimeout(timer);
  },
};
