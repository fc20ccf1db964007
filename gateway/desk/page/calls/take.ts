// How the parts of the room tell that a step was taken, and by which key.
import type { Step } from '../../call-record.ts';

/** Resolves with whether it is done. */
export type Take = (step: Step, callId?: string) => Promise<boolean>;

/** One key for each step that needs no words. */
export const KEYS: Partial<Record<Step['step'], string>> = {
  taken: 't',
  telephoned: 'p',
  reached: 'r',
  not_reached: 'n',
  arrived: 'a',
};
