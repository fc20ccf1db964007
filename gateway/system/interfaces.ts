// The network interfaces of this machine, where a sandbox may forbid asking for them (systemd's RestrictAddressFamilies).
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import type { FastifyInstance } from 'fastify';

const ask = os.networkInterfaces;

/** None where that is forbidden. */
export function interfaces(): ReturnType<typeof ask> {
  try {
    return ask();
  } catch {
    return {};
  }
}

/**
 * Listens, and returns the port, which is chosen when `port` is 0. Rejects with the system's error. Fastify asks for the
 * interfaces when it listens on every address, only to log them, and in a callback of which an exception ends the process:
 * from here on nobody in this process hears one.
 */
export async function listenOn(
  fastify: FastifyInstance,
  host: string,
  port: number,
): Promise<number> {
  if (os.networkInterfaces !== interfaces) {
    os.networkInterfaces = interfaces;
    syncBuiltinESMExports();
  }
  await fastify.listen({ host, port });
  return (fastify.server.address() as AddressInfo).port;
}

/** A host of a listener as it stands in an address of this machine: one that listens on all of them is reached on its own. */
export function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
