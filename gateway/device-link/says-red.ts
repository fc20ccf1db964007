// Whether a CONNECT that nobody has read yet says that a red press waits. Only a hint, for the order of reading.
import type { Socket } from 'node:net';
import { PENDING_RED } from '#protocol/device/password.ts';
import { MAX_PACKET_BYTES } from './packet-limit.ts';

/** The end of a password: pending and mac. */
const SAYS_RED = new RegExp(`\\.${PENDING_RED}\\.[0-9a-f]{32}`);

/** Leaves what has come where it is. Who forges this is read sooner, and then refused by the seal. */
export function saysRed(socket: Socket): boolean {
  const bytes: Buffer | null = socket.read();
  if (bytes === null) return false;
  socket.unshift(bytes);
  return SAYS_RED.test(bytes.toString('latin1', 0, MAX_PACKET_BYTES));
}
