// The gateway's end of the line to the flows: messages in batches, and a limit on what comes back.
import type { Duplex } from 'node:stream';
import type { Allowance } from './allowance.ts';
import { FromChild, type ToChild } from './messages.ts';

export interface FlowChannelDeps {
  socket: Duplex;
  /** Of messages. */
  messages: Allowance;
  /** Of bytes. */
  bytes: Allowance;
  onMessage(message: FromChild): void;
  /** More came than is allowed, or what no child of ours says: nothing more is read. */
  onFlood(): void;
}

/** A storm of presses makes flows say much, and is no flood. */
const WORDS_OF_A_DELIVERY = 8;
const MAX_LINE = 1 << 20;
const MAX_UNSENT_BYTES = 8 << 20;

export class FlowChannel {
  readonly #deps: FlowChannelDeps;
  #waiting: { red: ToChild[]; other: ToChild[] } | undefined;
  #pieces: Buffer[] = [];
  #gathered = 0;
  #isClosed = false;

  constructor(deps: FlowChannelDeps) {
    this.#deps = deps;
    deps.socket.on('data', (chunk: Buffer) => this.#read(chunk));
    // The end of the process says it too.
    deps.socket.on('error', () => {});
  }

  /** False: the child does not read, and nothing more is put on the pile. */
  get isFree(): boolean {
    return this.#deps.socket.writableLength < MAX_UNSENT_BYTES;
  }

  /** With everything of this turn, red first. */
  tell(message: ToChild, lane: 'red' | 'other' = 'other'): void {
    if (this.#waiting === undefined) setImmediate(() => this.#flush());
    this.#waiting ??= { red: [], other: [] };
    this.#waiting[lane].push(message);
    if (message.tell === 'deliver') this.#deps.messages.grant(WORDS_OF_A_DELIVERY);
  }

  close(): void {
    this.#isClosed = true;
    this.#deps.socket.destroy();
  }

  #flush(): void {
    const { red = [], other = [] } = this.#waiting ?? {};
    this.#waiting = undefined;
    if (!this.#isClosed) this.#deps.socket.write(`${JSON.stringify([...red, ...other])}\n`);
  }

  #read(chunk: Buffer): void {
    let rest = chunk;
    if (!this.#deps.bytes.take(chunk.length)) this.#flood();
    for (let end = rest.indexOf(10); end >= 0 && !this.#isClosed; end = rest.indexOf(10)) {
      const line = Buffer.concat([...this.#pieces, rest.subarray(0, end)]).toString('utf8');
      rest = rest.subarray(end + 1);
      this.#pieces = [];
      this.#gathered = 0;
      this.#take(line);
    }
    if (this.#isClosed) return;
    this.#pieces.push(rest);
    this.#gathered += rest.length;
    if (this.#gathered > MAX_LINE) this.#flood();
  }

  #take(line: string): void {
    for (const value of arrayIn(line)) {
      if (this.#isClosed) return;
      const { success, data } = FromChild.safeParse(value);
      if (success && this.#deps.messages.take(1)) this.#deps.onMessage(data);
      else this.#flood();
    }
  }

  #flood(): void {
    if (this.#isClosed) return;
    this.close();
    this.#deps.onFlood();
  }
}

/** What is no array of messages is one that nobody knows. */
function arrayIn(line: string): unknown[] {
  try {
    const value = JSON.parse(line);
    return Array.isArray(value) ? value : [undefined];
  } catch {
    return [undefined];
  }
}
