// What becomes of a case of supervision when somebody works on it. Pure.
import type { CaseState, CaseStep } from './shapes.ts';

export interface CaseWork {
  state: CaseState;
  taker: string | null;
}

/** The work after this step; undefined: it is somebody else's, or over. Notes are for everybody, at any time. */
export function afterCaseStep(
  work: CaseWork,
  step: CaseStep,
  by: string,
  isLeader: boolean,
): CaseWork | undefined {
  if (step === 'noted') return work;
  if (step === 'reopened')
    return work.state === 'done' ? { state: 'open', taker: null } : undefined;
  if (work.state === 'done') return undefined;
  if (step === 'taken') return work.state === 'open' ? { state: 'taken', taker: by } : undefined;
  if (work.taker !== by && !isLeader) return undefined;
  return step === 'done'
    ? { state: 'done', taker: work.taker ?? by }
    : { state: 'open', taker: null };
}

/** All is well again by itself: whoever has taken it still says what they found, and nobody else has to. */
export function afterRestored(work: CaseWork): CaseWork {
  return work.state === 'open' ? { state: 'done', taker: null } : work;
}
