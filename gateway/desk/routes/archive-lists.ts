// The archive as a list: out as CSV, and in again with a preview before anything is written.
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { bodyOf, bytesOf } from '../access.ts';
import { exported } from '../archive/export.ts';
import { EVERYBODY } from '../archive/resident-store.ts';
import { type ImportPreview, type ImportResult, MAX_IMPORT_BYTES } from '../archive/shapes.ts';
import type { Role } from '../sessions.ts';
import type { DeskParts } from './parts.ts';

const KEEPERS: readonly Role[] = ['leader', 'archive_keeper'];
const ExportRequest = z.strictObject({ language: z.enum(['en', 'zh']) });

export function archiveListRoutes(fastify: FastifyInstance, parts: DeskParts): void {
  const { access, imports, residents, store } = parts;

  /** Asked for by POST, as no other site can: and every sheet is looked at by it. */
  fastify.post('/api/residents/export', async (request, reply) => {
    const { name } = access.needs(request, ...KEEPERS);
    const { language } = bodyOf(request, ExportRequest);
    await residents.look(EVERYBODY, name);
    reply.header('content-disposition', 'attachment; filename="archive.csv"');
    return reply.type('text/csv; charset=utf-8').send(Readable.from(exported(store.db, language)));
  });

  const large = { bodyLimit: MAX_IMPORT_BYTES };

  fastify.post('/api/residents/import/preview', large, async (request): Promise<ImportPreview> => {
    access.needs(request, ...KEEPERS);
    return await imports.preview(bytesOf(request));
  });

  fastify.post('/api/residents/import', large, async (request): Promise<ImportResult> => {
    const { name } = access.needs(request, ...KEEPERS);
    return await imports.apply(bytesOf(request), name);
  });
}
