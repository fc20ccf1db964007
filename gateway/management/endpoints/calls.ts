// Requests about calls, and the test call over a route.
import { z } from 'zod';
import { SEVERITIES } from '../../domain/limits.ts';
import { mayAs } from '../../domain/registry/roles.ts';
import { type Endpoint, endpoint, socketEndpoint } from '../endpoint.ts';
import { callView, deviceIn } from '../views.ts';
import { CallView } from '../wire.ts';

const Limit = z.coerce.number().int().min(1).max(1_000).default(50);
const Answer = z.object({ calls: z.array(CallView) });

export const CALL_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/calls',
    role: 'operator',
    summary: 'Calls that are not closed, newest first',
    query: z.strictObject({ limit: Limit }),
    answers: { 200: Answer },
    async handle({ query }, { openCalls, turns }) {
      await turns.next();
      const calls = [...openCalls()].sort((a, b) => b.openedAt - a.openedAt);
      const seen = calls.slice(0, query.limit);
      return { status: 200, body: { calls: await turns.map(seen, callView) } };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/devices/{device_id}/calls',
    role: 'installer',
    summary: 'Calls of a device, newest first; an installer sees test calls',
    query: z.strictObject({ limit: Limit }),
    answers: { 200: Answer },
    async handle({ actor, params, query }, { registry, history, turns }) {
      const { deviceId } = deviceIn(registry, params.device_id);
      const all = await history.callsOf(deviceId, 1_000);
      const seen = mayAs(actor, 'operator') ? all : all.filter(({ test }) => test);
      const calls = await turns.map(seen.slice(0, query.limit), callView);
      return { status: 200, body: { calls } };
    },
  }),
];

/** On the control socket alone: a marked call over every part of a route, and what happened. */
export const ROUTE_TEST_REQUEST = socketEndpoint({
  role: 'operator',
  body: z.strictObject({ severity: z.enum(SEVERITIES), group: z.string().optional() }),
  async handle({ body }, { testRoute }) {
    return { trials: await testRoute(body.severity, body.group) };
  },
});
