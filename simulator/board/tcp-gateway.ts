// The model of a gateway behind a real TCP port: answers one device at once, with no disk and no platform.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { ModelGateway, type ModelGatewayParts } from '../year/model-gateway.ts';

export interface TcpGateway {
  port: number;
  gateway: ModelGateway;
  /** Breaks every connection. */
  cut(): void;
  stop(): Promise<void>;
}

const REAL_CLOCK: ModelGatewayParts['clock'] = {
  get now() {
    return performance.now();
  },
  after: (milliseconds, call) => setTimeout(call, milliseconds).unref(),
};

export async function startTcpGateway(
  device: Pick<ModelGatewayParts, 'deviceId' | 'key'>,
): Promise<TcpGateway> {
  const gateway = new ModelGateway({
    ...{ ...device, clock: REAL_CLOCK, ignores: () => false },
    // Accepted at once and answered at once: the next press opens a call of its own.
    mood: () => ({ acceptMs: 0, answerMs: 0, closeMs: 1 }),
  });
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const far = gateway.answer(
      (bytes) => socket.write(bytes),
      () => socket.end(),
    );
    socket.on('data', (bytes) => far.receive(bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      far.ended();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    gateway,
    cut,
    stop: async () => {
      cut();
      server.close();
    },
  };
}
