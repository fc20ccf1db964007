// Logs: JSON lines for machines, pretty lines on a terminal. Fields carry ids and codes only.

import pino from 'pino';
import pretty from 'pino-pretty';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** A log whose level can be changed while it is in use. */
export interface LeveledLog extends Log {
  setLevel(level: LogLevel): void;
}

/** Characters of log lines that could not be written yet. */
const MAX_WAITING = 1024 * 1024;

/** A stream of the process is written to in pieces: a line each would cost a flood more than its presses do. */
function destinationOf(out: NodeJS.WriteStream): pino.DestinationStream {
  const fd = 'fd' in out ? out.fd : undefined;
  if (typeof fd !== 'number') return out;
  const stream = pino.destination({ dest: fd, sync: false, maxLength: MAX_WAITING });
  // On a full disk the gateway goes on: lines wait, what is too much is lost. Its own last flush would wait for ever.
  const flush = stream.flushSync.bind(stream);
  stream.on('error', () => {
    stream.flushSync = () => {};
  });
  stream.on('write', () => {
    stream.flushSync = flush;
  });
  return stream;
}

/** Writes to `out`: JSON lines, or one pretty line each when `out` is a terminal. */
export function createLog(level: LogLevel, out: NodeJS.WriteStream = process.stdout): LeveledLog {
  const options = {
    level,
    base: null,
    // An error's message may name a file; that is all it may name.
    serializers: {
      error: reasonOf,
    },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = out.isTTY
    ? pino(options, pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss.l', destination: out }))
    : pino(options, destinationOf(out));
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    setLevel: (next) => {
      logger.level = next;
    },
  };
}
