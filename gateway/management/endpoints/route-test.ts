// The test of a route, on the control socket alone: it sends a marked call over every part of it, and tells what happened.
import { z } from 'zod';
import { SEVERITIES } from '../../domain/limits.ts';
import { socketEndpoint } from '../endpoint.ts';

export const ROUTE_TEST_REQUEST = socketEndpoint({
  role: 'operator',
  body: z.strictObject({ severity: z.enum(SEVERITIES), group: z.string().optional() }),
  async handle({ body }, { testRoute }) {
    return { trials: await testRoute(body.severity, body.group) };
  },
});
