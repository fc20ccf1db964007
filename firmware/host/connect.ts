// A socket of the host: plain TCP, or TLS that hides and doesn't authenticate.
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Address } from '#protocol/messages.ts';

/** `onOpen` when bytes can flow: with TLS after the handshake. */
export function connectTo({ host, port, tls }: Address, onOpen: () => void): Socket {
  // Any certificate, as on the board: it is the frames' seal that authenticates, in both directions.
  const socket = tls
    ? connectTls({ host, port, rejectUnauthorized: false })
    : connect({ host, port });
  socket.setNoDelay(true);
  socket.on(tls ? 'secureConnect' : 'connect', onOpen);
  return socket;
}
