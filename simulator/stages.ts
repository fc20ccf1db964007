// What a stage in the news of a call tells the resident, for homes of every kind.
import {
  STAGE_ACCEPTED,
  STAGE_ANSWERED,
  STAGE_CLOSED,
  STAGE_DISPATCHED,
} from '#protocol/messages.ts';

const ANSWERED_OR_FURTHER: readonly number[] = [STAGE_ANSWERED, STAGE_DISPATCHED, STAGE_CLOSED];

export function isAnswered(stage: number): boolean {
  return ANSWERED_OR_FURTHER.includes(stage);
}

/** Accepted or further; "unanswered" is neither. */
export function isAccepted(stage: number): boolean {
  return stage === STAGE_ACCEPTED || isAnswered(stage);
}
