// Where a host is. At most one look-up per host runs, and the last good answer helps out while it hangs or fails.
import type { LookupAddress } from 'node:dns';
import { lookup as askSystem } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Clock } from '../domain/ports/clock.ts';

/** Asks for all addresses of a host. Rejects, or never ends, when there is no answer. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** How long an answer is used without asking again. */
export const FRESH_MS = 60_000;
/** How long a connection waits for a new answer when there is an old one: the host may have moved. */
export const PATIENCE_MS = 250;
/** After a failed look-up the old answer is used for so long without asking again. */
export const PAUSE_MS = 5_000;

/** The pool of threads that look-ups share with the journal: libuv's own number when the start gave none. */
const THREADS = Number(process.env.UV_THREADPOOL_SIZE) || 4;
/** Look-ups at one time. Red's leave two threads to the journal; those that can wait leave half of the others to red. */
const MAX_AT_ONCE = Math.max(2, THREADS - 2);
const MAX_THAT_CAN_WAIT = Math.max(1, Math.floor(MAX_AT_ONCE / 2));

/** RFC 6761, 6.3: such a name is this machine, and no DNS is to be asked. */
const THIS_MACHINE = /^(?:.*\.)?localhost\.?$/i;
const LOOPBACK: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** A look-up that waits for a thread. */
interface Waiting {
  host: string;
  canWait: boolean;
  begin: () => void;
}

interface Entry {
  /** The last good answer. */
  good?: LookupAddress[];
  askAgainAt: number;
  running?: { since: number; answer: Promise<LookupAddress[]> };
}

type Time = Pick<Clock, 'monotonic' | 'after'>;

/**
 * The system's look-ups (getaddrinfo) run in the few threads that the journal's writes need too, and each
 * holds its thread for many seconds while DNS is dead. So attempts to one host share one look-up.
 */
export class HostLookup {
  readonly #resolve: Resolve;
  readonly #time: Time;
  readonly #entries = new Map<string, Entry>();
  #waiting: Waiting[] = [];
  #running = 0;

  constructor(resolve: Resolve = systemResolve, time: Time = systemTime) {
    this.#resolve = resolve;
    this.#time = time;
  }

  /** For the option `lookup` of net, tls and http. */
  readonly lookup: LookupFunction = (host, options, callback) =>
    this.#lookUp(host, false, options, callback);

  /** The same for what carries no red: it waits behind what does. */
  readonly lookupThatCanWait: LookupFunction = (host, options, callback) =>
    this.#lookUp(host, true, options, callback);

  #lookUp(
    host: string,
    canWait: boolean,
    options: Parameters<LookupFunction>[1],
    callback: Parameters<LookupFunction>[2],
  ): void {
    this.addresses(host, canWait).then(
      (addresses) => {
        const [first] = addresses as [LookupAddress];
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  }

  /** All addresses of a host, at least one. Rejects only when no look-up of it ever succeeded. */
  async addresses(host: string, canWait = false): Promise<LookupAddress[]> {
    if (THIS_MACHINE.test(host)) return [...LOOPBACK];
    const entry = this.#entry(host);
    const { good } = entry;
    const now = this.#time.monotonic();
    if (good && now < entry.askAgainAt) return good;
    entry.running ??= { since: now, answer: this.#ask(host, entry, canWait) };
    if (!canWait) this.#hurry(host);
    const { since, answer } = entry.running;
    if (!good) return answer;
    const patience = since + PATIENCE_MS - now;
    return patience > 0 ? this.#orElse(answer, good, patience) : good;
  }

  #entry(host: string): Entry {
    const known = this.#entries.get(host);
    if (known) return known;
    const entry = { askAgainAt: 0 };
    this.#entries.set(host, entry);
    return entry;
  }

  async #ask(host: string, entry: Entry, canWait: boolean): Promise<LookupAddress[]> {
    let holdsFor = PAUSE_MS;
    const thread = this.#thread(host, canWait);
    if (thread) await thread;
    try {
      const addresses = await this.#resolve(host);
      if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENODATA' });
      entry.good = addresses;
      holdsFor = FRESH_MS;
      return addresses;
    } finally {
      this.#running--;
      this.#beginNext();
      entry.askAgainAt = this.#time.monotonic() + holdsFor;
      delete entry.running;
    }
  }

  /** Resolves when there is a thread for it; undefined when there is one now. */
  #thread(host: string, canWait: boolean): Promise<void> | undefined {
    if (this.#running < maxAtOnce(canWait)) {
      this.#running++;
      return undefined;
    }
    return new Promise((begin) => this.#waiting.push({ host, canWait, begin }));
  }

  /** Red wants to know it too. */
  #hurry(host: string): void {
    const waiting = this.#waiting.find((asked) => asked.host === host);
    if (!waiting?.canWait) return;
    waiting.canWait = false;
    this.#beginNext();
  }

  #beginNext(): void {
    const next = this.#waiting.find(({ canWait }) => !canWait) ?? this.#waiting[0];
    if (next === undefined) return;
    if (this.#running >= maxAtOnce(next.canWait)) return;
    this.#waiting = this.#waiting.filter((waiting) => waiting !== next);
    this.#running++;
    next.begin();
    this.#beginNext();
  }

  #orElse(
    answer: Promise<LookupAddress[]>,
    good: LookupAddress[],
    patience: number,
  ): Promise<LookupAddress[]> {
    return new Promise((resolve) => {
      const cancel = this.#time.after(patience, () => resolve(good));
      const done = (addresses: LookupAddress[]) => {
        cancel();
        resolve(addresses);
      };
      answer.then(done, () => done(good));
    });
  }
}

function maxAtOnce(canWait: boolean): number {
  return canWait ? MAX_THAT_CAN_WAIT : MAX_AT_ONCE;
}

function systemResolve(host: string): Promise<LookupAddress[]> {
  return askSystem(host, { all: true });
}

export const systemTime: Time = {
  monotonic: () => performance.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};
