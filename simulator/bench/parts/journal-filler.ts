// Fills the real journal with the presses of a year, as if the gateway had served so many devices.

import { advanceCall, type Call, openCall } from '#gateway/domain/call.ts';
import type { Press } from '#gateway/domain/press.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { deviceIdOf } from './devices.ts';
import { serve } from './serve.ts';

export interface JournalToFill {
  /** Of the journal. */
  folder: string;
  devices: number;
  presses: number;
  /** Of so many of the last presses the call is still open. */
  open: number;
}

const YEAR_MS = 365 * 24 * 3_600_000;
/** On the way at one time: the more, the fewer syncs. */
const AT_ONCE = 2_000;

function pressOf({ devices, presses }: JournalToFill, now: number, index: number): Press {
  return {
    deviceId: deviceIdOf(index % devices),
    bootId: 1,
    seq: 1 + Math.floor(index / devices),
    key: index % 10 ? 'green' : 'red',
    count: 1,
    test: false,
    ageMs: 0,
    ageIsLowerBound: false,
    receivedAt: Math.floor(now - YEAR_MS * (1 - index / presses)),
  };
}

/** Delivered, and closed unless it is one of the last. */
async function keep(journal: LevelJournal, press: Press, isOpen: boolean): Promise<void> {
  const call = openCall(press, undefined);
  const assigned = { ...press, callId: call.callId, joined: false };
  await journal.appendPress(press, () => ({ press: assigned, call }));
  const at = press.receivedAt + 1_000;
  const answered: Call = advanceCall(advanceCall(call, 'accepted', at), 'answered', at);
  await journal.update({
    call: isOpen ? answered : advanceCall(answered, 'closed', at),
    settled: assigned,
  });
}

async function fill(toFill: JournalToFill): Promise<void> {
  const now = Date.now();
  const { presses, devices, open } = toFill;
  const journal = new LevelJournal({ folder: toFill.folder, clock: systemClock });
  await journal.start();
  let next = 0;
  const work = async () => {
    for (let index = next++; index < presses; index = next++) {
      const press = pressOf(toFill, now, index);
      const session = { bootId: 1, connectNo: 1 };
      if (index < devices) await journal.renewSession(press.deviceId, session);
      await keep(journal, press, index >= presses - open);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await journal.stop();
}

serve({ fill });
