// The PC's half of the console conversation: numbers its requests, sends again what isn't answered, and proves the key.
import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import { PURPOSE_CONSOLE, sealedBytes } from './device/envelope.ts';
import type { ConsoleErrorCode } from './errors.ts';
import type { SealKey } from './seal.ts';
import { decodeLine, encodeLine } from './serial.ts';

/** A serial port: characters with codes 0 to 255. */
export interface ConsolePort {
  write(bytes: string): void;
  onBytes(call: (bytes: string) => void): void;
}

export type ConsoleAnswer =
  | { ok: true; words: string[] }
  | { ok: false; code: ConsoleErrorCode | 'SILENT' | 'TOO_LONG'; detail: string };

export interface ConsoleOptions {
  /** Calls `call` once after so long; what it returns cancels that. Default: setTimeout. */
  after?: (milliseconds: number, call: () => void) => () => void;
  timeoutMs?: number;
  /** Times that a request is sent before the device counts as silent. */
  attempts?: number;
}

/** Longer than a line can be, and than the noise before it needs to be kept. */
const MAX_BYTES = 4096;

// biome-ignore lint/suspicious/noControlCharactersInRegex: XON and XOFF are such characters.
const FLOW_CONTROL = /[\x11\x13]/g;

function wait(milliseconds: number, call: () => void): () => void {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
}

/** One conversation. Requests go one after the other: await each. */
export class ConsoleClient {
  private readonly port: ConsolePort;
  private readonly options: Required<ConsoleOptions>;
  private readonly nonce = randomBytes(8).toString('hex');
  /** Anywhere: so a late answer of an earlier conversation seldom fits. */
  private number = randomInt(1, 100_000_000);
  private rest = '';
  private hear: ((words: string[]) => void) | null = null;

  constructor(port: ConsolePort, options: ConsoleOptions = {}) {
    this.port = port;
    this.options = { after: wait, timeoutMs: 1_000, attempts: 8, ...options };
    port.onBytes((bytes) => this.take(bytes));
  }

  /** What the device is: `device_id`, `challenge` and so on. */
  async hello(): Promise<ConsoleAnswer & { fields: Map<string, string> }> {
    const answer = await this.ask('hello', this.nonce);
    return { ...answer, fields: fieldsOf(answer) };
  }

  /** Proves that the key is known. `hello` is the answer to hello. */
  auth(hello: Map<string, string>, key: SealKey): Promise<ConsoleAnswer> {
    const challenge = Buffer.from(hello.get('challenge') ?? '', 'hex');
    return this.ask('auth', consoleProof(key, hello.get('device_id') ?? '', challenge));
  }

  /** Sets a value and compares what the device has understood. */
  async set(name: string, value: string): Promise<ConsoleAnswer> {
    const answer = await this.ask('set', name, value);
    if (!answer.ok) return answer;
    const read = await this.ask('get', name);
    if (!read.ok) return read;
    const [kind, held] = read.words;
    const expected = kind === 'digest' ? secretDigest(this.nonce, value) : value;
    if (held === expected) return answer;
    return { ok: false, code: 'DRAFT_WRONG', detail: `${name} was not read back as it was set` };
  }

  /** One request, sent until it is answered. */
  ask(...words: string[]): Promise<ConsoleAnswer> {
    this.number++;
    const number = String(this.number);
    const line = encodeLine([number, ...words]);
    if (!line.ok) return Promise.resolve({ ok: false, code: 'TOO_LONG', detail: words[1] ?? '' });
    const { after, timeoutMs, attempts } = this.options;
    return new Promise((resolve) => {
      let sent = 0;
      let cancel = () => {};
      const end = (answer: ConsoleAnswer) => {
        cancel();
        this.hear = null;
        resolve(answer);
      };
      this.hear = ([answered, result, ...rest]) => {
        if (answered !== number) return;
        if (result === 'ok') end({ ok: true, words: rest });
        else if (result === 'error') {
          end({ ok: false, code: rest[0] as ConsoleErrorCode, detail: rest[1] ?? '' });
        }
      };
      const send = () => {
        if (sent === attempts) {
          return end({ ok: false, code: 'SILENT', detail: words[0] ?? '' });
        }
        sent++;
        cancel = after(timeoutMs, send);
        // The LF before ends what noise may have begun.
        this.port.write(`\n${line.value}`);
      };
      send();
    });
  }

  private take(bytes: string): void {
    // An interpreter's flow control, in the middle of a line even: it sends these when its buffer fills.
    const lines = (this.rest + bytes.replace(FLOW_CONTROL, '')).split('\n');
    this.rest = (lines.pop() ?? '').slice(-MAX_BYTES);
    for (const line of lines) {
      const read = decodeLine(line);
      if (read.ok) this.hear?.(read.value);
    }
  }
}

/** The mac of `auth`: 32 hex digits. */
export function consoleProof(key: SealKey, deviceId: string, challenge: Uint8Array): string {
  const nowhere = { bootId: 0, connectNo: 0 };
  const covered = sealedBytes(PURPOSE_CONSOLE, key.version, deviceId, nowhere, 0, challenge);
  return createHmac('sha256', key.secret).update(covered).digest('hex').slice(0, 32);
}

/** What `get` answers for a secret of the draft. */
export function secretDigest(nonce: string, value: string): string {
  return createHash('sha256').update(nonce).update(value, 'utf8').digest('hex').slice(0, 16);
}

function fieldsOf(answer: ConsoleAnswer): Map<string, string> {
  const fields = new Map<string, string>();
  if (!answer.ok) return fields;
  for (const word of answer.words) {
    const at = word.indexOf('=');
    if (at > 0) fields.set(word.slice(0, at), word.slice(at + 1));
  }
  return fields;
}
