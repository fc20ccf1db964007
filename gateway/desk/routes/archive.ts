// What the archive is asked: lists, sheets, changes, yearly checks, and who has looked at whom.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { bodyOf, formOf, queryOf } from '../access.ts';
import { ResidentFields, Version } from '../archive/fields.ts';
import {
  missingFacts,
  RESIDENT_LISTS,
  type ResidentPage,
  type ResidentSheet,
} from '../archive/shapes.ts';
import { sheetOf } from '../archive/sheet.ts';
import type { Role } from '../sessions.ts';
import type { DeskParts } from './parts.ts';

const KEEPERS: readonly Role[] = ['leader', 'archive_keeper'];
const READERS: readonly Role[] = ['officer', ...KEEPERS];
const MAX_SEARCH = 100;
const MAX_PAGE = 10_000;

/** In a body and not in the address: what somebody is searched by is about a person. */
const SearchRequest = z.strictObject({
  text: z.string().max(MAX_SEARCH),
  subdistrict: z.string().max(MAX_SEARCH * 2),
  community: z.string().max(MAX_SEARCH * 2),
  list: z.enum(RESIDENT_LISTS),
  page: z.int().min(0).max(MAX_PAGE),
});
const SaveRequest = z.strictObject({ version: Version, resident: ResidentFields });
const LooksQuery = z.strictObject({ before: z.coerce.number().int().min(1).optional() });
const ResidentId = z.coerce.number().int().min(1);

type WithId = { Params: { id: string } };

export function archiveRoutes(fastify: FastifyInstance, parts: DeskParts): void {
  const { access, desk, store, residents, buttons } = parts;

  fastify.post('/api/residents/search', async (request): Promise<ResidentPage> => {
    const { role } = access.needs(request, ...READERS);
    const page = await residents.search(bodyOf(request, SearchRequest));
    if (KEEPERS.includes(role)) return page;
    return { ...page, rows: page.rows.map((row) => ({ ...row, telephone: '' })) };
  });

  fastify.get('/api/residents/places', async (request) => {
    access.needs(request, ...READERS);
    return { places: await residents.places() };
  });

  fastify.get<WithId>('/api/residents/:id', async (request): Promise<ResidentSheet> => {
    const { name } = access.needs(request, ...READERS);
    const id = residentIdOf(request.params.id);
    const { version, resident } = await residents.resident(id);
    await residents.look(id, name);
    return {
      id,
      version,
      resident,
      missing: missingFacts(resident),
      pairs: await residents.pairsOf(id),
      changes: await residents.changesOf(id),
      checks: await residents.checksOf(id),
      buttons: await Promise.all(resident.deviceIds.map((deviceId) => buttons.state(deviceId))),
    };
  });

  fastify.post('/api/residents', async (request) => {
    const { name } = access.needs(request, ...KEEPERS);
    const { resident } = formOf(request, SaveRequest);
    return await residents.save({ id: undefined, resident, version: undefined, by: name });
  });

  fastify.post<WithId>('/api/residents/:id', async (request) => {
    const { name } = access.needs(request, ...KEEPERS);
    const id = residentIdOf(request.params.id);
    const { resident, version } = formOf(request, SaveRequest);
    return await residents.save({ id, resident, version: version ?? undefined, by: name });
  });

  fastify.post<WithId>('/api/residents/:id/check', async (request) => {
    const { name } = access.needs(request, ...KEEPERS);
    await residents.check(residentIdOf(request.params.id), name);
    return {};
  });

  fastify.get('/api/looks', async (request) => {
    access.needs(request, 'leader');
    const { before } = queryOf(request, LooksQuery);
    return { looks: await residents.looks(before) };
  });

  fastify.get<{ Params: { callId: string } }>('/api/calls/:callId/sheet', async (request) => {
    const session = access.needs(request, ...READERS);
    const { callId } = request.params;
    const call = await desk.call(callId);
    if (call === undefined) throw new GatewayError('NO_SUCH_CALL', callId);
    return await sheetOf(call, session, { store, residents, buttons });
  });
}

/** Errors: NO_SUCH_RESIDENT, also for what can't be an id. */
function residentIdOf(text: string): number {
  const { success, data } = ResidentId.safeParse(text);
  if (!success) throw new GatewayError('NO_SUCH_RESIDENT', 'id');
  return data;
}
