// The baseline of the gateway: Aedes as it comes. It opens no seal, stores nothing and answers with PUBACKs alone.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { cpuMs, memoryUse, serve } from './serve.ts';

async function listen(): Promise<number> {
  const aedes = new Aedes();
  await aedes.listen();
  const server = createServer({ noDelay: true }, (socket) => void aedes.handle(socket));
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

serve({
  /** Returns the port. */
  start: listen,
  memoryUse,
  /** Resident memory as it is, bytes. */
  resident: () => process.memoryUsage().rss,
  cpuMs,
});
