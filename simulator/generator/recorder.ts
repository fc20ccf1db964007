// What a generator process writes down: the ledger, the figures of the current second, what lights showed.
import type { CallNews, Identity, Key } from '#protocol/messages.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { GONE, IN_OUTBOX, Ledger, type LedgerColumns, REJECTED, STORED } from '../ledger.ts';
import type { AcceptedSeen, Sample } from './messages.ts';
import { Values } from './values.ts';

type Figures = Omit<Sample, 'at' | 'off' | 'connecting' | 'connected' | 'memory'>;

export class Recorder {
  /** Milliseconds since the start of the run. */
  readonly now: () => number;
  readonly #ledger = new Ledger();
  readonly #toStored = new Values();
  readonly #toAccepted = new Values();
  readonly #redToAccepted = new Values();
  readonly #lateness = new Values();
  readonly #seen = {
    home: new Values(),
    bootId: new Values(),
    seq: new Values(),
    at: new Values(),
  };
  #made = 0;
  #skipped = 0;
  #stored = 0;
  #heartbeats = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  get columns(): LedgerColumns {
    return this.#ledger.columns;
  }

  /** A press was made; returns its row. */
  made(home: number, identity: Identity, key: Key, intendedAt: number, madeAt: number): number {
    this.#made++;
    this.#lateness.add(madeAt - intendedAt);
    return this.#ledger.add(home, identity, key, intendedAt, madeAt);
  }

  /** A full outbox counted a further press in the entry of `row`. */
  joined(row: number, intendedAt: number, madeAt: number): void {
    this.#made++;
    this.#lateness.add(madeAt - intendedAt);
    this.columns.count[row]!++;
  }

  skipped(): void {
    this.#skipped++;
  }

  settled(row: number, at: number, isRejected: boolean, reason: number): void {
    const { state, storedAt, intendedAt, reason: reasons } = this.columns;
    if (state[row] !== IN_OUTBOX) return;
    state[row] = isRejected ? REJECTED : STORED;
    reasons[row] = reason;
    if (isRejected) return;
    storedAt[row] = at;
    this.#stored++;
    this.#toStored.add(at - intendedAt[row]!);
  }

  accepted(row: number, at: number): void {
    const { acceptedAt, intendedAt, key } = this.columns;
    if (!Number.isNaN(acceptedAt[row])) return;
    acceptedAt[row] = at;
    const took = at - intendedAt[row]!;
    this.#toAccepted.add(took);
    if (key[row] === KEY_RED) this.#redToAccepted.add(took);
  }

  answered(row: number, at: number): void {
    const { answeredAt } = this.columns;
    if (Number.isNaN(answeredAt[row])) answeredAt[row] = at;
  }

  /** The light showed, or the device was told, that the call with this press was accepted. */
  acceptanceSeen(home: number, { bootId, seq }: Identity, at: number): void {
    this.#seen.home.add(home);
    this.#seen.bootId.add(bootId);
    this.#seen.seq.add(seq);
    this.#seen.at.add(at);
  }

  /** True when the call of `news` holds the press of `row`. */
  isCovered(row: number, { key, openedBy, latest }: CallNews): boolean {
    const { columns } = this;
    if (columns.key[row] !== key) return false;
    const bootId = columns.bootId[row]!;
    const seq = columns.seq[row]!;
    const isBefore = bootId < openedBy.bootId || (bootId === openedBy.bootId && seq < openedBy.seq);
    const isAfter = bootId > latest.bootId || (bootId === latest.bootId && seq > latest.seq);
    return !isBefore && !isAfter;
  }

  heartbeatSent(): void {
    this.#heartbeats++;
  }

  /** The figures since the last call. */
  takeFigures(): Figures {
    const figures = {
      pressesMade: this.#made,
      pressesSkipped: this.#skipped,
      pressesStored: this.#stored,
      heartbeatsSent: this.#heartbeats,
      toStored: this.#toStored.take(),
      toAccepted: this.#toAccepted.take(),
      redToAccepted: this.#redToAccepted.take(),
      lateness: this.#lateness.take(),
    };
    this.#made = this.#skipped = this.#stored = this.#heartbeats = 0;
    return figures;
  }

  /** What no home has in its outbox, and was never settled, is gone. */
  packed(holds: (home: number, identity: Identity) => boolean): LedgerColumns {
    const packed = this.#ledger.packed();
    const { length, state, home, bootId, seq } = packed;
    for (let row = 0; row < length; row++) {
      if (state[row] !== IN_OUTBOX) continue;
      const identity = { bootId: bootId[row]!, seq: seq[row]! };
      if (!holds(home[row]!, identity)) state[row] = GONE;
    }
    return packed;
  }

  get acceptedSeen(): AcceptedSeen {
    const { home, bootId, seq, at } = this.#seen;
    return {
      home: Uint32Array.from(home.all),
      bootId: Uint32Array.from(bootId.all),
      seq: Uint32Array.from(seq.all),
      at: at.all,
    };
  }
}
