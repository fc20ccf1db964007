// Requests about whoever uses the API: who am I, tokens, and the audit.
import { z } from 'zod';
import { type Asker, ROLES, type Tokens } from '../../domain/ports/registry.ts';
import { type Endpoint, endpoint, socketEndpoint } from '../endpoint.ts';
import { iso, tokenView } from '../views.ts';
import { AuditView, TokenBody, TokenView, UserName, WhoAmI } from '../wire.ts';

export const TOKEN_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/whoami',
    role: 'installer',
    summary: 'Whose token it is, and which gateway this is',
    answers: { 200: WhoAmI },
    handle({ actor }, { name: gateway, version, clock, listeners }) {
      const mqtt = listeners().map((listener) => ({ host: null, ...listener }));
      return { status: 200, body: { ...actor, gateway, version, time: iso(clock.utc()), mqtt } };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/tokens',
    role: 'admin',
    summary: 'All tokens; what they are is not known any more',
    answers: { 200: z.object({ tokens: z.array(TokenView) }) },
    handle: (_asked, { tokens }) => ({ status: 200, body: listed(tokens) }),
  }),
  endpoint({
    method: 'POST',
    path: '/tokens',
    role: 'admin',
    summary: 'A new token, told this once',
    body: TokenBody,
    answers: { 201: z.object({ token: z.string() }) },
    async handle({ actor, body }, { tokens }) {
      return { status: 201, body: { token: await create(tokens, actor, body) } };
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

/**
 * Of `call-button token`. A name that can't be one is for the registry of tokens to refuse, in words for the user who
 * typed it.
 */
export const TOKEN_REQUESTS = {
  /** Also tells the certificate's fingerprint: whoever makes a token hands both on to an installer. */
  token_create: socketEndpoint({
    role: 'admin',
    body: z.strictObject({
      by: UserName,
      name: z.string(),
      role: z.enum(ROLES),
      expires_at: z.iso.datetime().optional(),
    }),
    async handle({ actor, body }, { tokens, fingerprint }) {
      const { by, name, role } = body;
      const token = await create(tokens, { ...actor, name: by }, body);
      return { token, name, role, fingerprint: fingerprint() ?? null };
    },
  }),
  token_list: socketEndpoint({
    role: 'admin',
    body: z.strictObject({}),
    handle: (_asked, { tokens }) => listed(tokens),
  }),
  token_revoke: socketEndpoint({
    role: 'admin',
    body: z.strictObject({ by: UserName, name: z.string() }),
    async handle({ actor, body }, { tokens }) {
      await tokens.revoke({ ...actor, name: body.by }, body.name);
      return {};
    },
  }),
};

function listed(tokens: Tokens) {
  return { tokens: tokens.list().map(tokenView) };
}

function create(
  tokens: Tokens,
  actor: Asker,
  { name, role, expires_at }: z.output<typeof TokenBody>,
): Promise<string> {
  const expiresAt = expires_at === undefined ? undefined : Date.parse(expires_at);
  return tokens.create(actor, name, role, expiresAt);
}
