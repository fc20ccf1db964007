// Where gateways send their events: signed, and answered when committed.
import type { FastifyInstance } from 'fastify';
import type { Transaction } from 'kysely';
import type { NoticeEvent } from '../../destinations/events/schemas.ts';
import { GatewayError } from '../../domain/errors.ts';
import { ReportSigners } from '../../reports/signature.ts';
import { bytesOf, jsonOf } from '../access.ts';
import { takeCaseEvent } from '../archive/case-store.ts';
import { GatewayEvent, pressOf } from '../requests.ts';
import type { Tables } from '../store/schema.ts';
import type { DeskParts } from './parts.ts';

export function eventRoutes(fastify: FastifyInstance, parts: DeskParts): void {
  const { clock, desk, store, secret } = parts;
  const signers = new ReportSigners({ gateway: secret });

  /** As any platform does it: 202 until a person's page shows the call, and committed before that. */
  fastify.post('/v1/events', async (request, reply) => {
    const body = bytesOf(request);
    const { by, isOffTime } = signers.verify(body, request.headers, clock.utc());
    if (by.length === 0 || isOffTime) throw new GatewayError('DESK_EVENT_SIGNATURE', 'event');
    const { success, data: event } = GatewayEvent.safeParse(jsonOf(body));
    if (!success) throw new GatewayError('DESK_EVENT_MALFORMED', 'event');
    if (event.type === 'callbutton.press.v1') await desk.press(pressOf(event));
    else await store.addNotice(event.source, clock.utc(), event, keepWith(event));
    reply.status(202);
    return {};
  });
}

/** What else is written with a notice: a case becomes work for somebody. */
function keepWith(event: NoticeEvent): (write: Transaction<Tables>) => Promise<void> {
  return async (write) => {
    if (event.type === 'callbutton.case.v1') await takeCaseEvent(write, event);
  };
}
