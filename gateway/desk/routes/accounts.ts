// Logging in and out, and the first account.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../domain/errors.ts';
import { bodyOf, isFromPage, tokenOf } from '../access.ts';
import { LoginRequest, OneTimeLoginRequest } from '../requests.ts';
import type { DeskParts } from './parts.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export function accountRoutes(fastify: FastifyInstance, parts: DeskParts): void {
  const { access, clock, logins, sessions, store, telephoneUrl } = parts;

  fastify.get('/api/session', async (request) => {
    const session = access.sessionOf(request);
    const isFirst = session === undefined && (await store.accounts()).length === 0;
    return { session: session ?? null, isFirst, telephoneUrl, now: clock.utc() };
  });

  fastify.post('/api/first-account', async (request, reply) => {
    isFromPage(request);
    if (!isHere(request)) throw new GatewayError('DESK_NOT_HERE', request.ip);
    const { name, password } = bodyOf(request, LoginRequest);
    const refusal = await sessions.add(name, 'leader', password, true);
    if (refusal) throw new GatewayError(refusal, name);
    return login(request, reply);
  });

  fastify.post('/api/login', login);

  fastify.post('/api/one-time-login', async (request, reply) => {
    isFromPage(request);
    const { token } = bodyOf(request, OneTimeLoginRequest);
    const session = await logins.redeem(token, request.ip);
    if (session === undefined) throw new GatewayError('DESK_LOGIN_WRONG', 'one-time login');
    return access.setCookie(reply, session, undefined).send({});
  });

  fastify.post('/api/logout', async (request, reply) => {
    isFromPage(request);
    await sessions.logout(tokenOf(request) ?? '');
    return access.setCookie(reply, '', 0).send({});
  });

  async function login(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    isFromPage(request);
    const { name, password } = bodyOf(request, LoginRequest);
    const result = await sessions.login(name, password, request.ip);
    if (typeof result === 'string') throw new GatewayError(result, name);
    return access.setCookie(reply, result.token, undefined).send({});
  }
}

/** A proxy on this machine says for whom it asks, and anybody may be behind it. */
function isHere({ ip, headers }: FastifyRequest): boolean {
  const isForSomebody = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => headers[name]);
  return LOOPBACK.has(ip) && !isForSomebody;
}
