// The queue of notices: stores each, then offers it on the status route until somebody has taken it over.
import { type Limits, pauseAfter } from '../domain/limits.ts';
import type { Notice } from '../domain/notice.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destinations } from '../domain/ports/destination.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Journal, Remembered } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import type { Notices } from '../domain/ports/supervisor.ts';
import type { Routes } from '../domain/route.ts';
import { Timers } from '../system/timers.ts';
import type { DestinationOutcomes } from './destination-outcomes.ts';
import { Dispatcher } from './dispatcher.ts';
import type { LaneLoads } from './lanes.ts';
import { NoticeOffer } from './notice-offer.ts';
import { RefusedNotices } from './refused-notices.ts';
import { Settlements } from './settlements.ts';

export interface NoticeQueueDeps {
  journal: Journal;
  directory: DeviceDirectory;
  clock: Clock;
  log: Log;
  routes: Routes;
  destinations: Destinations;
  meter: Meter;
  /** Hears how attempts end; undefined: nobody asks. */
  outcomes?: DestinationOutcomes | undefined;
}

export interface NoticesStatus {
  /** Notices in memory that nobody has taken over; more may wait in the journal. */
  open: number;
  /** Refused by every destination of the status route. */
  refused: number;
  lanes: LaneLoads;
}

/** Maximum of stored notices in memory; the others wait in the journal until there is room again. */
const MAX_OPEN = 10_000;

/** Maximum of notices in memory while they can't be stored. */
const MAX_UNSTORED = 20_000;

const READS_AGAIN_MS = 60_000;

/** One notice, until it is stored and taken over. */
interface Open {
  readonly notice: Notice;
  isStored: boolean;
  isForwarded: boolean;
  isAccepted: boolean;
  isRefused: boolean;
  /** Called when it is stored or forwarded. */
  handled: () => void;
}

const nothing = () => {};

export class NoticeQueue implements Notices {
  readonly #deps: NoticeQueueDeps;
  readonly #dispatcher: Dispatcher<NoticeOffer>;
  readonly #timers: Timers;
  readonly #open = new Map<string, Open>();
  readonly #settlements: Settlements;
  /** What is remembered with notices is written in its order: the newest has to win. */
  #inOrder = Promise.resolve();
  /** Those that nobody will take: they stay in the journal until the routes or destinations are others. */
  readonly #refused = new RefusedNotices();
  /** Some were left in the journal for want of room. */
  #hasMore = false;

  constructor(deps: NoticeQueueDeps) {
    this.#deps = deps;
    this.#dispatcher = new Dispatcher<NoticeOffer>(deps);
    this.#dispatcher.events.on('takenOver', ({ offer }) => this.#takenOver(offer.id));
    this.#dispatcher.events.on('refusedByAll', ({ offer }) => this.#refusedByAll(offer.id));
    this.#timers = new Timers(deps.clock);
    this.#settlements = new Settlements(deps.clock, deps.log);
  }

  /** Takes up what was open when the gateway last ended. The journal is started. */
  async start(): Promise<void> {
    await this.#takeUp();
  }

  /** Begins nothing new, lets attempts under way end for at most `graceMs`, and writes what they bring. */
  async stop(graceMs = 5_000): Promise<void> {
    this.#timers.stop();
    this.#settlements.stopRetrying();
    await this.#dispatcher.stop(graceMs);
    await this.#settlements.idle();
  }

