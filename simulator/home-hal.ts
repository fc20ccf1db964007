// The host HAL with a network that can be cut.
import { HostHal } from '#firmware/host/hal.ts';
import type { Socket, SocketHandlers } from '#firmware/src/hal.ts';
import type { Address } from '#protocol/messages.ts';

const CUT = 'no network';

export class HomeHal extends HostHal {
  readonly #open = new Map<Socket, SocketHandlers>();
  #isUp = true;

  setNetwork(up: boolean): void {
    this.#isUp = up;
    if (up) return;
    const open = [...this.#open];
    this.#open.clear();
    for (const [socket, handlers] of open) {
      socket.close();
      handlers.onClose(CUT);
    }
  }

  override connect(address: Address, handlers: SocketHandlers): Socket {
    if (!this.#isUp) {
      const timer = this.after(0, () => handlers.onClose(CUT));
      return { write() {}, close: () => this.cancel(timer) };
    }
    const inner = super.connect(address, {
      onOpen: () => handlers.onOpen(),
      onData: (bytes) => handlers.onData(bytes),
      onClose: (reason) => {
        this.#open.delete(socket);
        handlers.onClose(reason);
      },
    });
    const socket: Socket = {
      write: (bytes) => inner.write(bytes),
      close: () => {
        this.#open.delete(socket);
        inner.close();
      },
    };
    this.#open.set(socket, handlers);
    return socket;
  }
}
