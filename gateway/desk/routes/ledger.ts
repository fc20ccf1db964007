// What pages ask of the ledger: lists, the export, follow-ups, and the telephone sampling.
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { bodyOf } from '../access.ts';
import { NEEDS, OUTCOMES } from '../call-record.ts';
import { exportLedger } from '../ledger/export.ts';
import { Ledger } from '../ledger/ledger.ts';
import {
  type AskedRow,
  type LedgerFilter,
  type LedgerRow,
  SURVEY_RESULTS,
} from '../ledger/shapes.ts';
import { Surveys } from '../ledger/surveys.ts';
import type { Role } from '../sessions.ts';
import type { DeskParts } from './parts.ts';

/** A viewer stands on a wall: who was served when is nothing for it. */
const READERS: readonly Role[] = ['officer', 'leader', 'archive_keeper'];

const MAX_YEARS_MS = 100 * 366 * 86_400_000;
const Utc = z.int().min(0).max(MAX_YEARS_MS);
const Words = z.string().max(120);
const CallId = z.string().min(1).max(120);

const Filter = z.strictObject({
  from: Utc.optional(),
  to: Utc.optional(),
  key: z.enum(['red', 'green']).optional(),
  need: z.enum(NEEDS).optional(),
  outcome: z.enum([...OUTCOMES, 'open']).optional(),
  community: Words.optional(),
  officer: Words.optional(),
  text: Words.optional(),
  isTest: z.boolean().optional(),
}) satisfies z.ZodType<LedgerFilter>;

const SearchRequest = Filter.extend({
  after: z
    .string()
    .regex(/^\d{1,15}\.\d{1,15}$/)
    .optional(),
});
const ExportRequest = Filter.extend({ language: z.enum(['en', 'zh']) });

const SurveyRequest = z
  .strictObject({
    callId: CallId,
    sample: z.int().min(1).nullable(),
    result: z.enum(SURVEY_RESULTS),
    satisfaction: z.int().min(1).max(5).nullable(),
    text: z.string().max(2_000),
  })
  // Only who was reached has said anything.
  .refine(({ result, satisfaction }) => result === 'answered' || satisfaction === null, {
    path: ['satisfaction'],
  });

const MAX_DRAWN_FROM_MS = 800 * 86_400_000;
const DrawRequest = z
  .strictObject({ from: Utc, to: Utc })
  .refine(({ from, to }) => from < to && to - from <= MAX_DRAWN_FROM_MS);
const SampleRequest = z.strictObject({ sample: z.int().min(1) });

/** How long an export may be fetched that was asked for. */
const EXPORT_LASTS_MS = 60_000;
const MAX_EXPORTS = 100;

interface WaitingExport {
  name: string;
  filter: LedgerFilter;
  language: 'en' | 'zh';
  until: number;
}

export function ledgerRoutes(fastify: FastifyInstance, parts: DeskParts): void {
  const { access, clock, desk, residents, store } = parts;
  const ledger = new Ledger(store.db);
  const surveys = new Surveys(store.db);
  const exports = new Map<string, WaitingExport>();

  // A name that is looked for stands in the body: addresses are kept by browsers and proxies.
  fastify.post('/api/ledger', async (request) => {
    access.needs(request, ...READERS);
    const { after, ...filter } = bodyOf(request, SearchRequest);
    return await ledger.find(filter, after);
  });

  fastify.get('/api/ledger/choices', async (request) => {
    access.needs(request, ...READERS);
    return await ledger.choices();
  });

  fastify.post('/api/ledger/export', async (request) => {
    const { name } = access.needs(request, ...READERS);
    const { language, ...filter } = bodyOf(request, ExportRequest);
    const now = clock.monotonic();
    for (const [id, { until }] of exports) if (until < now) exports.delete(id);
    if (exports.size >= MAX_EXPORTS) throw new GatewayError('DESK_EXPORT_GONE', 'too many');
    const id = randomBytes(18).toString('base64url');
    exports.set(id, { name, filter, language, until: now + EXPORT_LASTS_MS });
    return { path: `/api/ledger/exports/${id}` };
  });

  // A download by the browser itself, which writes a million rows to the disk and holds none.
  fastify.get<{ Params: { id: string } }>('/api/ledger/exports/:id', async (request, reply) => {
    const { name } = access.needs(request, ...READERS);
    const { id } = request.params;
    const asked = exports.get(id);
    if (asked?.name !== name || asked.until < clock.monotonic()) {
      throw new GatewayError('DESK_EXPORT_GONE', 'export');
    }
    exports.delete(id);
    const day = new Date(clock.utc()).toISOString().slice(0, 10);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="ledger-${day}.csv"`)
      .send(Readable.from(exportLedger(ledger, asked.filter, asked.language)));
  });

  fastify.get('/api/ledger/follow-ups', async (request) => {
    access.needs(request, ...READERS);
    return { rows: await withTelephones(await surveys.followUps()) };
  });

  fastify.post('/api/ledger/surveys', async (request) => {
    const { name } = access.needs(request, ...READERS);
    const survey = bodyOf(request, SurveyRequest);
    const { sample, callId } = survey;
    if (sample !== null && !(await surveys.isDrawn(sample, callId))) {
      throw new GatewayError('NO_SUCH_SAMPLE', String(sample));
    }
    return { row: await surveys.add({ ...survey, at: clock.utc(), by: name }) };
  });

  fastify.get('/api/samples', async (request) => {
    access.needs(request, ...READERS);
    return { samples: await surveys.samples() };
  });

  fastify.post('/api/samples/draw', async (request) => {
    const { name } = access.needs(request, 'leader');
    const { from, to } = bodyOf(request, DrawRequest);
    return { sample: await surveys.draw(from, to, name, clock.utc()) };
  });

  fastify.post('/api/samples/drawn', async (request) => {
    access.needs(request, ...READERS);
    const { sample } = bodyOf(request, SampleRequest);
    const sampled = await surveys.sampled(sample);
    const rows = await withTelephones(sampled.map(({ row }) => row));
    return { residents: sampled.map((resident, index) => ({ ...resident, row: rows[index] })) };
  });

  /** As the archive has it, else as the gateway told it. What was taken away when its time was over stays away. */
  async function withTelephones(rows: readonly LedgerRow[]): Promise<AskedRow[]> {
    const known = rows.filter(({ erased }) => erased < 2).map(({ callId }) => callId);
    const calls = new Map((await desk.callsOf(known)).map((call) => [call.callId, call]));
    return await Promise.all(
      rows.map(async (row) => {
        const call = calls.get(row.callId);
        if (call === undefined) return { ...row, telephone: '' };
        const id = await residents.find(row.reference, row.deviceId);
        // Somebody may delete the sheet in between: the others are to be telephoned all the same.
        const kept = id === undefined ? undefined : await residents.resident(id).catch(() => null);
        return { ...row, telephone: kept?.resident.telephone || call.home.telephone || '' };
      }),
    );
  }
}
