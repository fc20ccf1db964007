// The audit of a few homes in this process: what the demo and the tests of the promises ask for.

import type { SeenPress } from '../home.ts';
import { Ledger, REJECTED, STORED } from '../ledger.ts';
import { audit } from './audit.ts';
import { ReceivedPresses } from './received.ts';

export interface Verdict {
  presses: number;
  stored: number;
  accepted: number;
  answered: number;
  /** Acknowledged to the device, but never at the platform. */
  lost: string[];
  /** At the platform under two calls, or at the platform without having been made. */
  doubled: string[];
  /** The home saw an acceptance of a press that the platform doesn't have. */
  untrue: string[];
}

/** Compares what homes saw with what the platform received. Of times it only asks whether there is one. */
export function auditSeen(
  presses: readonly SeenPress[],
  received: ReadonlyMap<string, { callIds: ReadonlySet<string>; times: number }>,
): Verdict {
  const deviceIds = [...new Set(presses.map(({ deviceId }) => deviceId))];
  const store = new ReceivedPresses(deviceIds.map((deviceId) => ({ deviceId })));
  for (const [id, { callIds }] of received) {
    for (const callId of callIds) store.record(id, callId, Number.NEGATIVE_INFINITY, true);
  }
  const ledger = new Ledger();
  for (const press of presses) {
    const { identity, key, pressedAt, storedAt, acceptedAt, answeredAt } = press;
    const home = deviceIds.indexOf(press.deviceId);
    const row = ledger.add(home, identity, key, pressedAt, pressedAt);
    const { columns } = ledger;
    if (storedAt !== undefined) columns.state[row] = press.rejected ? REJECTED : STORED;
    columns.storedAt[row] = storedAt ?? Number.NaN;
    columns.acceptedAt[row] = acceptedAt ?? Number.NaN;
    columns.answeredAt[row] = answeredAt ?? Number.NaN;
  }
  const { totals, findings } = audit({
    ledgers: [ledger.columns],
    acceptedSeen: [],
    received: store,
    forged: 0,
    refusals: {},
    expect: { refusals: [], rejections: [] },
  });
  const named = (kind: string) =>
    findings.filter((finding) => finding.kind === kind).map(({ what }) => what);
  const { stored, answered } = totals;
  const accepted = presses.filter((press) => press.acceptedAt !== undefined).length;
  const identities = { lost: named('lost'), doubled: named('doubled'), untrue: named('untrue') };
  return { presses: presses.length, stored, accepted, answered, ...identities };
}
