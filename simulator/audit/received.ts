// What the platform received, in columns: a million presses with their calls in about 50 MB.
import { type Key, MAX_UINT32 } from '#protocol/messages.ts';
import { type IdentityColumns, IdentityIndex } from './identity-index.ts';

/** In `callHome`: the call is not named after a press; `callSeq` is its place among such names. */
const NAMED_OTHERWISE = MAX_UINT32;

export interface ReceivedColumns extends IdentityColumns {
  /** The first call that the press came under, by the press that opened it. */
  callHome: Uint32Array;
  callBoot: Uint32Array;
  callSeq: Uint32Array;
  /** The key that the platform was told; 0: none. */
  key: Uint8Array;
  /** First time that the platform accepted it; NaN: it never did. */
  acceptedAt: Float64Array;
  /** Times it came with a good signature, whatever the answer. */
  deliveries: Uint32Array;
}

/** A press of a device that the run doesn't have. */
export interface Stranger {
  id: string;
  callId: string;
  at: number;
}

interface Name {
  home: number;
  bootId: number;
  seq: number;
}

function columns(capacity: number): ReceivedColumns {
  const numbers = () => new Uint32Array(capacity);
  return {
    home: numbers(),
    bootId: numbers(),
    seq: numbers(),
    callHome: numbers(),
    callBoot: numbers(),
    callSeq: numbers(),
    key: new Uint8Array(capacity),
    acceptedAt: new Float64Array(capacity).fill(Number.NaN),
    deliveries: numbers(),
  };
}

export class ReceivedPresses {
  columns: ReceivedColumns = columns(1_024);
  length = 0;
  /** With a good signature, repeated and refused ones included. */
  deliveries = 0;
  /** Deliveries of a press that the platform had accepted already. */
  redeliveries = 0;
  readonly strangers = new Map<string, Stranger>();
  readonly #deviceIds: string[] = [];
  readonly #homes = new Map<string, number>();
  readonly #index = new IdentityIndex(this.columns);
  readonly #otherwise: string[] = [];
  readonly #placeOtherwise = new Map<string, number>();
  /** Call ids beyond the first, by row: each one is a fault. */
  readonly #furtherCalls = new Map<number, string[]>();

  readonly #firstBootIds: number[] = [];

  /** The homes of the plan, in its order, with the boot that each begins the run with. */
  constructor(homes: readonly { deviceId: string; firstBootId?: number }[]) {
    for (const { deviceId, firstBootId = 1 } of homes) {
      this.#firstBootIds.push(firstBootId);
      this.#homes.set(deviceId, this.#deviceIds.length);
      this.#deviceIds.push(deviceId);
    }
  }

  /**
   * One delivery with a good signature. Call it before the answer is sent: a light may follow at once.
   * @param id device_id/boot_id/seq
   * @param at milliseconds since the start of the run
   * @param accepted the answer is 200, 201 or 204
   * @param key the key that the event names; 0: not looked at
   */
  record(id: string, callId: string, at: number, accepted: boolean, key: Key | 0 = 0): void {
    this.deliveries++;
    const press = this.#parse(id, '/');
    if (press === undefined) {
      if (this.strangers.has(id)) this.redeliveries++;
      else this.strangers.set(id, { id, callId, at });
      return;
    }
    if (this.isOfEarlierRun(press.home, press.bootId)) return;
    let row = this.find(press.home, press.bootId, press.seq);
    if (row === -1) row = this.#add(press, callId);
    else if (this.callIdOf(row) !== callId) this.#addCall(row, callId);
    const to = this.columns;
    to.key[row] = key;
    to.deliveries[row] = (to.deliveries[row] as number) + 1;
    const isKnown = !Number.isNaN(to.acceptedAt[row]);
    if (isKnown) this.redeliveries++;
    else if (accepted) to.acceptedAt[row] = at;
  }

