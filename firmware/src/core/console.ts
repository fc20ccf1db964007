// The serial console: bytes become lines, and lines are handed to the console's scripts.
import type { Hal } from '../hal.ts';
import type { Instructed } from './service.ts';

/** A line has at most 256 bytes, and a CR. Of what never ends only the newest is kept: a line may begin in it. */
const MAX_BYTES = 257;

/** Free variables that `cbconsole` must find: what it takes at most while it answers by itself, and some to spare. */
const CONSOLE_ROOM = 400;

/** The device, as the console sees it. */
export interface Consoled extends Instructed {
  stop(): void;
}

/** What is remembered of a conversation between two lines. */
export interface Talk {
  /** The PC's name of this conversation. */
  nonce: string;
  /** 16 bytes that are good for one proof; empty when used up. */
  challenge: Uint8Array;
  proven: boolean;
  /** The last request's number and words, and what was answered. */
  number: number;
  request: string;
  answer: string;
  heardAt: number;
  /** The word that confirms a factory reset; empty before it is asked for. */
  word: string;
  draft: Record<string, string>;
}

/** Whose the stored settings are; without settings an empty id and 0. */
export interface Owner {
  deviceId: string;
  keyVersion: number;
}

export interface Console {
  hal: Hal;
  /** Null while there are no settings. */
  device: Consoled | null;
  talk: Talk | null;
  /** Settings were written or erased, the device is stopped: nothing but a restart is left to do. */
  finished: boolean;
  /** Of the settings that this boot has written or erased; null: they are still those of the device. */
  written: Owner | null;
  load: LoadConsole;
}

/** The script `cbconsole`, loaded for each line. */
export interface ConsoleService {
  /** The answer to one line from the serial port, which stands there without its LF. Never throws. */
  line(console: Console, line: string): string;
}

/** A script for requests that are too large, or too seldom made, for `cbconsole`: loaded beside it for one of them. */
export interface ConsolePart {
  /** The words behind the number of the answer to a request that is permitted. */
  carryOut(console: Console, words: string[]): string[];
}

/** Null when no such script is there, or fewer than `room` variables are free. */
export type LoadConsole = (script: string, room: number) => { service: unknown } | null;

/** Listens from now on, and answers. */
export function startConsole(hal: Hal, device: Consoled | null, load: LoadConsole): void {
  if (!hal.console) return;
  const console: Console = {
    hal: hal,
    device: device,
    talk: null,
    finished: false,
    written: null,
    load: load,
  };
  let rest = '';
  hal.console((bytes) => {
    const lines = (rest + bytes).split('\n');
    rest = (lines.pop() as string).slice(-MAX_BYTES);
    let answer = '';
    for (const line of lines) {
      const script = line.includes('$') ? load('cbconsole', CONSOLE_ROOM) : null;
      if (script) answer += (script.service as ConsoleService).line(console, line);
    }
    return answer;
  });
}
