// The serial console: bytes become lines, and lines are handed to the console script.
import type { Hal } from '../hal.ts';
import type { Instructed } from './service.ts';

/** A line has at most 256 bytes, and a CR. Of what never ends only the newest is kept: a line may begin in it. */
const MAX_BYTES = 257;

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

export interface Console {
  hal: Hal;
  /** Null while there are no settings. */
  device: Consoled | null;
  talk: Talk | null;
  /** Settings were written or erased, the device is stopped: nothing but a restart is left to do. */
  finished: boolean;
  /** Hands the port to the interpreter's own prompt, until the next start. Where there is one. */
  prompt?: () => void;
}

/** The console script: another one that is loaded only then. */
export interface ConsoleService {
  /** The answer to one line from the serial port, which stands there without its LF. Never throws. */
  line(console: Console, line: string): string;
}

/** Null when the script isn't there. */
export type LoadConsole = () => ConsoleService | null;

/** Listens from now on, and answers. */
export function startConsole(hal: Hal, device: Consoled | null, loadConsole: LoadConsole): void {
  if (!hal.console) return;
  const console: Console = { hal: hal, device: device, talk: null, finished: false };
  let rest = '';
  hal.console((bytes) => {
    const lines = (rest + bytes).split('\n');
    rest = (lines.pop() as string).slice(-MAX_BYTES);
    let answer = '';
    for (const line of lines) {
      const service = line.includes('$') ? loadConsole() : null;
      if (service) answer += service.line(console, line);
    }
    return answer;
  });
}
