// The audit of a run that is made up: presses of many homes, all well but one that is lost and one that is doubled.
import { performance } from 'node:perf_hooks';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { audit } from '../../audit/audit.ts';
import { ReceivedPresses } from '../../audit/received.ts';
import type { AcceptedSeen } from '../../generator/messages.ts';
import { Ledger, type LedgerColumns, STORED } from '../../ledger.ts';
import { deviceIdOf } from './devices.ts';
import { memoryNow, serve } from './serve.ts';

export interface PressesToAudit {
  presses: number;
  homes: number;
}

export interface Audited {
  seconds: number;
  memoryPeak: number;
}

const BOOT_ID = 1;

function makeLedger({ presses, homes }: PressesToAudit): LedgerColumns {
  const ledger = new Ledger();
  for (let press = 0; press < presses; press++) {
    const identity = { bootId: BOOT_ID, seq: 1 + Math.floor(press / homes) };
    const row = ledger.add(press % homes, identity, press % 4 ? KEY_GREEN : KEY_RED, press, press);
    const { state, storedAt, acceptedAt, answeredAt } = ledger.columns;
    state[row] = STORED;
    storedAt[row] = press + 2;
    acceptedAt[row] = press + 5;
    answeredAt[row] = press + 1_000;
  }
  return ledger.packed();
}

/** The first press never came, the second came under a second call too. */
function receive(ledger: LedgerColumns, received: ReceivedPresses): void {
  for (let row = 0; row < ledger.length; row++) {
    if (row === 0) continue;
    const home = ledger.home[row] as number;
    const seq = ledger.seq[row] as number;
    const deviceId = deviceIdOf(home);
    const id = `${deviceId}/${BOOT_ID}/${seq}`;
    received.record(id, `${deviceId}.${BOOT_ID}.${seq}`, row + 3, true);
    if (row === 1) received.record(id, `${deviceId}.${BOOT_ID}.999999`, row + 4, true);
  }
}

/** Every acceptance was seen but that of the press that never came. */
function seeAll({ home, bootId, seq, acceptedAt }: LedgerColumns): AcceptedSeen {
  const seen = { home: home.slice(1), bootId: bootId.slice(1), seq: seq.slice(1) };
  return { ...seen, at: acceptedAt.slice(1) };
}

function run(toAudit: PressesToAudit): Audited {
  const homes = Array.from({ length: toAudit.homes }, (_, home) => ({
    deviceId: deviceIdOf(home),
  }));
  const ledger = makeLedger(toAudit);
  const received = new ReceivedPresses(homes);
  receive(ledger, received);
  const acceptedSeen = seeAll(ledger);
  const from = performance.now();
  const { totals } = audit({
    ledgers: [ledger],
    acceptedSeen: [acceptedSeen],
    received,
    forged: 0,
    refusals: {},
    expect: { refusals: [], rejections: [] },
  });
  const seconds = (performance.now() - from) / 1_000;
  const { presses, findings } = totals;
  if (presses !== toAudit.presses || findings.lost !== 1 || findings.doubled !== 1) {
    throw new Error(`of one lost and one doubled press it found ${JSON.stringify(totals)}`);
  }
  return { seconds, memoryPeak: memoryNow().memoryPeak };
}

serve({ audit: run });
