// The model of a gateway behind a real TCP port: answers one device at once, with no disk and no platform.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { ModelGateway, type ModelGatewayDeps } from '../year/model-gateway.ts';

export interface TcpGateway {
  port: number;
  gateway: ModelGateway;
  /** It takes what comes, and gives no receipt. */
  isSilent: boolean;
  /** Breaks every connection. */
  cut(): void;
  /** Breaks every connection and takes no further one. */
  leave(): Promise<void>;
  /** Takes connections again, on the port that it had. */
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

const REAL_CLOCK: ModelGatewayDeps['clock'] = {
  get now() {
    return performance.now();
  },
  after: (milliseconds, call) => setTimeout(call, milliseconds).unref(),
};

export async function startTcpGateway(
  device: Pick<ModelGatewayDeps, 'deviceId' | 'key'>,
): Promise<TcpGateway> {
  const gateway = new ModelGateway({
    ...device,
    clock: REAL_CLOCK,
    ignores: () => tcp.isSilent,
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
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const leave = async () => {
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  };
  const tcp: TcpGateway = {
    port,
    gateway,
    isSilent: false,
    cut,
    leave,
    comeBack: () => listen(port),
    stop: async () => {
      if (server.listening) await leave();
    },
  };
  return tcp;
}
