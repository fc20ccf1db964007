// What must hold at every step of a simulated year, and what does not is told with its moment.

import type { PatternName } from '#firmware/src/core/patterns.ts';
import { type Identity, KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import { isLater, type ModelGateway } from './model-gateway.ts';

/** Of red's schedule: half of 10 s is the shortest wait that repeats. */
const MAX_ATTEMPTS_PER_HOUR = 760;
const HOUR_MS = 3_600_000;
const CLAIMS: readonly PatternName[] = ['accepted', 'answered'];

export class Truth {
  readonly broken: string[] = [];
  /** Presses that somebody made while the device had power all the time, by key. */
  readonly made = new Map<Key, number>([
    [KEY_RED, 0],
    [KEY_GREEN, 0],
  ]);
  /** Presses in whose handling the power failed: nobody can tell whether they counted. */
  readonly torn = new Map<Key, number>([
    [KEY_RED, 0],
    [KEY_GREEN, 0],
  ]);
  readonly #newest = new Map<Key, Identity>();
  readonly #gateway: ModelGateway;
  readonly #now: () => number;
  readonly #watchdogMs: number;
  #light: PatternName = 'idle';
  #hour = 0;
  #attemptsBefore = 0;
  #kicked = { boot: 0, at: 0 };

  /** `watchdogMs`: how long the watchdog waits for a kick. */
  constructor(gateway: ModelGateway, now: () => number, watchdogMs: number) {
    this.#gateway = gateway;
    this.#now = now;
    this.#watchdogMs = watchdogMs;
  }

  count(presses: Map<Key, number>, key: Key, added: number): void {
    presses.set(key, (presses.get(key) as number) + added);
  }

  pressed(identity: Identity, key: Key): void {
    this.#newest.set(key, identity);
    // What still shines must be true of this press too.
    this.shown(this.#light);
  }

  /** The light never claims an acceptance that did not happen. */
  shown(name: PatternName): void {
    this.#light = name;
    if (!CLAIMS.includes(name)) return;
    const isTrue = [KEY_RED, KEY_GREEN].some((key) => {
      const accepted = this.#gateway.accepted.get(key as Key);
      const newest = this.#newest.get(key as Key);
      return accepted && (newest === undefined || !isLater(newest, accepted));
    });
    if (!isTrue) this.tell(`the light shows ${name}, and no accepted call covers the newest press`);
  }

  /** The hardware watchdog of this boot is kicked in time. */
  kicked(boot: number): void {
    const now = this.#now();
    const took = now - this.#kicked.at;
    if (boot === this.#kicked.boot && took >= this.#watchdogMs) {
      this.tell(`the watchdog was not kicked for ${Math.round(took / 1_000)} s`);
    }
    this.#kicked = { boot, at: now };
  }

  /** Attempts to connect stay within the schedule. `attempts` is their number since the start. */
  connecting(attempts: number): void {
    const hour = Math.floor(this.#now() / HOUR_MS);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#attemptsBefore = attempts - 1;
    }
    if (attempts - this.#attemptsBefore === MAX_ATTEMPTS_PER_HOUR + 1) {
      this.tell(`more than ${MAX_ATTEMPTS_PER_HOUR} attempts to connect in an hour`);
    }
  }

  /** In the end, when everything had time to arrive. `given` green presses gave way to others in a full outbox. */
  settled(waiting: number, givenUp: number): void {
    if (waiting > 0) this.tell(`${waiting} entries are still in the outbox`);
    for (const key of [KEY_RED, KEY_GREEN] as const) {
      let arrived = 0;
      for (const press of this.#gateway.presses.values()) {
        if (press.key === key) arrived += press.count;
      }
      const made = this.made.get(key) as number;
      const least = made - (key === KEY_GREEN ? givenUp : 0);
      const most = made + (this.torn.get(key) as number);
      if (arrived < least) this.tell(`key ${key}: ${least - arrived} of ${made} presses are lost`);
      if (arrived > most) this.tell(`key ${key}: ${arrived - most} presses more than were made`);
    }
    if (this.#gateway.refused > 0) this.tell(`the gateway refused ${this.#gateway.refused} times`);
  }

  tell(what: string): void {
    this.broken.push(`${(this.#now() / 86_400_000).toFixed(4)} d: ${what}`);
  }
}
