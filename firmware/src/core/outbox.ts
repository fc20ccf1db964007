// What must arrive and has no receipt yet: bounded, in the order of sending. Presses are on flash as well.
import {
  type DeviceEvent,
  type Identity,
  KEY_RED,
  type Key,
  MAX_UINT32,
  type Press,
} from '#protocol/messages.ts';
import type { FlashLog, StoredPress } from './flash-log.ts';
import { isOlder, isSame } from './identity.ts';

export const OUTBOX_ENTRIES = 32;
const MAX_COUNT = 65535;

/** Lanes in the order of sending. */
export const LANE_RED = 0;
export const LANE_GREEN = 1;
export const LANE_STATUS = 2;

export class Entry {
  identity: Identity;
  event: DeviceEvent;
  test: boolean;
  lane: number;
  /** When it happened, by the clock of this boot; null when it happened in an earlier one. */
  at: number | null;
  /** Was transmitted once, in whatever session: the gateway may hold it, so its count is fixed. */
  everSent: boolean;
  /** Envelope number of the latest transmission in this session, 0 for none. */
  number: number;
  /** First transmitted in this session. */
  fresh: boolean;
  /** When to send it again, and the wait after that, in ms. */
  dueAt: number;
  waitMs: number;

  constructor(identity: Identity, event: DeviceEvent, test: boolean, at: number | null) {
    this.identity = identity;
    this.event = event;
    this.test = test;
    this.lane = LANE_STATUS;
    if (event.kind === 'press') this.lane = event.key === KEY_RED ? LANE_RED : LANE_GREEN;
    this.at = at;
    this.everSent = at === null;
    this.number = 0;
    this.fresh = false;
    this.dueAt = 0;
    this.waitMs = 0;
  }

  /** Milliseconds since the event; since the start of this boot when it is older. */
  ageMs(now: number): number {
    const age = now - (this.at ?? 0);
    // An edge's clock that is ahead must not make a press unsendable.
    if (age < 0) return 0;
    return age > MAX_UINT32 ? MAX_UINT32 : age;
  }
}

/** What became of a press. */
export interface Added {
  /** Stands for the press. */
  entry: Entry;
  /** It didn't get in: a green press, when the outbox is full of red ones. */
  refused: boolean;
  /** A green press that had to go. */
  dropped: Entry | null;
}

export class Outbox {
  log: FlashLog;
  /** In the order of sending: by lane, then oldest first. */
  entries: Entry[];
  seq: number;
  /** Entries that a full outbox dropped or refused, not yet reported. */
  lost: number;

  constructor(log: FlashLog) {
    this.log = log;
    this.entries = [];
    this.seq = 0;
    this.lost = 0;
  }

  /** Adds a press of an earlier boot; its entry, which stands for it in the log too. */
  restore(stored: StoredPress): StoredPress {
    const entry = new Entry(stored.identity, stored.event, stored.test, null);
    this.insert(entry);
    return entry as StoredPress;
  }

  /**
   * Adds a press to memory; `keep` writes that to flash. When the outbox is full the oldest status goes, then,
   * for red, the oldest green. Else the press raises `count` in the newest entry of its key that was never
   * sent. A green press that finds none takes the place of the oldest green. Red is never refused.
   */
  addPress(key: Key, test: boolean, at: number): Added {
    let dropped: Entry | null = null;
    if (this.isFull() && !this.dropStatus()) {
      if (key === KEY_RED) dropped = this.oldest(LANE_GREEN);
      if (!dropped) {
        const joined = this.newestUnsent(key, test);
        if (joined) return { entry: joined, refused: false, dropped: null };
        if (key !== KEY_RED) dropped = this.oldest(LANE_GREEN);
      }
    }
    const event: Press = { kind: 'press', key: key, count: 1 };
    const entry = new Entry(this.nextIdentity(), event, test, at);
    const refused = this.isFull() && !dropped && key !== KEY_RED;
    if (refused || dropped) this.lost++;
    if (!refused) this.insert(entry);
    // Not before: memory that runs out breaks this off.
    if (dropped) this.remove(dropped);
    return { entry: entry, refused: refused, dropped: dropped };
  }

  /** Writes a press to flash, and then that another had to go. False when flash doesn't take it. */
  keep(added: Added): boolean {
    const kept = this.log.add(added.entry as StoredPress);
    return added.dropped ? this.log.clear(added.dropped.identity) && kept : kept;
  }

  /**
   * Adds an event that isn't a press; it lives in memory only. When the outbox is full the oldest such goes.
   * Its identity, or null when presses leave no room.
   */
  addStatus(event: DeviceEvent, now: number): Identity | null {
    if (this.isFull() && !this.dropStatus()) {
      this.lost++;
      return null;
    }
    const entry = new Entry(this.nextIdentity(), event, false, now);
    this.insert(entry);
    return entry.identity;
  }

  dropStatus(): boolean {
    const oldest = this.oldest(LANE_STATUS);
    if (!oldest) return false;
    this.lost++;
    this.remove(oldest);
    return true;
  }

  /** The entry that a receipt means: by identity, else by the envelope number that it answers. */
  find(identity: Identity | null, number: number): Entry | null {
    for (const entry of this.entries) {
      if (identity ? isSame(entry.identity, identity) : entry.number === number) return entry;
    }
    return null;
  }

  /** Takes an entry out, from flash too. False when flash doesn't take it. */
  clear(entry: Entry): boolean {
    this.remove(entry);
    return entry.event.kind !== 'press' || this.log.clear(entry.identity);
  }

  /**
   * When nothing but reds fills the outbox, the newest waits unsent until another is settled: so there is
   * always one left in which a further red press can be counted, and none is lost.
   */
  isHeldBack(entry: Entry): boolean {
    const isLast = entry === this.entries[this.entries.length - 1];
    return isLast && this.isFull() && entry.lane === LANE_RED && !entry.everSent;
  }

  /** A new session: nothing was transmitted in it. */
  newSession(): void {
    for (const entry of this.entries) {
      entry.number = 0;
      entry.fresh = false;
      entry.waitMs = 0;
    }
  }

  isFull(): boolean {
    return this.entries.length >= OUTBOX_ENTRIES;
  }

  oldest(lane: number): Entry | null {
    return this.entries.find((entry) => entry.lane === lane) ?? null;
  }

  /** The newest entry of the key that was never sent, with its count raised. A test never stands for a real press. */
  newestUnsent(key: Key, test: boolean): Entry | null {
    for (let i = this.entries.length - 1; i >= 0; i--) {
      const entry = this.entries[i] as Entry;
      const press = entry.event;
      if (press.kind !== 'press' || press.key !== key || entry.everSent || entry.test !== test)
        continue;
      if (press.count < MAX_COUNT) press.count++;
      return entry;
    }
    return null;
  }

  nextIdentity(): Identity {
    this.seq++;
    return { bootId: this.log.bootId, seq: this.seq };
  }

  /** Behind those before it in its lane, by identity, and behind all lanes before it. */
  insert(entry: Entry): void {
    let at = this.entries.length;
    while (at > 0) {
      const before = this.entries[at - 1] as Entry;
      if (before.lane < entry.lane) break;
      if (before.lane === entry.lane && isOlder(before.identity, entry.identity)) break;
      at--;
    }
    this.entries.splice(at, 0, entry);
  }

  remove(entry: Entry): void {
    this.entries.splice(this.entries.indexOf(entry), 1);
  }
}
