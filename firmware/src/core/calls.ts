// What is known of each key's newest press and newest call, and what may truly be shown of it.
import {
  type CallNews,
  type Identity,
  KEY_GREEN,
  KEY_RED,
  type Key,
  type Progress,
  RECEIPT_DUPLICATE,
  RECEIPT_REJECTED,
  STAGE_ACCEPTED,
  STAGE_CLOSED,
  STAGE_UNANSWERED,
} from '#protocol/messages.ts';
import { isOlder, isSame } from './identity.ts';
import type { PatternName } from './patterns.ts';
import type { Limits } from './settings.ts';

/** How long a new press shows as such even when "use the telephone" is due: who presses must see it. */
export const FEEDBACK_MS = 3000;

type PressState = 'pending' | 'stored' | 'rejected';

export class KeyCalls {
  unreachedMs: number;
  /** The newest press whose story isn't over. */
  press: Identity | null;
  state: PressState;
  /** Since when the press shows. */
  shownAt: number;
  /** Receipted as stored in this session: no "none open" of this session can speak of it. */
  fresh: boolean;
  call: CallNews | null;
  /** Since when somebody waits for acceptance, or null. Further presses don't start it anew. */
  waitingSince: number | null;
  /** All open calls were told in this session. */
  complete: boolean;
  /** Until when the call's stage is believed: with the line gone, nobody tells of its end. */
  knownUntil: number;

  constructor(unreachedMs: number) {
    this.unreachedMs = unreachedMs;
    this.press = null;
    this.state = 'pending';
    this.shownAt = 0;
    this.fresh = false;
    this.call = null;
    this.waitingSince = null;
    this.complete = false;
    this.knownUntil = Infinity;
  }

  /** A new press, made at `at` and shown since `shownAt`: never for one of an earlier boot. */
  pressed(identity: Identity, at: number, shownAt: number): void {
    this.press = identity;
    this.state = 'pending';
    this.fresh = false;
    this.shownAt = shownAt;
    if (this.waitingSince === null) this.waitingSince = at;
  }

  /**
   * A receipt for a press; REJECTED also for one that a full outbox dropped. `sentHere`: it was first
   * transmitted in this session.
   */
  receipted(identity: Identity, result: number, sentHere: boolean): void {
    if (!this.press || !isSame(this.press, identity)) return;
    if (result === RECEIPT_REJECTED) {
      this.state = 'rejected';
      return;
    }
    this.state = 'stored';
    if (this.isCovered()) return;
    this.fresh = result !== RECEIPT_DUPLICATE || sentHere;
    // Stored in an earlier session, and its call isn't among those that are open: it is over.
    if (!this.fresh && this.complete) {
      this.press = null;
      this.waitingSince = null;
    }
  }

  /** News of one call. Those of an older call than the one that is known change nothing. */
  heard(news: CallNews, now: number): void {
    if (this.call && isOlder(news.latest, this.call.latest)) return;
    this.call = news;
    this.follow(now);
  }

  /** All open calls were told, and this is the one of this key or null. */
  heardComplete(news: CallNews | null, now: number): void {
    this.complete = true;
    this.call = news;
    if (this.state !== 'pending' && !this.fresh && !this.isCovered()) this.press = null;
    if (!this.press && !news) this.waitingSince = null;
    this.follow(now);
  }

  follow(now: number): void {
    this.knownUntil = Infinity;
    if (!this.call || !this.isCovered()) return;
    const stage = this.call.stage;
    this.fresh = false;
    if (stage >= STAGE_ACCEPTED && stage <= STAGE_CLOSED) this.waitingSince = null;
    else if (this.waitingSince === null && stage !== STAGE_UNANSWERED) this.waitingSince = now;
  }

  /** Sessions that end before they told anything put nothing off. */
  sessionEnded(now: number): void {
    this.complete = false;
    this.fresh = false;
    if (this.knownUntil === Infinity) this.knownUntil = now + this.unreachedMs;
  }

  /** The call speaks of the newest press. */
  isCovered(): boolean {
    if (!this.call) return false;
    return !this.press || !isOlder(this.call.latest, this.press);
  }

  view(now: number): PatternName {
    const call = this.call;
    if (call && this.isCovered()) {
      const stage = call.stage;
      if (stage === STAGE_UNANSWERED) return 'unreached';
      if (stage < STAGE_ACCEPTED || stage > STAGE_CLOSED) return this.waits('stored', now);
      if (stage === STAGE_CLOSED || now >= this.knownUntil) return 'idle';
      return stage === STAGE_ACCEPTED ? 'accepted' : 'answered';
    }
    if (!this.press) return 'idle';
    if (this.state === 'rejected') return 'unreached';
    return this.waits(this.state === 'stored' ? 'stored' : 'pressed', now);
  }

  waits(shown: PatternName, now: number): PatternName {
    return now >= this.unreachedAt() ? 'unreached' : shown;
  }

  /** When waiting turns into "use the telephone"; never while nobody waits. */
  unreachedAt(): number {
    if (this.waitingSince === null) return Infinity;
    const due = this.waitingSince + this.unreachedMs;
    const seen = this.shownAt + FEEDBACK_MS;
    return this.press && seen > due ? seen : due;
  }
}

/** Both keys. */
export class Calls {
  red: KeyCalls;
  green: KeyCalls;

  constructor(limits: Limits) {
    this.red = new KeyCalls(limits.unreachedRed);
    this.green = new KeyCalls(limits.unreachedGreen);
  }

  forKey(key: Key): KeyCalls {
    return key === KEY_RED ? this.red : this.green;
  }

  progress(progress: Progress, now: number): void {
    if (progress.complete) {
      this.red.heardComplete(newestOf(progress.calls, KEY_RED), now);
      this.green.heardComplete(newestOf(progress.calls, KEY_GREEN), now);
      return;
    }
    for (const news of progress.calls) {
      if (news.key === KEY_RED) this.red.heard(news, now);
      else if (news.key === KEY_GREEN) this.green.heard(news, now);
    }
  }

  sessionEnded(now: number): void {
    this.red.sessionEnded(now);
    this.green.sessionEnded(now);
  }
}

function newestOf(calls: CallNews[], key: Key): CallNews | null {
  let newest: CallNews | null = null;
  for (const news of calls) {
    if (news.key !== key) continue;
    if (!newest || isOlder(newest.latest, news.latest)) newest = news;
  }
  return newest;
}
