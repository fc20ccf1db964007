// An HTTP server in a process of its own that takes whatever a flow sends it: events by their id, and when.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

/** The first time that each press came, by `device_id/boot_id/seq`. */
const acceptedAt = new Map<string, number>();

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { id } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string };
  if (!acceptedAt.has(id)) acceptedAt.set(id, sharedNow());
  response.end('{}');
});

serve({
  /** Returns its address. */
  async start(): Promise<string> {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  },
  accepted: () => acceptedAt,
});
