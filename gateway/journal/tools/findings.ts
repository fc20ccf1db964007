// What a check of the journal finds: counts, and faults by their code.

import { CALL_STAGES, type CallStage } from '../../domain/call.ts';
import type { JOURNAL_FAULTS } from '../../messages/journal.ts';

/** What each means, and what to do, says the catalogue of messages. */
export type FaultCode = keyof typeof JOURNAL_FAULTS;

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
