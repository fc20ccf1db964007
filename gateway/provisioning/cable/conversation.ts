// One conversation with a device: hello first, then requests; what goes wrong becomes a failure with a sentence.
import { ConsoleClient } from '#protocol/console.ts';
import type { ConsoleErrorCode } from '#protocol/errors.ts';
import type { SealKey } from '#protocol/seal.ts';
import { Failure, type FailureCode } from '../failure.ts';
import { type Pace, unlessInterrupted } from '../pace.ts';
import type { SerialLine } from './serial-line.ts';

/** What `hello` tells. */
export interface Hello {
  /** Empty: not provisioned. */
  deviceId: string;
  keyVersion: number;
  model: string;
  firmware: string;
  bootId: number;
  challenge: string;
}

const FAILURE_OF: Partial<Record<ConsoleErrorCode | 'SILENT' | 'TOO_LONG', FailureCode>> = {
  NO_HELLO: 'DEVICE_RESTARTED',
  PROOF_WRONG: 'PROOF_WRONG',
  PRESS_WAITING: 'PRESS_WAITING',
  STORAGE_FULL: 'STORAGE_FULL',
  STORAGE_FAILED: 'STORAGE_FAILED',
  BUSY: 'DEVICE_BUSY',
};

export class Conversation {
  readonly line: SerialLine;
  hello!: Hello;
  /** Whether this conversation has proved the device's key. */
  isProven = false;
  readonly #client: ConsoleClient;
  readonly #signal: AbortSignal;
  #fields = new Map<string, string>();

  private constructor(line: SerialLine, pace: Pace, signal: AbortSignal, attempts: number) {
    this.line = line;
    this.#signal = signal;
    this.#client = new ConsoleClient(line, { timeoutMs: pace.answerMs, attempts });
  }

  /** Errors: DEVICE_SILENT, DEVICE_UNREADABLE (something else, or another baud), CABLE_LOST. The line is closed then. */
  static async begin(
    line: SerialLine,
    pace: Pace,
    signal: AbortSignal,
    attempts = pace.attempts,
  ): Promise<Conversation> {
    const talk = new Conversation(line, pace, signal, attempts);
    try {
      const answer = await talk.#unlessLost(talk.#client.hello());
      if (!answer.ok) throw talk.#failure(answer.code, answer.detail);
      talk.#fields = answer.fields;
      talk.hello = helloOf(answer.fields);
      return talk;
    } catch (error) {
      await line.close();
      throw error;
    }
  }

  /** The words of the answer. Errors: those of the device, CABLE_LOST, INTERRUPTED. */
  async ask(...words: string[]): Promise<string[]> {
    const answer = await this.#unlessLost(this.#client.ask(...words));
    if (!answer.ok) throw this.#failure(answer.code, answer.detail);
    return answer.words;
  }

  /** Sets one value, reads it back and compares. */
  async set(name: string, value: string): Promise<void> {
    const answer = await this.#unlessLost(this.#client.set(name, value));
    if (answer.ok) return;
    if (answer.code === 'DRAFT_WRONG') throw new Failure('SETTING_DIFFERS', name);
    throw this.#failure(answer.code, answer.detail);
  }

  /** Proves the key by a mac that the gateway has made. Errors: PROOF_WRONG. */
  async prove(mac: string): Promise<void> {
    await this.ask('auth', mac);
    this.isProven = true;
  }

  /** The same with a key that is known here. */
  async proveKey(key: SealKey): Promise<void> {
    const answer = await this.#unlessLost(this.#client.auth(this.#fields, key));
    if (!answer.ok) throw this.#failure(answer.code, answer.detail);
    this.isProven = true;
  }

  /** `name=value` words of an answer, as of `state`. */
  async values(...words: string[]): Promise<Map<string, string>> {
    const pairs = (await this.ask(...words)).map((word) => word.split(/=(.*)/s));
    return new Map(pairs.map(([name = '', value = '']) => [name, value]));
  }

  close(): Promise<void> {
    return this.line.close();
  }

  #unlessLost<T>(work: Promise<T>): Promise<T> {
    const lost = this.line.lost.then(() => {
      throw new Failure('CABLE_LOST', this.line.path);
    });
    return unlessInterrupted(Promise.race([work, lost]), this.#signal);
  }

  #failure(code: ConsoleErrorCode | 'SILENT' | 'TOO_LONG', detail: string): Failure {
    if (code === 'SILENT') {
      const kind = this.line.heard() > 0 ? 'DEVICE_UNREADABLE' : 'DEVICE_SILENT';
      return new Failure(kind, this.line.path);
    }
    const known = FAILURE_OF[code];
    return new Failure(known ?? 'DEVICE_REFUSED', known ? detail : `${code} ${detail}`.trim());
  }
}

function helloOf(fields: Map<string, string>): Hello {
  return {
    deviceId: fields.get('device_id') ?? '',
    keyVersion: Number(fields.get('key_version') ?? 0),
    model: fields.get('model') ?? '',
    firmware: fields.get('firmware') ?? '',
    bootId: Number(fields.get('boot_id') ?? 0),
    challenge: fields.get('challenge') ?? '',
  };
}
