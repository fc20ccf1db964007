// Room on an HTTP listener: a full house closes whoever keeps an unfinished request the longest, and never turns away a guest.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionRoom {
  /** Connections at once. */
  max: number;
  /** Of one address. */
  perAddress: number;
}

interface Guest {
  socket: Socket;
  address: string;
  request?: IncomingMessage;
  response?: ServerResponse;
}

/**
 * Instead of `maxConnections`, which keeps the oldest idler and turns away the next who asks. What is being answered is
 * never closed for room; a connection without a whole request is, the oldest first: of an address that has more than its
 * share, else of the address that has most. So health is reached too while somebody holds all the room there is.
 */
export function shareConnections(server: Server, room: ConnectionRoom): void {
  /** The oldest first: the order of a Map is that of its insertions. */
  const guests = new Map<string, Guest>();
  const counts = new Map<string, number>();

  const leave = (end: string) => {
    const guest = guests.get(end);
    if (guest === undefined || !guests.delete(end)) return;
    const left = (counts.get(guest.address) ?? 1) - 1;
    if (left > 0) counts.set(guest.address, left);
    else counts.delete(guest.address);
  };
  const closeOldestOf = (address: string, newest: string) => {
    const isUnfinished = ([end, guest]: [string, Guest]) =>
      guest.address === address && end !== newest && !isBeingAnswered(guest);
    // When everybody there is being answered it is the newest who goes.
    const [end] = [...guests].find(isUnfinished) ?? [newest];
    const socket = guests.get(end)?.socket;
    leave(end);
    socket?.destroy();
  };

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const end = endOf(socket);
    guests.set(end, { socket, address });
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    socket.once('close', () => leave(end));
    if (count > room.perAddress) closeOldestOf(address, end);
    else if (guests.size > room.max) closeOldestOf(largest(counts), end);
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const end = endOf(request.socket);
    const guest = guests.get(end);
    if (guest === undefined) return;
    guest.request = request;
    guest.response = response;
    // Who was answered is as fresh as a new guest.
    response.once('close', () => {
      if (!guests.delete(end)) return;
      guests.set(end, { socket: guest.socket, address: guest.address });
    });
  });
}

/** Over TLS a request has another socket than its connection, between the same two ends. */
function endOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** The whole request is here, and its answer is under way. */
function isBeingAnswered({ request, response }: Guest): boolean {
  return request?.complete === true && response?.writableEnded === false;
}

function largest(counts: ReadonlyMap<string, number>): string {
  let address = '';
  let most = 0;
  for (const [candidate, count] of counts) {
    if (count <= most) continue;
    address = candidate;
    most = count;
  }
  return address;
}
