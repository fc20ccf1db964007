// Who may do what: the roles in their order, and what a device's state asks for. Pure.
import { GatewayError } from '../errors.ts';
import {
  type Actor,
  type DeviceState,
  type RegisteredDevice,
  ROLES,
  type Role,
} from '../ports/registry.ts';

/** In these a device has no home that counts on it yet. */
export const BEFORE_SERVICE: readonly DeviceState[] = ['new', 'provisioned', 'tested'];

/** Each role may do what those before it may. */
export function mayAs(actor: Actor, role: Role): boolean {
  return ROLES.indexOf(actor.role) >= ROLES.indexOf(role);
}

/** Errors: ROLE_MISSING, for whoever is below this role and asks of a device that is or was in service. */
export function mustBeBeforeService(
  { deviceId, state }: Pick<RegisteredDevice, 'deviceId' | 'state'>,
  actor: Actor,
  role: Role,
): void {
  if (!BEFORE_SERVICE.includes(state) && !mayAs(actor, role)) {
    throw new GatewayError('ROLE_MISSING', `${deviceId} is ${state}: ${role}`);
  }
}
