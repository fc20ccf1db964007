// The destination `sia`: an alarm receiving centre that is spoken to in SIA DC-09 over TCP, with a main and a spare receiver.

import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Delivery, Destination, LinkState, Outcome } from '../../domain/ports/destination.ts';
import { OUTCOMES } from '../../messages/route-test.ts';
import { HostLookup } from '../lookup.ts';
import type { EventWords } from './events.ts';
import type { Address, Reply } from './exchange.ts';
import { FORMATS, type Format } from './message.ts';
import { Receiver } from './receiver.ts';
import { type Extended, extendedOf, type Sentence, sentenceOf } from './sentence.ts';
import { Sequence } from './sequence.ts';
import { Supervision } from './supervision.ts';
import { inTurns } from './turns.ts';

export interface SiaOptions {
  name: string;
  receiver: Address;
  spare?: Address | undefined;
  /** 3 to 16 upper-case hex digits: of link tests, of what is about no single home, of homes without their own. */
  account: string;
  /** The one that is spoken; the other is tried when a receiver doesn't understand it. */
  format: Format;
  /** 16, 24 or 32 bytes in hex. Without it nothing is encrypted. */
  key?: string | undefined;
  /** How long a receiver may be quiet before it is tested, milliseconds. */
  supervision: number | 'off';
  extended: readonly Extended[];
  events: EventWords;
  clock: Clock;
  /** Shared by destinations, so that their hosts are asked for once. */
  hosts?: HostLookup;
  sequence?: Sequence;
}

/** How long the first receiver is waited for before the other is tried beside it. */
const PATIENCE_MS = { red: 1_000, other: 4_000 };
/** A receiver that failed is the second choice for so long at most, when no link test finds out earlier. */
const SECOND_CHOICE_MS = 60_000;

const OTHER: Record<Format, Format> = { 'ADM-CID': 'SIA-DCS', 'SIA-DCS': 'ADM-CID' };
const GAVE_UP: Outcome = { kind: 'failed', code: 'TIMEOUT', detail: OUTCOMES.gaveUp.en };
const NOT_CARRIED: Outcome = {
  kind: 'refused',
  code: 'NOT_CARRIED',
  detail: OUTCOMES.noCode.en,
};

export class SiaDestination implements Destination {
  readonly name: string;
  readonly #options: SiaOptions;
  /** The main one first. */
  readonly #receivers: readonly Receiver[];
  readonly #supervisions: readonly Supervision[];
  readonly #sequence: Sequence;
  #link: LinkState | undefined;