  /** A press that came before is accepted now: by a report on its call. */
  accept(id: string, at: number): void {
    const press = this.#parse(id, '/');
    const row = press ? this.find(press.home, press.bootId, press.seq) : -1;
    if (row !== -1 && Number.isNaN(this.columns.acceptedAt[row])) this.columns.acceptedAt[row] = at;
  }

  /** Of a boot before the run: a gateway that ran before still had it. */
  isOfEarlierRun(home: number, bootId: number): boolean {
    return bootId < (this.#firstBootIds[home] ?? 0);
  }

  /** The row of a press, or -1. */
  find(home: number, bootId: number, seq: number): number {
    return this.#index.find(home, bootId, seq);
  }

  deviceIdOf(home: number): string {
    return this.#deviceIds[home] ?? `home ${home}, which is not in the plan`;
  }

  /** `device_id/boot_id/seq` of a row. */
  idOf(row: number): string {
    const { home, bootId, seq } = this.columns;
    return `${this.deviceIdOf(home[row] as number)}/${bootId[row]}/${seq[row]}`;
  }

  /** The first call of a row. */
  callIdOf(row: number): string {
    const { callHome, callBoot, callSeq } = this.columns;
    const seq = callSeq[row] as number;
    if (callHome[row] === NAMED_OTHERWISE) return this.#otherwise[seq] as string;
    return `${this.#deviceIds[callHome[row] as number]}.${callBoot[row]}.${seq}`;
  }

  /** Calls that the press came under besides its first. */
  furtherCallsOf(row: number): readonly string[] {
    return this.#furtherCalls.get(row) ?? [];
  }

  #add(press: Name, callId: string): number {
    if (this.length === this.columns.home.length) this.#grow();
    const row = this.length++;
    const to = this.columns;
    to.home[row] = press.home;
    to.bootId[row] = press.bootId;
    to.seq[row] = press.seq;
    const call = this.#parse(callId, '.') ?? this.#nameOtherwise(callId);
    to.callHome[row] = call.home;
    to.callBoot[row] = call.bootId;
    to.callSeq[row] = call.seq;
    this.#index.add(row);
    return row;
  }

  #addCall(row: number, callId: string): void {
    const further = this.#furtherCalls.get(row);
    if (further === undefined) this.#furtherCalls.set(row, [callId]);
    else if (!further.includes(callId)) further.push(callId);
  }

  #nameOtherwise(callId: string): Name {
    let seq = this.#placeOtherwise.get(callId);
    if (seq === undefined) {
      seq = this.#otherwise.push(callId) - 1;
      this.#placeOtherwise.set(callId, seq);
    }
    return { home: NAMED_OTHERWISE, bootId: 0, seq };
  }

  /** `device_id/boot_id/seq` and `device_id.boot_id.seq` of a home of the plan; undefined of all else. */
  #parse(name: string, mark: '/' | '.'): Name | undefined {
    const beforeSeq = name.lastIndexOf(mark);
    const beforeBoot = name.lastIndexOf(mark, beforeSeq - 1);
    const home = this.#homes.get(name.slice(0, beforeBoot));
    if (home === undefined) return undefined;
    const bootId = parseNumber(name.slice(beforeBoot + 1, beforeSeq));
    const seq = parseNumber(name.slice(beforeSeq + 1));
    return bootId === undefined || seq === undefined ? undefined : { home, bootId, seq };
  }

  #grow(): void {
    const from = this.columns;
    const to = columns(from.home.length * 2);
    for (const [name, array] of Object.entries(from)) {
      (to[name as keyof ReceivedColumns] as Float64Array).set(array);
    }
    this.columns = to;
    this.#index.moveTo(to);
  }
}

/** Written as the gateway writes it: another spelling is another identity. */
function parseNumber(text: string): number | undefined {
  if (!/^[1-9]\d{0,9}$/.test(text)) return undefined;
  const number = Number(text);
  return number <= MAX_UINT32 ? number : undefined;
}
