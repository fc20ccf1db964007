// TCP on the interpreter, with its surprises taken out.
import type { Address } from '#protocol/messages.ts';
import type { Socket, SocketHandlers } from '../hal.ts';
import type { NetModule, NetSocket } from './interpreter.d.ts';

/** `write` would join a Uint8Array as text; and a flat string isn't always to be had. */
function binary(bytes: Uint8Array): string {
  const flat = E.toString(bytes);
  if (flat !== undefined) return flat;
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

/**
 * Never throws. With TLS it opens before the handshake is over, and no certificate is checked: what proves the
 * other side is its first sealed downlink.
 */
export function openSocket(address: Address, handlers: SocketHandlers): Socket {
  let open = true;
  let net: NetSocket | null = null;
  const ended = () => {
    if (!open) return;
    open = false;
    handlers.onClose('no connection');
  };
  try {
    // TLS needs many variables in a row, and memory may be in pieces.
    if (address.tls) E.defrag();
    const module: NetModule = require(address.tls ? 'tls' : 'net');
    net = module.connect(address, () => {
      if (open) handlers.onOpen();
    });
    net.on('data', (text) => {
      if (open) handlers.onData(E.toUint8Array(text));
    });
    // An error that nobody listens to is thrown.
    net.on('error', () => {});
    net.on('close', ended);
  } catch {
    // A refused connect throws at once on some boards.
    setTimeout(ended, 0);
  }
  return {
    write: (bytes) => {
      try {
        if (open && net) net.write(binary(bytes));
      } catch {
        // "This socket is closed": the close event follows.
      }
    },
    close: () => {
      const wasOpen = open;
      open = false;
      try {
        if (wasOpen && net) net.end();
      } catch {
        // It was closed already.
      }
    },
  };
}
