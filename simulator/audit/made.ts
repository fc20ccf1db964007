// What the homes made: the ledgers of all generators as one, searchable by identity.
import { KEY_RED } from '#protocol/messages.ts';
import { IN_OUTBOX, type LedgerColumns, REJECTED, STORED } from '../ledger.ts';
import { IdentityIndex } from './identity-index.ts';

const STATES: Record<number, string> = {
  [IN_OUTBOX]: 'in the outbox',
  [STORED]: 'receipted as stored',
  [REJECTED]: 'rejected',
};

/** "1.234 s": a time since the start of the run, or "never". */
export function clock(at: number | undefined): string {
  return at === undefined || Number.isNaN(at) ? 'never' : `${(at / 1_000).toFixed(3)} s`;
}

export class MadePresses {
  readonly columns: LedgerColumns;
  /** Rows whose identity an earlier row has. */
  readonly repeated: number[] = [];
  readonly #index: IdentityIndex;

  constructor(ledgers: readonly LedgerColumns[]) {
    this.columns = joined(ledgers);
    this.#index = new IdentityIndex(this.columns);
    for (let row = 0; row < this.columns.length; row++) {
      if (this.#index.add(row) !== row) this.repeated.push(row);
    }
  }

  get length(): number {
    return this.columns.length;
  }

  /** The row of a press, or -1. */
  find(home: number, bootId: number, seq: number): number {
    return this.#index.find(home, bootId, seq);
  }

  keyOf(row: number): number | undefined {
    return row === -1 ? undefined : this.columns.key[row];
  }

  /** What its home knows of a press, and since when; what the platform knows is told apart from it. */
  describe(row: number): string {
    const { key, count, state, intendedAt, madeAt, storedAt, acceptedAt, answeredAt } =
      this.columns;
    const several = (count[row] as number) > 1 ? ` (stands for ${count[row]})` : '';
    return [
      `${key[row] === KEY_RED ? 'red' : 'green'} press${several}`,
      `wanted by the timetable ${clock(intendedAt[row])}, pressed ${clock(madeAt[row])}`,
      `in its home: ${STATES[state[row] as number] ?? `in the unknown state ${state[row]}`}`,
      `known there as stored ${clock(storedAt[row])}`,
      `as accepted ${clock(acceptedAt[row])}, as answered ${clock(answeredAt[row])}`,
    ].join(', ');
  }
}

function joined(ledgers: readonly LedgerColumns[]): LedgerColumns {
  if (ledgers.length === 1) return ledgers[0] as LedgerColumns;
  const length = ledgers.reduce((sum, ledger) => sum + ledger.length, 0);
  const join = <T extends Uint32Array | Uint16Array | Uint8Array | Float64Array>(
    to: T,
    of: (ledger: LedgerColumns) => T,
  ): T => {
    let row = 0;
    for (const ledger of ledgers) {
      to.set(of(ledger).subarray(0, ledger.length), row);
      row += ledger.length;
    }
    return to;
  };
  const times = (of: (ledger: LedgerColumns) => Float64Array) => join(new Float64Array(length), of);
  return {
    length,
    home: join(new Uint32Array(length), ({ home }) => home),
    bootId: join(new Uint32Array(length), ({ bootId }) => bootId),
    seq: join(new Uint32Array(length), ({ seq }) => seq),
    key: join(new Uint8Array(length), ({ key }) => key),
    count: join(new Uint16Array(length), ({ count }) => count),
    state: join(new Uint8Array(length), ({ state }) => state),
    reason: join(new Uint8Array(length), ({ reason }) => reason),
    intendedAt: times(({ intendedAt }) => intendedAt),
    madeAt: times(({ madeAt }) => madeAt),
    storedAt: times(({ storedAt }) => storedAt),
    acceptedAt: times(({ acceptedAt }) => acceptedAt),
    answeredAt: times(({ answeredAt }) => answeredAt),
  };
}
