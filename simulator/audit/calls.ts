// The calls that the platform knows: their key, and when the first of their presses was accepted.

import { IdentityIndex } from './identity-index.ts';
import type { MadePresses } from './made.ts';
import type { ReceivedPresses } from './received.ts';

/** A call is named by the first row of the platform's store that came under it. */
export class AuditedCalls {
  readonly #received: ReceivedPresses;
  readonly #made: MadePresses;
  readonly #firstRow: Uint32Array;
  readonly #acceptedAt: Float64Array;
  /** Rows of each home, as chains; made when they are first asked for. */
  #chains: { newest: Map<number, number>; former: Int32Array } | undefined;

  constructor(received: ReceivedPresses, made: MadePresses) {
    this.#received = received;
    this.#made = made;
    const { callHome: home, callBoot: bootId, callSeq: seq, acceptedAt } = received.columns;
    const index = new IdentityIndex({ home, bootId, seq });
    this.#firstRow = new Uint32Array(received.length);
    this.#acceptedAt = new Float64Array(received.length).fill(Number.POSITIVE_INFINITY);
    for (let row = 0; row < received.length; row++) {
      const call = index.add(row);
      this.#firstRow[row] = call;
      // A call that was open before the run may have been accepted then.
      const isEarlier = received.isOfEarlierRun(home[row] as number, bootId[row] as number);
      const at = isEarlier ? Number.NEGATIVE_INFINITY : (acceptedAt[row] as number);
      if (at < (this.#acceptedAt[call] as number)) this.#acceptedAt[call] = at;
    }
  }

  /** When the platform first accepted a press of the call of `row`; Infinity: never. */
  acceptedAt(row: number): number {
    return this.#acceptedAt[this.#firstRow[row] as number] as number;
  }

  /** What is wrong with a press being in its call, or undefined. */
  misfit(row: number): string | undefined {
    const opener = this.#opener(row);
    const { home, bootId, seq } = this.#received.columns;
    if (opener.home !== home[row]) {
      return `a call of the device ${this.#received.deviceIdOf(opener.home)}`;
    }
    const made = this.#made;
    const key = made.keyOf(made.find(home[row], bootId[row] as number, seq[row] as number));
    const keyOfCall = made.keyOf(made.find(opener.home, opener.bootId, opener.seq));
    return key === undefined || keyOfCall === undefined || key === keyOfCall
      ? undefined
      : 'a call of the other key';
  }

  /**
   * When the platform first accepted a call that a press of the ledger, which the platform doesn't have
   * itself, may have joined: of its key, opened before it, and not answered when it was made. Infinity: no such call.
   */
  acceptedAround(press: number): number {
    const { columns } = this.#made;
    const home = columns.home[press] as number;
    const { newest, former } = this.#chained();
    let earliest = Number.POSITIVE_INFINITY;
    for (let row = newest.get(home) ?? -1; row !== -1; row = former[row] as number) {
      const opener = this.#opener(row);
      const openedBy = this.#made.find(opener.home, opener.bootId, opener.seq);
      if (openedBy === -1 || columns.key[openedBy] !== columns.key[press]) continue;
      const isEarlier =
        opener.bootId < (columns.bootId[press] as number) ||
        (opener.bootId === columns.bootId[press] && opener.seq < (columns.seq[press] as number));
      const wasAnswered =
        (columns.answeredAt[openedBy] as number) <= (columns.madeAt[press] as number);
      if (isEarlier && !wasAnswered) earliest = Math.min(earliest, this.acceptedAt(row));
    }
    return earliest;
  }

  /** The press that a call is named after, or, of another name, the first that came. */
  #opener(row: number): { home: number; bootId: number; seq: number } {
    const { home, bootId, seq, callHome, callBoot, callSeq } = this.#received.columns;
    const isNamedAfterPress = callBoot[row] !== 0;
    const first = this.#firstRow[row] as number;
    return isNamedAfterPress
      ? {
          home: callHome[row] as number,
          bootId: callBoot[row] as number,
          seq: callSeq[row] as number,
        }
      : {
          home: home[first] as number,
          bootId: bootId[first] as number,
          seq: seq[first] as number,
        };
  }

  #chained(): { newest: Map<number, number>; former: Int32Array } {
    if (this.#chains) return this.#chains;
    const newest = new Map<number, number>();
    const former = new Int32Array(this.#received.length);
    for (let row = 0; row < former.length; row++) {
      const home = this.#received.columns.home[row] as number;
      former[row] = newest.get(home) ?? -1;
      newest.set(home, row);
    }
    this.#chains = { newest, former };
    return this.#chains;
  }
}
