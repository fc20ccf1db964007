// All endpoints of the admin API.
import type { Endpoint } from './endpoint.ts';
import { CALL_ENDPOINTS } from './endpoints/calls.ts';
import { DEVICE_ENDPOINTS } from './endpoints/devices.ts';
import { HOME_ENDPOINTS } from './endpoints/homes.ts';
import { ORDER_ENDPOINTS } from './endpoints/orders.ts';
import { TOKEN_ENDPOINTS } from './endpoints/tokens.ts';

export const ENDPOINTS: readonly Endpoint[] = [
  ...TOKEN_ENDPOINTS,
  ...DEVICE_ENDPOINTS,
  ...HOME_ENDPOINTS,
  ...CALL_ENDPOINTS,
  ...ORDER_ENDPOINTS,
];
