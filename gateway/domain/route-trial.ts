// What a test call over one part of a route came to, and the device under whose name it goes.
import type { DestinationErrorCode } from './ports/destination.ts';
import type { StepName } from './route.ts';

/** On no label: whoever sees it knows that nobody pressed. */
export const TEST_DEVICE_ID = 'TEST-ROUTE';

export interface RouteTrial {
  step: StepName;
  destination: string;
  /** Unknown: it arrived, and nobody said within the time for it that it was taken over. */
  outcome: 'accepted' | 'unknown' | 'refused' | 'failed';
  /** The acceptance came as a report of the platform. */
  isReported: boolean;
  code?: DestinationErrorCode;
  detail?: string;
  /** From the offer to the acceptance or the failure. */
  tookMs: number;
}

/** A press that nobody accepts would be a missed deadline; a notice has arrived when it has arrived. */
export function isGood({ outcome }: RouteTrial, isNotice: boolean): boolean {
  return outcome === 'accepted' || (isNotice && outcome === 'unknown');
}