  constructor(options: SiaOptions) {
    const { name, receiver, spare, key, clock, sequence, hosts = new HostLookup() } = options;
    this.name = name;
    this.#options = options;
    this.#sequence = sequence ?? new Sequence();
    const shared = { clock, hosts, key: key === undefined ? undefined : Buffer.from(key, 'hex') };
    const make = (of: string, address: Address) =>
      new Receiver({ ...shared, name: of, address, onChange: () => this.#changed() });
    this.#receivers = [make('main', receiver), ...(spare ? [make('spare', spare)] : [])];
    this.#supervisions = this.#supervise();
  }

  get link(): LinkState | undefined {
    return this.#link;
  }

  async start(): Promise<void> {
    for (const supervision of this.#supervisions) supervision.start();
  }

  async stop(): Promise<void> {
    for (const supervision of this.#supervisions) supervision.stop();
  }

  carries(delivery: Delivery): boolean {
    return sentenceOf(delivery, this.#options) !== undefined;
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted) return GAVE_UP;
    const sentence = sentenceOf(delivery, this.#options);
    if (sentence === undefined) return NOT_CARRIED;
    // A turn later: PUBACK and receipt leave before the message.
    await setImmediate();
    if (signal.aborted) return GAVE_UP;
    const isRed = delivery.kind === 'press' && delivery.press.key === 'red';
    const patience = PATIENCE_MS[isRed ? 'red' : 'other'];
    const receivers = this.#inOrder();
    const replies = await inTurns<Reply>({
      tries: receivers.map((receiver) => (ended) => this.#tell(receiver, sentence, ended)),
      isGood: ({ kind }) => kind === 'ack',
      // A red press doesn't wait to find out whether one is well again.
      patienceMs: isRed && receivers.some(({ trouble }) => trouble) ? 0 : patience,

      clock: this.#options.clock,
      signal,
      onSlow: (index) => receivers[index]?.doubt(),
    });
    if (replies[0]?.kind === 'ack') {
      for (const format of FORMATS) this.#sequence.close(`${format} ${sentence.id}`);
      return { kind: 'accepted' };
    }
    return signal.aborted ? GAVE_UP : outcomeOf(replies, receivers);
  }

  /** The main one first, as long as it works or nobody knows better. */
  #inOrder(): readonly Receiver[] {
    const [main, spare] = this.#receivers;
    if (!main?.trouble || !spare || spare.trouble) return this.#receivers;
    const failedFor = this.#options.clock.monotonic() - main.failedAt;
    return failedFor >= SECOND_CHOICE_MS ? this.#receivers : [spare, main];
  }

  async #tell(receiver: Receiver, sentence: Sentence, signal: AbortSignal): Promise<Reply> {
    const { format } = this.#options;
    const first = await this.#say(receiver, sentence, format, signal);
    // It has no words for this event in the format that was asked for, or the receiver doesn't know that.
    if (first !== undefined && first.kind !== 'duh') return first;
    return (await this.#say(receiver, sentence, OTHER[format], signal)) ?? (first as Reply);
  }

  async #say(receiver: Receiver, sentence: Sentence, format: Format, signal: AbortSignal) {
    const data = sentence.data[format];
    if (data === undefined) return undefined;
    const { id, account } = sentence;
    const sequence = this.#sequence.of(`${format} ${id}`);
    const { extended } = this.#options;
    return await receiver.send((offset) => {
      const blocks = extendedOf(sentence, extended, offset);
      return { token: format, sequence, account, data, extended: blocks };
    }, signal);
  }

  #supervise(): Supervision[] {
    const { supervision, clock, account } = this.#options;
    if (supervision === 'off') return [];
    return this.#receivers.map((receiver) => {
      const compose = () => {
        const sequence = this.#sequence.next();
        return { token: 'NULL' as const, sequence, account, data: '', extended: [] };
      };
      return new Supervision({
        clock,
        everyMs: supervision,
        heardAt: () => receiver.heardAt,
        test: (signal) => receiver.test(compose, signal),
      });
    });
  }

  /** The line is up while one receiver answers. */
  #changed(): void {
    const isUp = this.#receivers.some(({ trouble }) => trouble === false);
    const since = this.#link?.isUp === isUp ? this.#link.since : this.#options.clock.utc();
    const reason = joined(this.#receivers.map(({ trouble }) => trouble || undefined));
    this.#link = { isUp, since, ...(reason === undefined ? {} : { reason }) };
  }
}

/** What the receivers said, of which none took it. */
function outcomeOf(replies: readonly Reply[], receivers: readonly Receiver[]): Outcome {
  const detail = joined(replies.map(wordOf), receivers) ?? OUTCOMES.noAnswer.en;
  // Never again only when no receiver can do anything with it: one that is down now might.
  const [worst] = replies.filter(({ kind }) => kind !== 'duh');
  if (worst === undefined) return { kind: 'refused', code: 'REFUSED', detail };
  return { kind: 'failed', code: worst.kind === 'failed' ? worst.code : 'REFUSED', detail };
}

function wordOf(reply: Reply): string {
  return reply.kind === 'failed' ? reply.detail : reply.kind.toUpperCase();
}

/** Of each receiver; without its name when there is only one. */
function joined(
  words: readonly (string | undefined)[],
  receivers: readonly { name: string }[] = [{ name: 'main' }, { name: 'spare' }],
): string | undefined {
  if (words.length === 1) return words[0];
  const named = words.flatMap((word, index) =>
    word === undefined ? [] : [`${receivers[index]?.name}: ${word}`],
  );
  return named.length === 0 ? undefined : named.join('; ');
}
