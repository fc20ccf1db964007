// What a verdict doesn't judge and a reader must not overlook: presses without an answer, homes without a connection.
import type { Sentence } from '#gateway/messages/sentence.ts';
import type { RunReport } from './model.ts';
import { number } from './words.ts';

export function notesOf({ totals, homes, samples }: RunReport): Sentence[] {
  const notes: Sentence[] = [];
  const unanswered = totals.accepted - totals.answered;
  if (unanswered > 0) {
    const of = number(totals.accepted);
    notes.push({
      en: `${number(unanswered)} of ${of} accepted presses had no answer when the run ended`,
      zh: `运行结束时，${of} 次已受理的按键中有 ${number(unanswered)} 次还没有回电`,
    });
  }
  const last = samples.at(-1);
  const all = homes.whole + homes.light;
  if (last !== undefined && last.connected < all) {
    const { connected, connecting, off } = last;
    notes.push({
      en: `${number(connected)} of ${number(all)} homes were connected in the last second (${number(connecting)} connecting, ${number(off)} off)`,
      zh: `最后一秒有 ${number(connected)} / ${number(all)} 户在线（${number(connecting)} 户正在连接，${number(off)} 户断电）`,
    });
  }
  return notes;
}
