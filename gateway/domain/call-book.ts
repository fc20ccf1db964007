// The calls that are open, and which of them a press joins. In memory; the journal keeps the same.
import { type Call, joinCall, openCall, takesPresses } from './call.ts';
import {
  type AssignedPress,
  callIdOf,
  compareIdentity,
  type KeyName,
  type Press,
  pressId,
} from './press.ts';

/** Presses of one lane of a device belong together. Test presses never join a real call. */
export function laneOf(of: { deviceId: string; key: string; test: boolean }): string {
  return `${of.deviceId}/${of.key}/${of.test ? 'test' : 'real'}`;
}

export interface Assignment {
  press: AssignedPress;
  call: Call;
  /** The call as it was before the press joined it. */
  before?: Call;
}

interface Unstored extends Assignment {
  /** When it came first, on monotonic time. */
  arrivedAt: number;
  /** A destination took it over although it is not on disk. */
  accepted: boolean;
}

/** After this a device doesn't send a press again that could not be stored. */
const UNSTORED_KEPT_MS = 24 * 60 * 60_000;

/** Holds every call until its closing is on disk, and the newest call of each lane. */
export class CallBook {
  readonly #calls = new Map<string, Call>();
  readonly #byDevice = new Map<string, Set<string>>();
  readonly #newestOfLane = new Map<string, string>();
  /** Presses whose journalling failed: sent again, they keep their call, also when it was closed meanwhile. */
  readonly #unstored = new Map<string, Unstored>();
  /** Calls of which at least one press is on disk. */
  readonly #onDisk = new Set<string>();
  readonly #open: Record<KeyName, number> = { red: 0, green: 0 };

  /** Puts back what the journal had open, in any order. */
  restore(call: Call): void {
    this.#keep(call);
    this.#onDisk.add(call.callId);
    const lane = laneOf(call);
    const newest = this.#calls.get(this.#newestOfLane.get(lane) ?? '');
    if (newest === undefined || compareIdentity(call.latest, newest.latest) >= 0) {
      this.#newestOfLane.set(lane, call.callId);
    }
  }

