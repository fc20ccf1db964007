// What is asked about helpers: their list, whom to send, and the page that each of them gets for one call.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { bodyOf, formOf, isFromPage, queryOf } from '../access.ts';
import { HelperFields, textField, Version } from '../archive/fields.ts';
import type { HelperLink } from '../archive/helper-store.ts';
import { busyHelpers, localTimeOf, propose } from '../archive/nearest.ts';
import type { HelperTask } from '../archive/shapes.ts';
import { byHelper, type CallState, NEEDS, type Need, type SentHelper } from '../call-record.ts';
import type { Role } from '../sessions.ts';
import type { DeskParts } from './parts.ts';

const KEEPERS: readonly Role[] = ['leader', 'archive_keeper'];
const SENDERS: readonly Role[] = ['officer', ...KEEPERS];
/** More than one page shows. */
const MAX_PROPOSED = 100;
const MAX_NOTE = 1_000;
const TOKEN_HEADER = 'x-helper-token';

const SaveRequest = z.strictObject({ version: Version, helper: HelperFields });
const LinkRequest = z.strictObject({ helperId: z.int().min(1) });
const HelperId = z.coerce.number().int().min(1);
/** `needs=meals,shopping`; nothing: not known yet. */
const NeedsQuery = z.strictObject({
  needs: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter((need) => need !== ''))
    .pipe(z.array(z.enum(NEEDS)).max(NEEDS.length)),
});
const HelperStep = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('on_the_way') }),
  z.strictObject({ step: z.literal('arrived') }),
  z.strictObject({ step: z.literal('helper_done') }),
  z.strictObject({
    step: z.literal('noted'),
    text: textField('text', MAX_NOTE).refine((text) => text !== ''),
  }),
]);

type OfCall = { Params: { callId: string } };

