// An alarm receiver (SIA DC-09, not encrypted) in a process of its own: acknowledges every event, and knows when it came.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { frameOf } from '#gateway/destinations/sia/frame.ts';
import { serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

/** The first acceptance of each press, by `device_id/boot_id/seq`, which comes as the alarm text. */
const acceptedAt = new Map<string, number>();

const BODY = /"[A-Z-]+"(\d{4})(R\wL\w)#(\w+)\[.*?\](?:\[I([^\]]*)\])?/;

function receive(socket: Socket): void {
  let text = '';
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    for (let end = text.indexOf('\r'); end !== -1; end = text.indexOf('\r')) {
      acknowledge(socket, text.slice(0, end));
      text = text.slice(end + 1);
    }
  });
}

function acknowledge(socket: Socket, frame: string): void {
  const [, sequence, prefix, account, id] = BODY.exec(frame) ?? [];
  if (sequence === undefined) throw new Error(`not DC-09: ${frame}`);
  if (id !== undefined && !acceptedAt.has(id)) acceptedAt.set(id, sharedNow());
  socket.write(frameOf(`"ACK"${sequence}${prefix}#${account}[]`));
}

serve({
  /** Returns the port. */
  async start(): Promise<number> {
    const server = createServer({ noDelay: true }, receive);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  },
  accepted: () => acceptedAt,
});
