// The life of a device as a state machine: which step may follow which. Pure.
import type { DeviceState } from '../ports/registry.ts';

const STEPS: Record<DeviceState, readonly DeviceState[]> = {
  new: ['provisioned', 'suspended', 'retired'],
  provisioned: ['tested', 'suspended', 'retired'],
  // Provisioned anew: what was tested is not what there is now.
  tested: ['provisioned', 'in_service', 'suspended', 'retired'],
  in_service: ['provisioned', 'suspended', 'retired'],
  // And back to where it was.
  suspended: ['retired'],
  retired: [],
};

/** `suspendedFrom`: where a suspended device was. */
export function isStep(from: DeviceState, to: DeviceState, suspendedFrom?: DeviceState): boolean {
  return STEPS[from].includes(to) || (from === 'suspended' && to === suspendedFrom);
}

/** Neither can connect; no other state ever suppresses a press. */
export function isBlocked(state: DeviceState): boolean {
  return state === 'suspended' || state === 'retired';
}

/** It was tested where it stood, and doesn't stand there any more. */
export function afterMove(state: DeviceState): DeviceState {
  return state === 'tested' || state === 'in_service' ? 'provisioned' : state;
}
