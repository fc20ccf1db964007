// What an officer's page asks: what is open, what it shows, and every step of a call.
import type { FastifyInstance } from 'fastify';
import { bodyOf } from '../access.ts';
import { LeftRequest, PageRequest, StepRequest } from '../requests.ts';
import type { DeskParts } from './parts.ts';

const LAST_CLOSED = 30;

export function callRoutes(fastify: FastifyInstance, parts: DeskParts): void {
  const { access, desk, store, streams } = parts;

  fastify.get('/api/stream', (request, reply) => {
    access.needs(request);
    reply.hijack();
    streams.open(reply.raw, () => access.sessionOf(request) !== undefined);
  });

  fastify.post('/api/page', async (request) => {
    const { name, role } = access.needs(request);
    const { page, isOnDuty, shown } = bodyOf(request, PageRequest);
    // A display on the wall rings for nobody.
    await desk.heard(page, name, isOnDuty && role !== 'viewer', shown);
    return {};
  });

  fastify.post('/api/page/left', async (request) => {
    access.needs(request);
    desk.left(bodyOf(request, LeftRequest).page);
    return {};
  });

  fastify.post<{ Params: { callId: string } }>('/api/calls/:callId/steps', async (request) => {
    const { name } = access.needs(request, 'officer', 'leader', 'archive_keeper');
    const step = bodyOf(request, StepRequest);
    return await desk.step(request.params.callId, step, name);
  });

  fastify.get<{ Params: { callId: string } }>('/api/calls/:callId/records', async (request) => {
    access.needs(request);
    return { records: await store.recordsOf(request.params.callId) };
  });

  fastify.get('/api/closed', async (request) => {
    access.needs(request);
    const closed = await store.lastClosed(LAST_CLOSED);
    return { calls: await desk.callsOf(closed) };
  });
}