  /** The newest call of a lane, when it was closed before the gateway started. */
  restoreFormer(lane: string, callId: string): void {
    if (!this.#newestOfLane.has(lane)) this.#newestOfLane.set(lane, callId);
  }

  /** True for the newest call of its lane: the next one will name it as its former. */
  isNewest(call: Call): boolean {
    return this.#newestOfLane.get(laneOf(call)) === call.callId;
  }

  /** Opens a call for a press that the journal doesn't know, or joins it to the open one. */
  assign(press: Press): Assignment {
    const remembered = this.#findUnstored(press);
    if (remembered) return { press: remembered.press, call: this.#cover(remembered) };
    // Of an open call that it opened itself it can only be a copy, which the journal couldn't recognise.
    const own = this.#calls.get(callIdOf(press));
    if (own) return { press: assigned(press, own, false), call: own };
    const covering = this.#endsWith(press);
    if (covering) return { press: assigned(press, covering, true), call: covering };
    const lane = laneOf(press);
    const newestId = this.#newestOfLane.get(lane);
    const newest = newestId === undefined ? undefined : this.#calls.get(newestId);
    if (newest && takesPresses(newest, press.receivedAt)) {
      const joined = joinCall(newest, press);
      this.#keep(joined);
      return { press: assigned(press, joined, true), call: joined, before: newest };
    }
    const opened = openCall(press, newestId);
    this.#keep(opened);
    this.#newestOfLane.set(lane, opened.callId);
    return { press: assigned(press, opened, false), call: opened };
  }

  /** The call that was written while it covered the press as its latest, and then a restart forgot the press. */
  #endsWith(press: Press): Call | undefined {
    for (const callId of this.#byDevice.get(press.deviceId) ?? []) {
      const call = this.#calls.get(callId);
      if (call && compareIdentity(call.latest, press) === 0) return call;
    }
    return undefined;
  }

  /** The press is not on disk and the device keeps it: when it comes again it gets the same call. */
  rememberUnstored(assignment: Assignment, arrivedAt: number): void {
    this.#forgetUnstored(arrivedAt);
    const id = pressId(assignment.press);
    const first = this.#unstored.get(id)?.arrivedAt ?? arrivedAt;
    this.#unstored.set(id, { ...assignment, arrivedAt: first, accepted: false });
  }

  /** When a press whose journalling failed came first, on monotonic time. */
  unstoredSince(press: Press): number | undefined {
    return this.#findUnstored(press)?.arrivedAt;
  }

  /** A destination has taken over a press that may be one of those. */
  markAccepted(press: Press): void {
    const unstored = this.#findUnstored(press);
    if (unstored) unstored.accepted = true;
  }

  /** True for a press whose journalling failed, until it is stored after all. */
  isUnstored(press: Press): boolean {
    return this.#findUnstored(press) !== undefined;
  }

  /** The call is as if the press, which is remembered as unstored, had not come: it was not sent either. */
  uncover({ press }: Assignment): void {
    const call = this.#calls.get(press.callId);
    if (call === undefined) return;
    let covered = call;
    for (;;) {
      const { deviceId, latest } = covered;
      const before = this.#unstored.get(pressId({ ...latest, deviceId }))?.before;
      if (before === undefined || compareIdentity(before.latest, latest) >= 0) break;
      covered = before;
    }
    const { latest, arrival } = covered;
    this.#keep({ ...call, latest, ...(arrival ? { arrival } : {}) });
  }

  /** Returns whether a destination has taken it over before it was stored. */
  markStored(press: AssignedPress): boolean {
    const unstored = this.#findUnstored(press);
    if (unstored) {
      this.#cover(unstored);
      this.#unstored.delete(pressId(press));
    }
    if (this.#calls.has(press.callId)) this.#onDisk.add(press.callId);
    return unstored?.accepted ?? false;
  }

  find(callId: string): Call | undefined {
    return this.#calls.get(callId);
  }

  update(call: Call): void {
    this.#keep(call);
  }

  /** Forgets a closed call. */
  drop(call: Call): void {
    this.#count(this.#calls.get(call.callId), -1);
    this.#calls.delete(call.callId);
    this.#onDisk.delete(call.callId);
    for (const unstored of this.#unstored.values()) {
      if (unstored.press.callId === call.callId) unstored.call = call;
    }
    const ofDevice = this.#byDevice.get(call.deviceId);
    ofDevice?.delete(call.callId);
    if (ofDevice?.size === 0) this.#byDevice.delete(call.deviceId);
  }

  /**
   * The newest open call of each key of one device, by its presses, for clocks can be set: what its light
   * has to know. A test is no help that is coming, and a call that is neither on disk nor accepted is nothing
   * to show.
   */
  newestOpenOf(deviceId: string): Call[] {
    const newest = new Map<string, Call>();
    for (const callId of this.#byDevice.get(deviceId) ?? []) {
      const call = this.#calls.get(callId) as Call;
      const isNothing = call.stage === 'stored' && !this.#onDisk.has(callId);
      if (call.stage === 'closed' || call.test || isNothing) continue;
      const other = newest.get(call.key);
      if (other === undefined || compareIdentity(call.latest, other.latest) >= 0)
        newest.set(call.key, call);
    }
    return [...newest.values()];
  }

  /** Drops those that no device sends again, the oldest first, and green calls that were never more than that. */
  #forgetUnstored(now: number): void {
    for (const [id, { press, arrivedAt }] of this.#unstored) {
      if (now - arrivedAt <= UNSTORED_KEPT_MS) return;
      const open = this.#calls.get(press.callId);
      // A red press is sent without the disk: until its call is closed it is on its way.
      if (open && (press.key === 'red' || this.#onDisk.has(open.callId))) continue;
      this.#unstored.delete(id);
      if (open) this.drop(open);
    }
  }

  /** How many are not closed. Counted as they come and go: it is asked while 100,000 are open. */
  get openCalls(): Record<KeyName, number> {
    return { ...this.#open };
  }

  /** All open calls. */
  all(): Iterable<Call> {
    return this.#calls.values();
  }

  /** Nearly always there is none, and no name has to be made for it. */
  #findUnstored(press: Press): Unstored | undefined {
    return this.#unstored.size === 0 ? undefined : this.#unstored.get(pressId(press));
  }

  /** The call of a remembered press, which covers it, unless it was closed meanwhile. */
  #cover({ press, call }: Assignment): Call {
    const open = this.#calls.get(press.callId);
    if (open === undefined) return call;
    const covering = joinCall(open, press);
    this.#keep(covering);
    return covering;
  }

  #count(call: Call | undefined, by: 1 | -1): void {
    if (call && call.stage !== 'closed') this.#open[call.key] += by;
  }

  #keep(call: Call): void {
    this.#count(this.#calls.get(call.callId), -1);
    this.#count(call, 1);
    this.#calls.set(call.callId, call);
    let ofDevice = this.#byDevice.get(call.deviceId);
    if (ofDevice === undefined) {
      ofDevice = new Set();
      this.#byDevice.set(call.deviceId, ofDevice);
    }
    ofDevice.add(call.callId);
  }
}

/** Written out: a flood pays for each copy, and to spread one takes ten times as long. */
function assigned(press: Press, { callId }: Call, joined: boolean): AssignedPress {
  const { deviceId, bootId, seq, key, count, test, receivedAt, ageMs, ageIsLowerBound } = press;
  // biome-ignore format: one line says best that it is all of them.
  return { deviceId, bootId, seq, key, count, test, receivedAt, ageMs, ageIsLowerBound, callId, joined };
}
