// Logs: JSON lines for machines, pretty lines on a terminal. Fields carry ids and codes only.

import { constants, openSync, writeSync } from 'node:fs';
import pino from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** A log whose level can be changed while it is in use. */
export interface LeveledLog extends Log {
  setLevel(level: LogLevel): void;
}

/** Characters of log lines that could not be written yet. */
const MAX_WAITING = 1024 * 1024;
/** For a terminal: some hundred lines. It takes 4 KB at once, and is asked again every 100 ms. */
const MAX_WAITING_TERMINAL = 64 * 1024;
/** At the end of the process a terminal that takes nothing is asked so often. */
const LAST_TRIES = 10;
/** Lines go out together, after so long or so many characters: each by itself would be a seventh of a press's work. */
const GATHERED_MS = 50;
const GATHERED = 16 * 1024;

type LineStream = ReturnType<typeof pino.destination>;

/** A stream of the process is written to in pieces: a line each would cost a flood more than its presses do. */
function lineStreamOf(fd: number, isTerminal: boolean): LineStream {
  let triesLeft = Number.POSITIVE_INFINITY;
  const stream = pino.destination({
    dest: isTerminal ? withoutWaiting(fd) : fd,
    sync: false,
    maxLength: isTerminal ? MAX_WAITING_TERMINAL : MAX_WAITING,
    retryEAGAIN: () => triesLeft-- > 0,
  });
  // On a full disk the gateway goes on: lines wait, what is too much is lost. Its own last flush would wait for ever.
  const flush = stream.flushSync.bind(stream);
  const flushAtEnd = () => {
    triesLeft = LAST_TRIES;
    try {
      flush();
    } catch {
      // The terminal takes nothing: the process ends all the same.
    }
  };
  stream.flushSync = flushAtEnd;
  stream.on('error', () => {
    stream.flushSync = () => {};
  });
  stream.on('write', () => {
    stream.flushSync = flushAtEnd;
  });
  return stream;
}

/** One for each log of the process: they last as long as that. */
const gathering = new Set<GatheredLines>();

function writeLast(): void {
  for (const lines of gathering) lines.writeLast();
}

/** Hands lines to the stream in pieces. What it has not handed over when the process ends is written then. */
class GatheredLines {
  readonly #stream: Pick<LineStream, 'write'>;
  readonly #fd: number;
  #lines = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: Pick<LineStream, 'write'>, fd: number) {
    this.#stream = stream;
    this.#fd = fd;
    // After the stream's own last flush, which was there before.
    if (gathering.size === 0) process.once('exit', writeLast);
    gathering.add(this);
  }

  write(line: string): void {
    this.#lines += line;
    if (this.#lines.length >= GATHERED) this.#hand();
    else this.#timer ??= setTimeout(() => this.#hand(), GATHERED_MS).unref();
  }

  #hand(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stream.write(this.#lines);
    this.#lines = '';
  }

  writeLast(): void {
    try {
      writeSync(this.#fd, this.#lines);
    } catch {
      // Nobody takes them: the process ends all the same.
    }
  }
}

/**
 * The same terminal, opened anew so that a write to it never waits. Whoever presses Ctrl-S there holds up the lines, and
 * neither the process nor one of the threads that the journal is written with.
 */
function withoutWaiting(fd: number): number {
  try {
    return openSync(
      `/dev/fd/${fd}`,
      constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY,
    );
  } catch {
    // A terminal of somebody else, as after `su`: one thread waits then.
    return fd;
  }
}

const READABLE = { colorize: true, translateTime: 'SYS:HH:MM:ss.l' };

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
  const fd = 'fd' in out && typeof out.fd === 'number' ? out.fd : undefined;
  const stream = fd === undefined ? out : lineStreamOf(fd, out.isTTY);
  const readable = out.isTTY ? prettyFactory(READABLE) : undefined;
  const destination = () => {
    if (readable) return { write: (line: string) => void stream.write(readable(line)) };
    return fd === undefined ? out : new GatheredLines(stream as LineStream, fd);
  };
  const logger = pino(options, destination());
  if (stream !== out) {
    tellDropped(stream as LineStream, (lines) => {
      logger.warn({ lines }, 'lines of the log were dropped: nobody took them');
    });
  }
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    setLevel: (next) => {
      logger.level = next;
    },
  };
}

/** Lines that found no room are counted, and told of once there is room. */
function tellDropped(stream: LineStream, tell: (lines: number) => void): void {
  let dropped = 0;
  stream.on('drop', (text: string) => {
    dropped += text.split('\n').length - 1;
  });
  stream.on('drain', () => {
    if (dropped === 0) return;
    const lines = dropped;
    dropped = 0;
    tell(lines);
  });
}
