// Which device is to be looked at when: so many in a second at most, so that a whole city at once delays no press.
import type { Clock } from '../domain/ports/clock.ts';

/** 200 a second. */
const ROUND_MS = 50;
const DEVICES_A_ROUND = 10;

export class Agenda {
  readonly #clock: Clock;
  readonly #look: (deviceId: string) => void;
  /** The round of each device, and the devices of each round in the order of asking. */
  readonly #rounds = new Map<string, number>();
  readonly #devices = new Map<number, Set<string>>();
  /** Not before this round: the last one was full, or not long ago. */
  #nextRound = Number.NEGATIVE_INFINITY;
  #armedFor = Number.POSITIVE_INFINITY;
  #cancel = () => {};
  #isStopped = false;

  constructor(clock: Clock, look: (deviceId: string) => void) {
    this.#clock = clock;
    this.#look = look;
  }

  /** Looks at the device at this monotonic moment or soon after, or earlier if that was asked for before. */
  at(deviceId: string, moment: number): void {
    const round = Math.ceil(moment / ROUND_MS);
    const known = this.#rounds.get(deviceId);
    if (this.#isStopped || (known !== undefined && known <= round)) return;
    this.forget(deviceId);
    this.#rounds.set(deviceId, round);
    const devices = this.#devices.get(round) ?? new Set();
    this.#devices.set(round, devices.add(deviceId));
    this.#arm(round);
  }

  soon(deviceId: string): void {
    this.at(deviceId, this.#clock.monotonic());
  }

  forget(deviceId: string): void {
    const round = this.#rounds.get(deviceId);
    if (round === undefined) return;
    this.#rounds.delete(deviceId);
    const devices = this.#devices.get(round);
    devices?.delete(deviceId);
    if (devices?.size === 0) this.#devices.delete(round);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  #arm(round: number): void {
    const at = Math.max(round, this.#nextRound);
    if (at >= this.#armedFor) return;
    this.#cancel();
    this.#armedFor = at;
    const wait = Math.max(at * ROUND_MS - this.#clock.monotonic(), 0);
    this.#cancel = this.#clock.after(wait, () => this.#round());
  }

  #round(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    // A timer may be early by a fraction.
    const now = Math.round(this.#clock.monotonic() / ROUND_MS);
    this.#nextRound = now + 1;
    const due = [...this.#devices.keys()].filter((round) => round <= now).sort((a, b) => a - b);
    const looked: string[] = [];
    for (const round of due) {
      for (const deviceId of this.#devices.get(round) as Set<string>) {
        if (looked.length === DEVICES_A_ROUND) break;
        looked.push(deviceId);
      }
    }
    for (const deviceId of looked) this.forget(deviceId);
    for (const deviceId of looked) this.#look(deviceId);
    let next = Number.POSITIVE_INFINITY;
    for (const round of this.#devices.keys()) next = Math.min(next, round);
    if (this.#devices.size > 0) this.#arm(next);
  }
}
