// What is newest of every device: its session, its newest boot, and which numbers of that boot are known. A few bytes each.
import type { Identity, Session } from '#protocol/messages.ts';
import { DeviceIndex } from './device-index.ts';

/** What is kept of one device. */
export interface DeviceState {
  /** The newest session; zeros: none yet. */
  session: Session;
  /** The newest boot of which an event is known, and the highest number of that boot. */
  newest: Identity;
  /** Bit n: the number `newest.seq - n` is known. 0: no event of the device is known at all. */
  bits: number;
}

/** How many numbers the bits reach back, the highest included. */
export const WINDOW = 32;

const FIELDS = 5;
const SESSION_BOOT = 0;
const CONNECT_NO = 1;
const BOOT = 2;
const HIGHEST = 3;
const BITS = 4;

/**
 * A cache: whatever it doesn't hold, it says `ask`. So a device has to be put in, with what is known of it,
 * before its identities may be added.
 */
export class DedupeWindow {
  readonly #index = new DeviceIndex();
  #fields = new Uint32Array(64 * FIELDS);

  /** `ask`: nothing is known here, it has to be looked up. */
  judge(deviceId: string, identity: Identity): 'new' | 'known' | 'ask' {
    const at = this.#find(deviceId);
    if (at < 0) return 'ask';
    const bits = this.#at(at + BITS);
    if (bits === 0) return 'new';
    const boot = this.#at(at + BOOT);
    if (identity.bootId !== boot) return identity.bootId > boot ? 'new' : 'ask';
    const back = this.#at(at + HIGHEST) - identity.seq;
    if (back < 0) return 'new';
    if (back >= WINDOW) return 'ask';
    return (bits >>> back) & 1 ? 'known' : 'new';
  }

  /** The identity is known from now on. Of a device that isn't held nothing is learned. */
  add(deviceId: string, { bootId, seq }: Identity): void {
    const at = this.#find(deviceId);
    if (at < 0) return;
    const fields = this.#fields;
    const boot = this.#at(at + BOOT);
    const highest = this.#at(at + HIGHEST);
    const bits = this.#at(at + BITS);
    if (bits === 0 || bootId > boot) {
      fields[at + BOOT] = bootId;
      fields[at + HIGHEST] = seq;
      fields[at + BITS] = 1;
    } else if (bootId === boot && seq > highest) {
      const by = seq - highest;
      fields[at + HIGHEST] = seq;
      fields[at + BITS] = by < WINDOW ? (bits << by) | 1 : 1;
    } else if (bootId === boot && highest - seq < WINDOW) {
      fields[at + BITS] = bits | (1 << (highest - seq));
    }
  }

  has(deviceId: string): boolean {
    return this.#find(deviceId) >= 0;
  }

  /** Holds the device from now on; `state` is all that is known of it. */
  put(deviceId: string, { session, newest, bits }: DeviceState): void {
    const at = this.#index.add(deviceId) * FIELDS;
    if (at >= this.#fields.length) {
      const larger = new Uint32Array(Math.ceil((this.#fields.length * 1.5) / FIELDS) * FIELDS);
      larger.set(this.#fields);
      this.#fields = larger;
    }
    const { bootId, connectNo } = session;
    this.#fields.set([bootId, connectNo, newest.bootId, newest.seq, bits], at);
  }

  state(deviceId: string): DeviceState | undefined {
    const at = this.#find(deviceId);
    if (at < 0) return undefined;
    return {
      session: { bootId: this.#at(at + SESSION_BOOT), connectNo: this.#at(at + CONNECT_NO) },
      newest: { bootId: this.#at(at + BOOT), seq: this.#at(at + HIGHEST) },
      bits: this.#at(at + BITS),
    };
  }

  /** The newest session that the device had. */
  renew(deviceId: string, session: Session): void {
    const at = this.#find(deviceId);
    if (at < 0) return;
    this.#fields[at + SESSION_BOOT] = session.bootId;
    this.#fields[at + CONNECT_NO] = session.connectNo;
  }

  get size(): number {
    return this.#index.size;
  }

  #find(deviceId: string): number {
    return this.#index.find(deviceId) * FIELDS;
  }

  #at(index: number): number {
    return this.#fields[index] as number;
  }
}
