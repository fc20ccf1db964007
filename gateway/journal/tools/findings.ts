// What a check of the journal finds: counts, and faults by their code.
import { CALL_STAGES, type CallStage } from '../../domain/call.ts';

/** What each fault means, and what to do, for a person. */
export const FAULTS = {
  FILE_DAMAGED: {
    means: 'a file of the journal is not as it was written: the disk or another program changed it',
    toDo: 'copy the folder away, restore the newest backup, and have the disk checked',
  },
  RECORD_UNREADABLE: {
    means: 'a record of the log makes no sense: what it held is not known',
    toDo: 'copy the folder away and restore the newest backup; the export still gives all other records',
  },
  RECORDS_MISSING: {
    means: 'records of the log are gone that were not old enough to expire',
    toDo: 'copy the folder away and restore the newest backup; presses in the gap may be lost',
  },
  IDENTITY_TWICE: {
    means: 'the same press or event was stored twice',
    toDo: 'tell the platform that these two are one; keep a copy of the folder for whoever maintains the gateway',
  },
  CALL_ID_WRONG: {
    means: 'a press is in a call that was not opened by the press after which it is named',
    toDo: 'look up these presses at the platform; keep a copy of the folder for whoever maintains the gateway',
  },
  CALL_MISSING: {
    means: 'a press names a call that the journal does not have',
    toDo: 'look up these presses at the platform: their light and deadlines are not followed any more',
  },
  CALL_MISPLACED: {
    means: 'a closed call stands among the open ones, or an open one among the closed ones',
    toDo: 'nothing for the homes: the gateway takes it up again and closes it in time',
  },
  DUE_MISSING: {
    means: 'a press or notice was never accepted, and is not offered to anybody any more',
    toDo: 'handle these now: telephone the homes; then restore the newest backup',
  },
  DUE_LEFT_OVER: {
    means: 'a press or notice that was accepted is still to be offered',
    toDo: 'nothing: it is offered once more with the same id, which the platform recognises',
  },
  IDENTITY_FORGOTTEN: {
    means: 'a press or event is in the log, but would be taken for new if its device sent it again',
    toDo: 'copy the folder away and restore the newest backup',
  },
  NOTICE_FORGOTTEN: {
    means: 'a notice is in the log, but would be taken for new if it was made again',
    toDo: 'nothing for the homes: the operator may be told twice',
  },
  ROW_UNREADABLE: {
    means: 'a row that follows from the log makes no sense, or belongs to another key',
    toDo: 'copy the folder away and restore the newest backup',
  },
} as const;
export type FaultCode = keyof typeof FAULTS;

/** How many places are named of each fault. */
const EXAMPLES = 10;

export class Findings {
  presses = 0;
  events = 0;
  notices = 0;
  records = 0;
  openPresses = 0;
  openNotices = 0;
  devices = 0;
  readonly calls = Object.fromEntries(CALL_STAGES.map((stage) => [stage, 0])) as Record<
    CallStage,
    number
  >;
  /** When the oldest and the newest record were written, and the newest press arrived. UTC milliseconds. */
  oldestAt: number | undefined;
  newestAt: number | undefined;
  newestPressAt: number | undefined;
  readonly faults = new Map<FaultCode, { count: number; examples: string[] }>();

  /** `where`: ids and numbers only. */
  fault(code: FaultCode, where: string): void {
    const found = this.faults.get(code) ?? { count: 0, examples: [] };
    found.count++;
    if (found.examples.length < EXAMPLES) found.examples.push(where);
    this.faults.set(code, found);
  }

  get isSound(): boolean {
    return this.faults.size === 0;
  }
}
