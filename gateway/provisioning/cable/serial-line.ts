// A serial line to something that may be a device: what a conversation needs of it, whoever opens it.
import type { ConsolePort } from '#protocol/console.ts';

export interface SerialLine extends ConsolePort {
  readonly path: string;
  /** Resolves when the port is gone: a cable that was pulled. Not after `close`. */
  readonly lost: Promise<void>;
  /** Bytes that have come so far, whatever they were. */
  heard(): number;
  close(): Promise<void>;
}

/** Errors: PORT_DENIED, PORT_BUSY, PORT_MISSING, PORT_FAILED, SERIAL_UNAVAILABLE. */
export type OpenSerialLine = (path: string) => Promise<SerialLine>;
