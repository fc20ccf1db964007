// Accounts as a leader keeps them, what everybody changes about the own one, and the plan of shifts.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { bodyOf, queryOf, tokenOf } from '../access.ts';
import { dayFrom, nextDay, startOfDay } from '../ledger/days.ts';
import { Accounts } from '../people/accounts.ts';
import type { Plan } from '../people/shapes.ts';
import { gapsOf, missingOf, Shifts } from '../people/shifts.ts';
import { isGoodPassword, LANGUAGES, ROLES } from '../sessions.ts';
import type { DeskParts } from './parts.ts';

const Name = z.string().min(1).max(120);
const Password = z.string().max(1_024);

const AddRequest = z.strictObject({ name: Name, role: z.enum(ROLES), password: Password });
const ChangeRequest = z.strictObject({
  name: Name,
  role: z.enum(ROLES).optional(),
  isDisabled: z.boolean().optional(),
  password: Password.optional(),
});
const NameRequest = z.strictObject({ name: Name });
const PasswordRequest = z.strictObject({ old: Password, password: Password });
const LanguageRequest = z.strictObject({ language: z.enum(LANGUAGES) });

const DAY_MS = 86_400_000;
const MAX_SHIFT_MS = 2 * DAY_MS;
const Utc = z
  .int()
  .min(0)
  .max(100 * 366 * DAY_MS);
const PlanRequest = z.strictObject({
  from: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  days: z.coerce.number().int().min(1).max(62),
});
const ShiftRequest = z
  .strictObject({ officer: Name, from: Utc, to: Utc })
  .refine(({ from, to }) => from < to && to - from <= MAX_SHIFT_MS, { path: ['to'] });
const CopyRequest = z.strictObject({ from: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) });
const RemoveRequest = z.strictObject({ number: z.int().min(1) });

const WEEK = 7;

export function peopleRoutes(fastify: FastifyInstance, parts: DeskParts): void {
  const { access, clock, desk, sessions, store } = parts;
  const accounts = new Accounts(store.db);
  const shifts = new Shifts(store.db);

  fastify.get('/api/people', async (request) => {
    access.needs(request, 'leader');
    const counts = sessions.counts();
    const all = await accounts.all();
    return { people: all.map((one) => ({ ...one, sessions: counts.get(one.name) ?? 0 })) };
  });

  fastify.post('/api/people/add', async (request) => {
    access.needs(request, 'leader');
    const { name, role, password } = bodyOf(request, AddRequest);
    const refusal = await sessions.add(name, role, password);
    if (refusal) throw new GatewayError(refusal, 'account');
    return {};
  });

  fastify.post('/api/people/change', async (request) => {
    access.needs(request, 'leader');
    const { name, ...change } = bodyOf(request, ChangeRequest);
    mustBeGood(change.password);
    await accounts.change(name, change, clock.utc());
    if (change.role) sessions.changed(name, { role: change.role });
    // A new password, or none: who used the old one is out.
    if (change.isDisabled || change.password !== undefined) await sessions.endOf(name);
    return {};
  });

  fastify.post('/api/people/end-sessions', async (request) => {
    access.needs(request, 'leader');
    await sessions.endOf(bodyOf(request, NameRequest).name);
    return {};
  });

  fastify.post('/api/me/password', async (request) => {
    const { name } = access.needs(request);
    const { old, password } = bodyOf(request, PasswordRequest);
    mustBeGood(password);
    const token = tokenOf(request);
    // As every guess at it, also by somebody at a page that was left open.
    const checked = await sessions.login(name, old, request.ip);
    if (typeof checked === 'string') throw new GatewayError(checked, 'password');
    await accounts.change(name, { password }, clock.utc());
    await sessions.endOf(name, token);
    return {};
  });

  fastify.post('/api/me/language', async (request) => {
    const { name } = access.needs(request);
    const { language } = bodyOf(request, LanguageRequest);
    await accounts.setLanguage(name, language);
    sessions.changed(name, { language });
    return {};
  });

  fastify.get('/api/shifts', async (request): Promise<Plan> => {
    access.needs(request);
    const query = queryOf(request, PlanRequest);
    const first = dayMust(query.from);
    const from = startOfDay(first);
    const to = startOfDay(nextDay(first, query.days));
    const now = clock.utc();
    const listed = await shifts.between(from, to);
    return {
      shifts: listed,
      gaps: now < to ? gapsOf(listed, Math.max(now, from), to) : [],
      missing: missingOf(await shifts.between(now, now + 1), desk.onDuty, now),
      officers: await accounts.officers(),
    };
  });

  fastify.post('/api/shifts/add', async (request) => {
    const { name } = access.needs(request, 'leader');
    const shift = bodyOf(request, ShiftRequest);
    if (!(await accounts.officers()).includes(shift.officer)) {
      throw new GatewayError('NO_SUCH_ACCOUNT', 'officer');
    }
    await shifts.add([shift], name);
    return {};
  });

  /** The week that begins on this day, once more a week later. */
  fastify.post('/api/shifts/copy', async (request) => {
    const { name } = access.needs(request, 'leader');
    const first = dayMust(bodyOf(request, CopyRequest).from);
    const from = startOfDay(first);
    const to = startOfDay(nextDay(first, WEEK));
    const later = startOfDay(nextDay(first, 2 * WEEK)) - to;
    const there = new Set((await shifts.between(to, to + later)).map(keyOf));
    const officers = await accounts.officers();
    const copies = (await shifts.between(from, to))
      .filter((shift) => shift.from >= from && officers.includes(shift.officer))
      .map(({ officer, ...shift }) => ({
        officer,
        from: shift.from + later,
        to: shift.to + later,
      }))
      // Copied twice, it is there once.
      .filter((shift) => !there.has(keyOf(shift)));
    await shifts.add(copies, name);
    return { added: copies.length };
  });

  fastify.post('/api/shifts/remove', async (request) => {
    access.needs(request, 'leader');
    await shifts.remove(bodyOf(request, RemoveRequest).number);
    return {};
  });
}

function keyOf({ officer, from, to }: { officer: string; from: number; to: number }): string {
  return `${from} ${to} ${officer}`;
}

function mustBeGood(password: string | undefined): void {
  if (password !== undefined && !isGoodPassword(password)) {
    throw new GatewayError('DESK_PASSWORD_SHORT', 'password');
  }
}

function dayMust(iso: string): number {
  const day = dayFrom(iso);
  if (day === undefined) throw new GatewayError('DESK_REQUEST_MALFORMED', 'from');
  return day;
}
