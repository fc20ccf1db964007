// Made-up runs for tests of the audit: presses that went well, into which a fault can be planted.

import { KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import { type AuditInput, type AuditResult, audit } from '#simulator/audit/audit.ts';
import { ReceivedPresses } from '#simulator/audit/received.ts';
import { IN_OUTBOX, Ledger, REJECTED, STORED } from '#simulator/ledger.ts';

export interface History {
  home: number;
  bootId: number;
  seq: number;
  key: Key;
  at: number;
  count: number;
  state: number;
  /** Undefined: the platform never accepted it. */
  acceptedAt: number | undefined;
  /** Deliveries, in their order: call id and whether the platform accepted. */
  deliveries: { callId: string; accepted: boolean; at: number }[];
  shownAt: number | undefined;
  reason?: number;
}

export const HOMES = [{ deviceId: 'CB-0001' }, { deviceId: 'CB-0002' }, { deviceId: 'CB-0003' }];

export function idOf({ home, bootId, seq }: Pick<History, 'home' | 'bootId' | 'seq'>): string {
  return `${HOMES[home]?.deviceId}/${bootId}/${seq}`;
}

export function callOf({ home, bootId, seq }: Pick<History, 'home' | 'bootId' | 'seq'>): string {
  return `${HOMES[home]?.deviceId}.${bootId}.${seq}`;
}

/** A press that was stored, accepted and shown as it should be. */
export function good(home: number, seq: number, at: number, more: Partial<History> = {}): History {
  const name = { home, bootId: 1, seq };
  return {
    ...name,
    key: seq % 2 === 0 ? KEY_RED : KEY_GREEN,
    at,
    count: 1,
    state: STORED,
    acceptedAt: at + 8,
    shownAt: at + 10,
    deliveries: [{ callId: callOf(name), accepted: true, at: at + 8 }],
    ...more,
  };
}

/** What auditing these histories needs, over two generators. */
export function runOf(
  histories: readonly History[],
  more: Partial<Pick<AuditInput, 'forged' | 'refusals' | 'expect'>> = {},
): AuditInput {
  const received = new ReceivedPresses(HOMES);
  const ledgers = [new Ledger(), new Ledger()];
  const shown = histories.filter(({ shownAt }) => shownAt !== undefined);
  for (const history of histories) {
    const ledger = ledgers[history.home % 2] as Ledger;
    const row = ledger.add(history.home, history, history.key, history.at, history.at + 0.5);
    const { columns } = ledger;
    columns.count[row] = history.count;
    columns.state[row] = history.state;
    columns.reason[row] = history.reason ?? 0;
    if (history.state === STORED || history.state === REJECTED)
      columns.storedAt[row] = history.at + 3;
    if (history.shownAt !== undefined) columns.acceptedAt[row] = history.shownAt;
  }
  const deliveries = histories.flatMap((history) =>
    history.deliveries.map((delivery) => ({ ...delivery, id: idOf(history) })),
  );
  for (const { id, callId, at, accepted } of deliveries.sort((a, b) => a.at - b.at)) {
    received.record(id, callId, at, accepted);
  }
  return {
    ledgers: ledgers.map((ledger) => ledger.packed()),
    acceptedSeen: [
      {
        home: Uint32Array.from(shown, ({ home }) => home),
        bootId: Uint32Array.from(shown, ({ bootId }) => bootId),
        seq: Uint32Array.from(shown, ({ seq }) => seq),
        at: Float64Array.from(shown, ({ shownAt }) => shownAt as number),
      },
    ],
    received,
    forged: 0,
    refusals: {},
    expect: { refusals: [], rejections: [] },
    ...more,
  };
}

/** Kinds and identities of what the audit finds. */
export function named(result: AuditResult): [string, string][] {
  return result.findings.map(({ kind, what }) => [kind, what]);
}

export function auditOf(
  histories: readonly History[],
  more: Parameters<typeof runOf>[1] = {},
): AuditResult {
  return audit(runOf(histories, more));
}

export { IN_OUTBOX, REJECTED, STORED };
