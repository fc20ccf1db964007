// One receiver of an alarm receiving centre: its clock, whether it answers, and the link test.

import type { Clock } from '../../domain/ports/clock.ts';
import { OUTCOMES } from '../../messages/route-test.ts';
import type { HostLookup } from '../lookup.ts';
import { type Address, exchange, type ReceiverAccess, type Reply } from './exchange.ts';
import { bodyOf, type Message } from './message.ts';

export interface ReceiverOptions {
  /** For the operator: main or spare. */
  name: string;
  address: Address;
  key: Buffer | undefined;
  clock: Clock;
  hosts: HostLookup;
  /** Called when it answers again, not any more, or for another reason than before. */
  onChange: () => void;
}

/** What is to be sent, when the receiver's clock is `offset` milliseconds further than ours. */
export type Compose = (offset: number) => Message;

export class Receiver {
  readonly name: string;
  readonly #options: ReceiverOptions;
  readonly #line: ReceiverAccess;
  /** How much further its clock is than ours, as its last NAK said; milliseconds. */
  #offset = 0;
  /** Why it is down, without personal data; false: it answers. Undefined: nobody knows yet. */
  #trouble: string | false | undefined;
  /** On monotonic time, of the last answer and of the last failure. */
  #heardAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(options: ReceiverOptions) {
    this.name = options.name;
    this.#options = options;
    const { address, clock, hosts } = options;
    this.#line = { address, clock, lookup: hosts.lookup };
  }

  get trouble(): string | false | undefined {
    return this.#trouble;
  }

  get heardAt(): number {
    return this.#heardAt;
  }

  get failedAt(): number {
    return this.#failedAt;
  }

  /** Sends it; once more, with the receiver's time, when it answers NAK and tells that. Never rejects. */
  async send(compose: Compose, signal: AbortSignal): Promise<Reply> {
    let reply = await this.#sendOnce(compose, signal);
    if (reply.kind === 'nak' && reply.time !== undefined && !signal.aborted) {
      // On a connection of its own too: a second NAK to the first message is not taken for the answer to this one.
      reply = await this.#sendOnce(compose, signal);
    }
    // There are receivers that hang up on an account that they don't know: one wrong home is no broken line.
    const isOfMessage = reply.kind === 'failed' && reply.code === 'BROKEN';
    if (!isOfMessage && !signal.aborted) this.#note(reply);
    return reply;
  }

  /** Sends a link test, once: it is there to tell how the line is, and what time the receiver has. */
  async test(compose: Compose, signal: AbortSignal): Promise<void> {
    const reply = await this.#sendOnce(compose, signal);
    if (!signal.aborted) this.#note(reply);
  }

  /** Somebody waited for it longer than is usual. */
  doubt(): void {
    this.#is(OUTCOMES.noAnswerInTime.en);
  }

  async #sendOnce(compose: Compose, signal: AbortSignal): Promise<Reply> {
    const { clock, key } = this.#options;
    const message = compose(this.#offset);
    const body = bodyOf(message, clock.utc() + this.#offset, key);
    const { sequence, account } = message;
    const reply = await exchange(this.#line, body, { sequence, account, key }, signal);
    if (reply.kind === 'nak' && reply.time !== undefined) this.#offset = reply.time - clock.utc();
    return reply;
  }

  /** Whoever says ACK, NAK or DUH can be reached, and works. That we gave up says nothing about it. */
  #note(reply: Reply): void {
    if (reply.kind === 'failed') {
      this.#is(reply.detail);
      return;
    }
    this.#heardAt = this.#options.clock.monotonic();
    this.#is(false);
  }

  #is(trouble: string | false): void {
    const before = this.#trouble;
    this.#trouble = trouble;
    if (trouble) this.#failedAt = this.#options.clock.monotonic();
    if (trouble !== before) this.#options.onChange();
  }
}
