// Reads what a gateway that has ended left in its journal: presses and missed deadlines, from the log itself.
import { ClassicLevel } from 'classic-level';
import type { MissedDeadlineNotice } from '#gateway/domain/notice.ts';
import { type AssignedPress, pressId } from '#gateway/domain/press.ts';
import type { LogRecord } from '#gateway/journal/entries.ts';

export interface JournalContent {
  /** By press id. */
  presses: Map<string, AssignedPress>;
  /** By notice id. */
  missedDeadlines: Map<string, MissedDeadlineNotice>;
  /** Ids of notices whose delivery had not ended. */
  openNotices: Set<string>;
  /** Presses that no destination had accepted, as the gateway knows. */
  openPresses: Set<string>;
}

export async function readJournal(folder: string): Promise<JournalContent> {
  const level = new ClassicLevel<string, string>(folder);
  const content: JournalContent = {
    presses: new Map(),
    missedDeadlines: new Map(),
    openNotices: new Set(),
    openPresses: new Set(),
  };
  try {
    for await (const value of level.values({ gte: 'log!', lt: 'log"' })) {
      take(JSON.parse(value), content);
    }
  } finally {
    await level.close();
  }
  return content;
}

function take({ entries }: LogRecord, content: JournalContent): void {
  for (const entry of entries) {
    if (entry.kind === 'press') {
      content.presses.set(pressId(entry.press), entry.press);
      content.openPresses.add(pressId(entry.press));
    } else if (entry.kind === 'notice') {
      const { notice } = entry;
      if (notice.kind === 'breach') content.missedDeadlines.set(notice.id, notice);
      content.openNotices.add(notice.id);
    } else if (entry.kind === 'settled') {
      if (entry.press) content.openPresses.delete(entry.press);
      if (entry.notice) content.openNotices.delete(entry.notice);
    }
  }
}
