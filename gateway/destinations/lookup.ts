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

  constructor(resolve: Resolve = systemResolve, time: Time = systemTime) {
    this.#resolve = resolve;
    this.#time = time;
  }

  /** For the option `lookup` of net, tls and http. */
  readonly lookup: LookupFunction = (host, options, callback) => {
    this.addresses(host).then(
      (addresses) => {
        const [first] = addresses as [LookupAddress];
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };

  /** All addresses of a host, at least one. Rejects only when no look-up of it ever succeeded. */
  async addresses(host: string): Promise<LookupAddress[]> {
    const entry = this.#entry(host);
    const { good } = entry;
    const now = this.#time.monotonic();
    if (good && now < entry.askAgainAt) return good;
    entry.running ??= { since: now, answer: this.#ask(host, entry) };
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

  async #ask(host: string, entry: Entry): Promise<LookupAddress[]> {
    let holdsFor = PAUSE_MS;
    try {
      const addresses = await this.#resolve(host);
      if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENODATA' });
      entry.good = addresses;
      holdsFor = FRESH_MS;
      return addresses;
    } finally {
      entry.askAgainAt = this.#time.monotonic() + holdsFor;
      delete entry.running;
    }
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
