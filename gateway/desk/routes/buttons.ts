// What is asked about buttons: cases of supervision as work for somebody, and how far each community is.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { formOf, queryOf } from '../access.ts';
import { textField } from '../archive/fields.ts';
import { CASE_STATES, CASE_STEPS } from '../archive/shapes.ts';
import type { Role } from '../sessions.ts';
import type { DeskParts } from './parts.ts';

const WORKERS: readonly Role[] = ['officer', 'leader', 'archive_keeper'];
const MAX_NOTE = 1_000;

const ListQuery = z.strictObject({ state: z.enum(CASE_STATES).default('open') });
const StepRequest = z
  .strictObject({
    id: z.string().max(500),
    step: z.enum(CASE_STEPS),
    text: textField('text', MAX_NOTE),
  })
  .refine(({ step, text }) => step !== 'noted' || text !== '', { path: ['text'] });

export function buttonRoutes(fastify: FastifyInstance, parts: DeskParts): void {
  const { access, buttons, cases } = parts;

  fastify.get('/api/cases', async (request) => {
    access.needs(request, ...WORKERS);
    const { state } = queryOf(request, ListQuery);
    return { cases: await cases.list(state), counts: await cases.counts() };
  });

  fastify.post('/api/cases/steps', async (request) => {
    const { name, role } = access.needs(request, ...WORKERS);
    const { id, step, text } = formOf(request, StepRequest);
    return await cases.step(id, step, text, name, role === 'leader');
  });

  fastify.get('/api/coverage', async (request) => {
    access.needs(request);
    return { coverage: await buttons.coverage() };
  });
}
