// One attempt: what a destination says of one delivery, whatever it does wrong.
import {
  DESTINATION_ERRORS,
  type Delivery,
  type Destination,
  type Outcome,
} from '../domain/ports/destination.ts';

export type Refusal = Extract<Outcome, { kind: 'refused' }>;

export const NOT_CARRIED: Refusal = {
  kind: 'refused',
  code: 'NOT_CARRIED',
  detail: DESTINATION_ERRORS.NOT_CARRIED,
};

/** A destination that can't say whether it carries something is offered it. */
export function carries(destination: Destination, delivery: Delivery): boolean {
  try {
    return destination.carries(delivery);
  } catch {
    return true;
  }
}

/** Nothing that a destination does wrong may end the gateway. */
export async function deliver(
  destination: Destination,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return await destination.deliver(delivery, signal);
  } catch (error) {
    const detail = error instanceof Error ? error.name : 'unknown';
    return { kind: 'failed', code: 'BROKEN', detail };
  }
}