export function helperRoutes(fastify: FastifyInstance, parts: DeskParts): void {
  const { access, clock, desk, store, helpers, residents } = parts;

  fastify.get('/api/helpers', async (request) => {
    access.needs(request, ...SENDERS);
    return { helpers: await helpers.all() };
  });

  fastify.get<{ Params: { id: string } }>('/api/helpers/:id', async (request) => {
    access.needs(request, ...KEEPERS);
    const id = helperIdOf(request.params.id);
    return { ...(await helpers.helper(id)), changes: await helpers.changesOf(id) };
  });

  fastify.post('/api/helpers', async (request) => {
    const { name } = access.needs(request, ...KEEPERS);
    const { helper } = formOf(request, SaveRequest);
    return await helpers.save(undefined, helper, undefined, name);
  });

  fastify.post<{ Params: { id: string } }>('/api/helpers/:id', async (request) => {
    const { name } = access.needs(request, ...KEEPERS);
    const id = helperIdOf(request.params.id);
    const { helper, version } = formOf(request, SaveRequest);
    return await helpers.save(id, helper, version ?? undefined, name);
  });

  fastify.get<OfCall>('/api/calls/:callId/proposals', async (request) => {
    access.needs(request, ...SENDERS);
    const { needs } = queryOf(request, NeedsQuery);
    const call = await callOf(request.params.callId);
    const residentId = await residents.find(call.home.reference, call.deviceId);
    const found = residentId === undefined ? undefined : await residents.resident(residentId);
    const active = (await helpers.all()).filter(({ isActive }) => isActive);
    const proposals = propose(active, {
      place: found?.resident ?? placeOf(call),
      needs,
      pairs: new Set(found?.resident.pairs ?? []),
      busy: busyHelpers(desk.calls()),
      now: localTimeOf(clock.utc()),
    });
    return { proposals: proposals.slice(0, MAX_PROPOSED), total: proposals.length };
  });

  fastify.post<OfCall>('/api/calls/:callId/helper-link', async (request) => {
    access.needs(request, ...SENDERS);
    const { helperId } = bodyOf(request, LinkRequest);
    const { callId, closedAt, helpers: sent } = await callOf(request.params.callId);
    if (closedAt !== undefined) throw new GatewayError('CALL_CLOSED', callId);
    if (!sent.some((one) => one.helperId === helperId)) {
      throw new GatewayError('HELPER_NOT_SENT', `${helperId}`);
    }
    const { token, until } = await helpers.makeLink(callId, helperId);
    return { path: `/helper#${token}`, until };
  });

  fastify.post<OfCall>('/api/calls/:callId/helper-link/revoke', async (request) => {
    access.needs(request, ...SENDERS);
    await helpers.revokeLinks(request.params.callId, bodyOf(request, LinkRequest).helperId);
    return {};
  });

  // The page of a helper, who has no account: the token stands for one call.

  fastify.get('/api/helper', async (request) => await taskOf(await linkOf(request)));

  fastify.post('/api/helper/steps', async (request) => {
    isFromPage(request);
    const link = await linkOf(request);
    const { helperId, callId } = link;
    const { sent } = await taskParts(link);
    const what = formOf(request, HelperStep);
    const step = what.step === 'noted' ? what : { ...what, helperId };
    await desk.step(callId, step, byHelper(sent.name));
    return await taskOf(link);
  });

  async function callOf(callId: string): Promise<CallState> {
    const call = await desk.call(callId);
    if (call === undefined) throw new GatewayError('NO_SUCH_CALL', callId);
    return call;
  }

  /** Errors: HELPER_LINK_UNKNOWN, HELPER_LINK_ENDED. */
  async function linkOf(request: FastifyRequest): Promise<HelperLink> {
    const link = await helpers.link(String(request.headers[TOKEN_HEADER] ?? ''));
    if (link === undefined) throw new GatewayError('HELPER_LINK_UNKNOWN', 'token');
    if (link.isRevoked || link.until <= clock.utc()) {
      throw new GatewayError('HELPER_LINK_ENDED', 'token');
    }
    return link;
  }

  /** Errors: HELPER_LINK_ENDED with the call, or when somebody else is sent now. */
  async function taskParts(link: HelperLink): Promise<{ call: CallState; sent: SentHelper }> {
    const call = await desk.call(link.callId);
    const sent = call?.helpers.find(({ helperId }) => helperId === link.helperId);
    if (call === undefined || call.closedAt !== undefined || sent === undefined) {
      throw new GatewayError('HELPER_LINK_ENDED', 'call');
    }
    return { call, sent };
  }

  async function taskOf(link: HelperLink): Promise<HelperTask> {
    const { call, sent } = await taskParts(link);
    const { key, isTest, home, callId, deviceId } = call;
    const residentId = await residents.find(home.reference, deviceId);
    const found = residentId === undefined ? undefined : await residents.resident(residentId);
    const resident = found?.resident;
    return {
      helper: sent.name,
      key,
      isTest,
      ...(await neededOn(callId)),
      name: resident?.name || (home.name ?? ''),
      telephone: resident?.telephone || (home.telephone ?? ''),
      address: resident?.address || (home.address ?? ''),
      access: resident?.access ?? '',
      sentAt: sent.sentAt,
      onTheWayAt: sent.onTheWayAt ?? null,
      arrivedAt: sent.arrivedAt ?? null,
      doneAt: sent.doneAt ?? null,
    };
  }

  /** As the officer wrote it down last. */
  async function neededOn(callId: string): Promise<{ needs: readonly Need[]; text: string }> {
    const records = await store.recordsOf(callId);
    const what = records.findLast((record) => record.what.step === 'needed')?.what;
    return what?.step === 'needed' ? what : { needs: [], text: '' };
  }
}

/** Where the gateway says that the home is, for one that isn't in the archive. */
function placeOf({ home }: CallState) {
  const { subdistrict = '', community = '' } = home;
  return { subdistrict, community, building: '', latitude: null, longitude: null };
}

/** Errors: NO_SUCH_HELPER, also for what can't be an id. */
function helperIdOf(text: string): number {
  const { success, data } = HelperId.safeParse(text);
  if (!success) throw new GatewayError('NO_SUCH_HELPER', 'id');
  return data;
}