  /** The routes or destinations are others now: what waits for them goes its new way. */
  replan(): void {
    this.#dispatcher.replan();
    this.#refused.clear();
    for (const open of this.#open.values()) open.isRefused = false;
    void this.#takeUp();
  }

  /** Something was refused that may be taken when it is offered again. */
  get hasRefusals(): boolean {
    return this.#refused.size > 0 || this.#dispatcher.hasRefusals;
  }

  status(): NoticesStatus {
    return { open: this.#open.size, refused: this.#refused.size, lanes: this.#dispatcher.loads() };
  }

  /**
   * Stores a notice, unless its id is known, then forwards it. While the journal fails or hangs it is forwarded
   * all the same, and stored when that works again. Resolves when it is on one of these ways. Never rejects.
   */
  publish(notice: Notice, remembered?: readonly Remembered[]): Promise<void> {
    if (this.#open.has(notice.id)) return Promise.resolve();
    if (this.#open.size >= MAX_UNSTORED) {
      this.#deps.log.error({ notice: notice.id }, 'too many notices, none can be stored: dropped');
      return Promise.resolve();
    }
    return new Promise((handled) => {
      const ways = { isStored: false, isForwarded: false, isAccepted: false, isRefused: false };
      const open = { notice, ...ways, handled };
      this.#open.set(notice.id, open);
      const { storedMs } = this.#limits(notice);
      this.#timers.after(`${notice.id} late`, storedMs, () => this.#forward(open));
      const store = () => this.#store(open, remembered, 1);
      if (remembered) this.#inOrder = this.#inOrder.then(store);
      else void store();
    });
  }

  #limits({ group }: Notice): Limits {
    return this.#deps.routes.of('status', group).limits;
  }

  /** Resolves when it is stored. */
  async #store(
    open: Open,
    remembered: readonly Remembered[] | undefined,
    attempt: number,
  ): Promise<void> {
    const { journal, log } = this.#deps;
    const { notice } = open;
    try {
      const isNew = await journal.appendNotice(notice, remembered);
      this.#stored(open, isNew);
    } catch (error) {
      log.error({ notice: notice.id, error }, 'notice not stored, trying again');
      this.#forward(open);
      const pause = pauseAfter(this.#limits(notice), attempt);
      await new Promise<void>((resolve) => this.#timers.after(notice.id, pause, resolve));
      await this.#store(open, remembered, attempt + 1);
    }
  }

  #stored(open: Open, isNew: boolean): void {
    const { id } = open.notice;
    this.#timers.cancel(`${id} late`);
    open.isStored = true;
    if (isNew) this.#forward(open);
    // What was forwarded although its writing failed may turn out to be there after all.
    if (!open.isForwarded) {
      this.#open.delete(id);
      open.handled();
    } else if (open.isAccepted) this.#settle(open);
    else if (open.isRefused) this.#forget(id);
    else this.#leaveInJournal(open);
  }

  /** Counts it, for now it is known to be new, and offers it. */
  #forward(open: Open): void {
    const { notice } = open;
    open.handled();
    if (open.isForwarded) return;
    open.isForwarded = true;
    if (notice.kind === 'breach') {
      this.#deps.meter.missedDeadline(notice.limit, notice.key, notice.cause);
    }
    this.#dispatcher.begin(new NoticeOffer(notice, this.#deps), 'first');
  }

  /** What is stored and can't be offered now needs no memory. */
  #leaveInJournal({ notice }: Open): void {
    const hasRoute = this.#dispatcher.hasRoute(new NoticeOffer(notice, this.#deps));
    if (hasRoute && this.#open.size <= MAX_OPEN) return;
    if (hasRoute) this.#hasMore = true;
    this.#forget(notice.id);
  }

  /** It is in the journal. */
  #forget(id: string): void {
    this.#dispatcher.withdraw(id);
    this.#open.delete(id);
  }

  #refusedByAll(id: string): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    open.isRefused = true;
    this.#refused.add(open.notice);
    if (!open.isStored) return;
    this.#forget(id);
    this.#takeMore();
  }

  /** Those that had no room. */
  #takeMore(): void {
    if (this.#hasMore && this.#open.size < MAX_OPEN / 2) void this.#takeUp();
  }

  #takenOver(id: string): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    open.isAccepted = true;
    if (open.isStored) this.#settle(open);
  }

  #settle(open: Open): void {
    const { journal, log } = this.#deps;
    const { id } = open.notice;
    this.#settlements.settle({
      id,
      subject: { notice: id },
      write: () => journal.update({ settledNotice: id }),
      pauseMs: () => this.#limits(open.notice).besideMs,
      written: () => {
        log.info({ notice: id }, 'notice accepted');
        this.#open.delete(id);
        this.#takeMore();
      },
    });
  }

  /** Offers what is open in the journal, as much as there is room for. */
  async #takeUp(): Promise<void> {
    const { journal, log } = this.#deps;
    this.#hasMore = false;
    let withoutRoute = 0;
    try {
      for (const notice of await journal.openNotices()) {
        const offer = new NoticeOffer(notice, this.#deps);
        if (this.#open.has(notice.id) || this.#refused.has(notice)) continue;
        if (!this.#dispatcher.hasRoute(offer)) {
          withoutRoute++;
          continue;
        }
        if (this.#open.size >= MAX_OPEN) {
          this.#hasMore = true;
          break;
        }
        const ways = { isStored: true, isForwarded: true, isAccepted: false, isRefused: false };
        this.#open.set(notice.id, { notice, ...ways, handled: nothing });
        this.#dispatcher.begin(offer, 'first');
      }
      if (withoutRoute > 0) log.warn({ notices: withoutRoute }, 'no route: kept, not forwarded');
    } catch (error) {
      this.#hasMore = true;
      log.error({ error }, 'notices could not be read, trying again');
      this.#timers.after('', READS_AGAIN_MS, () => void this.#takeUp());
    }
  }
}
