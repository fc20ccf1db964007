// The table of all requests: those of the admin API, and those of the control socket.
import type { Endpoint, SocketEndpoint } from './endpoint.ts';
import { CALL_ENDPOINTS, ROUTE_TEST_REQUEST } from './endpoints/calls.ts';
import { DEVICE_ENDPOINTS } from './endpoints/devices.ts';
import { HOME_ENDPOINTS } from './endpoints/homes.ts';
import { ORDER_ENDPOINTS, ORDER_REQUESTS } from './endpoints/orders.ts';
import { REGISTRY_REQUESTS } from './endpoints/registry.ts';
import { TOKEN_ENDPOINTS, TOKEN_REQUESTS } from './endpoints/tokens.ts';
import { UPDATE_ENDPOINTS, UPDATE_REQUESTS } from './endpoints/updates.ts';

export const ENDPOINTS: readonly Endpoint[] = [
  ...TOKEN_ENDPOINTS,
  ...DEVICE_ENDPOINTS,
  ...HOME_ENDPOINTS,
  ...CALL_ENDPOINTS,
  ...ORDER_ENDPOINTS,
  ...UPDATE_ENDPOINTS,
];

/** By the path that a request is posted to, and by its `ask`. */
export const SOCKET_ENDPOINTS = {
  '/devices': ORDER_REQUESTS,
  '/updates': UPDATE_REQUESTS,
  '/registry': { ...REGISTRY_REQUESTS, ...TOKEN_REQUESTS },
  // The only request of its path: it has no `ask`.
  '/test-route': { '': ROUTE_TEST_REQUEST },
} satisfies Record<string, Record<string, SocketEndpoint>>;

export type SocketEndpoints = typeof SOCKET_ENDPOINTS;
export type SocketPath = keyof SocketEndpoints;
