// Endpoints about whoever uses the API: who am I, tokens, and the audit.
import { z } from 'zod';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { iso } from '../views.ts';
import { AuditView, TokenBody, TokenView, WhoAmI } from '../wire.ts';

export const TOKEN_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/whoami',
    role: 'installer',
    summary: 'Whose token it is, and which gateway this is',
    answers: { 200: WhoAmI },
    handle({ actor }, { name: gateway, version, clock, listeners }) {
      const mqtt = listeners().map((one) => ({ host: null, ...one }));
      return { status: 200, body: { ...actor, gateway, version, time: iso(clock.utc()), mqtt } };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/tokens',
    role: 'admin',
    summary: 'All tokens; what they are is not known any more',
    answers: { 200: z.object({ tokens: z.array(TokenView) }) },
    handle(_asked, { tokens }) {
      const all = tokens.list().map(({ name, role, createdAt, expiresAt, usedAt }) => ({
        name,
        role,
        created_at: iso(createdAt),
        expires_at: expiresAt === undefined ? null : iso(expiresAt),
        used_at: usedAt === undefined ? null : iso(usedAt),
      }));
      return { status: 200, body: { tokens: all } };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/tokens',
    role: 'admin',
    summary: 'A new token, told this once',
    body: TokenBody,
    answers: { 201: z.object({ token: z.string() }) },
    async handle({ actor, body }, { tokens }) {
      const { name, role, expires_at } = body;
      const expiresAt = expires_at === undefined ? undefined : Date.parse(expires_at);
      return { status: 201, body: { token: await tokens.create(actor, name, role, expiresAt) } };
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/tokens/{name}',
    role: 'admin',
    summary: 'From now on the token is good for nothing',
    answers: { 204: undefined },
    async handle({ actor, params }, { tokens }) {
      await tokens.revoke(actor, params.name);
      return { status: 204 };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/audit',
    role: 'admin',
    summary: 'Who changed what, newest first',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
      before: z.coerce.number().int().min(1).optional(),
      subject: z.string().optional(),
    }),
    answers: { 200: z.object({ records: z.array(AuditView) }) },
    async handle({ query }, { registry }) {
      const { limit, before, subject } = query;
      const asked = { limit, ...(before ? { before } : {}), ...(subject ? { subject } : {}) };
      const records = (await registry.audit(asked)).map(({ number, at, actor, ...rest }) => ({
        number,
        at: iso(at),
        by: actor.name,
        role: actor.role,
        ...rest,
      }));
      return { status: 200, body: { records } };
    },
  }),
];
