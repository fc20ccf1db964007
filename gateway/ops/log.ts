// Logs: JSON lines for machines, pretty lines on a terminal. Fields carry ids and codes only.
import pino from 'pino';
import pretty from 'pino-pretty';
import type { Log } from '../domain/ports/log.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Writes to `out`: JSON lines, or one pretty line each when `out` is a terminal. */
export function createLog(level: LogLevel, out: NodeJS.WriteStream = process.stdout): Log {
  const options = {
    level,
    base: null,
    // An error's message may name a file; that is all it may name.
    serializers: {
      error: (error: unknown) => (error instanceof Error ? error.message : String(error)),
    },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (!out.isTTY) return pino(options, out);
  return pino(
    options,
    pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss.l', destination: out }),
  );
}
