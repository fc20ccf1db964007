// What a light device still has to get receipted, red first. Unbounded, so that every press stays one of its own.
import { LANE_GREEN, LANE_RED, LANE_STATUS } from '#firmware/src/core/rows.ts';
import { MAX_RECEIPT_MS, RECEIPT_MS, RED_RECEIPT_MS, WINDOW } from '#firmware/src/core/sender.ts';
import { type DeviceEvent, type Identity, KEY_RED } from '#protocol/messages.ts';

export interface Waiting {
  identity: Identity;
  event: DeviceEvent;
  lane: number;
  /** When it happened; NaN when that was in an earlier boot. */
  at: number;
  /** Envelope number of the latest transmission in this session, 0 for none. */
  number: number;
  /** When to send it again, and the wait before that, in ms. */
  dueAt: number;
  waitMs: number;
}

function laneOf(event: DeviceEvent): number {
  if (event.kind !== 'press') return LANE_STATUS;
  return event.key === KEY_RED ? LANE_RED : LANE_GREEN;
}

export class Outbox {
  /** By lane, then oldest first. */
  readonly entries: Waiting[] = [];

  add(identity: Identity, event: DeviceEvent, at: number): void {
    const lane = laneOf(event);
    let place = this.entries.length;
    while (place > 0 && this.entries[place - 1]!.lane > lane) place--;
    const entry = { identity, event, lane, at, number: 0, dueAt: 0, waitMs: 0 };
    this.entries.splice(place, 0, entry);
  }

  /** Takes out the entry that a receipt means: by identity, else by the envelope number that it answers. */
  take(identity: Identity | null, number: number): Waiting | undefined {
    const place = this.entries.findIndex((entry) =>
      identity === null
        ? entry.number === number
        : entry.identity.seq === identity.seq && entry.identity.bootId === identity.bootId,
    );
    return place < 0 ? undefined : this.entries.splice(place, 1)[0];
  }

  /** The most urgent lane that waits, or undefined. */
  get firstLane(): number | undefined {
    return this.entries[0]?.lane;
  }

  /** A new session: nothing was transmitted in it. */
  newSession(): void {
    for (const entry of this.entries) {
      entry.number = 0;
      entry.waitMs = 0;
    }
  }

  /** After a power cut: presses are left, with no knowledge of when they were made. */
  newBoot(): void {
    const presses = this.entries.filter(({ lane }) => lane !== LANE_STATUS);
    this.entries.length = 0;
    for (const press of presses) this.entries.push({ ...press, at: Number.NaN });
  }

  /**
   * Transmits what may go at `now` and returns when the next receipt is overdue, or Infinity. The waits and
   * the window are the firmware's.
   */
  pump(now: number, transmit: (entry: Waiting) => number): number {
    let inFlight = 0;
    for (const entry of this.entries) if (entry.number > 0) inFlight++;
    let next = Number.POSITIVE_INFINITY;
    for (const entry of this.entries) {
      const isNew = entry.number === 0;
      const mayGo = isNew ? entry.lane === LANE_RED || inFlight < WINDOW : entry.dueAt <= now;
      if (mayGo) {
        if (isNew) inFlight++;
        const first = entry.lane === LANE_RED ? RED_RECEIPT_MS : RECEIPT_MS;
        entry.waitMs = Math.min(entry.waitMs * 2 || first, MAX_RECEIPT_MS);
        entry.dueAt = now + entry.waitMs;
        entry.number = transmit(entry);
      }
      if (entry.number > 0 && entry.dueAt < next) next = entry.dueAt;
    }
    return next;
  }
}
