// The desk's HTTP listener: signed events of gateways come in, and officers' pages are served and kept up to date.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { GATEWAY_ERRORS, GatewayError, type GatewayErrorCode } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';
import { ERRORS } from '../messages/errors.ts';
import { ReportSigners } from '../reports/signature.ts';
import { shareConnections } from '../system/connection-share.ts';
import { listenOn } from '../system/interfaces.ts';
import type { Desk } from './desk.ts';
import type { OneTimeLogins } from './one-time-login.ts';
import {
  GatewayEvent,
  LoginRequest,
  OneTimeLoginRequest,
  PageRequest,
  pressOf,
  StepRequest,
} from './requests.ts';
import { COOKIE, type Session, type Sessions } from './sessions.ts';
import type { DeskStore } from './store/store.ts';
import { Streams } from './streams.ts';

export interface DeskHttpDeps {
  desk: Desk;
  store: DeskStore;
  sessions: Sessions;
  /** With which gateways sign their events, `whsec_…`. */
  secret: string;
  logins: OneTimeLogins;
  /** PEM: over TLS. */
  tls?: { cert: string; key: string } | undefined;
  clock: Clock;
  log: Log;
}

const MAX_BODY_BYTES = 65_536;
const ROOM = { max: 512, perAddress: 256 };
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const LAST_CLOSED = 30;

/** Nothing but what the desk itself serves is loaded or spoken to; no page frames this one. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const PAGES = fileURLToPath(new URL('./page/', import.meta.url));
const FILES: Record<string, { file: string; type: string }> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/icon.svg': { file: 'icon.svg', type: 'image/svg+xml' },
  '/desk.css': { file: 'desk.css', type: 'text/css; charset=utf-8' },
  '/desk.js': { file: 'desk.js', type: 'text/javascript; charset=utf-8' },
  '/texts.js': { file: 'texts.js', type: 'text/javascript; charset=utf-8' },
  '/one-time-login': { file: 'one-time-login.html', type: 'text/html; charset=utf-8' },
  '/one-time-login.js': { file: 'one-time-login.js', type: 'text/javascript; charset=utf-8' },
  '/sound.js': { file: 'sound.js', type: 'text/javascript; charset=utf-8' },
};

const STATUS: Partial<Record<GatewayErrorCode, number>> = {
  DESK_EVENT_SIGNATURE: 401,
  DESK_LOGIN_WRONG: 401,
  DESK_LOGIN_NEEDED: 401,
  DESK_LOGIN_LATER: 429,
  DESK_NOT_HERE: 403,
  DESK_FORBIDDEN: 403,
  NO_SUCH_CALL: 404,
  CALL_CLOSED: 409,
  CALL_TAKEN: 409,
  CALL_NOT_TAKEN: 409,
  CALL_NOT_YOURS: 409,
  DESK_NAME_TAKEN: 409,
};

export class DeskHttp {
  readonly #deps: DeskHttpDeps;
  readonly #fastify: FastifyInstance;
  readonly #signers: ReportSigners;
  readonly #streams: Streams;

  constructor(deps: DeskHttpDeps) {
    this.#deps = deps;
    this.#signers = new ReportSigners({ gateway: deps.secret });
    this.#streams = new Streams(deps.desk);
    const options = { bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true };
    // Fastify has another type for each kind of server; what is used of it here is the same.
    this.#fastify = deps.tls
      ? (Fastify({ ...options, https: deps.tls }) as unknown as FastifyInstance)
      : Fastify(options);
    shareConnections(this.#fastify.server, ROOM);
    // Bytes: a signature is over them, and what they mean is checked by schemas.
    this.#fastify.removeAllContentTypeParsers();
    this.#fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    this.#fastify.addHook('onSend', (_request, reply, payload, done) => {
      reply.headers(HEADERS);
      done(null, payload);
    });
    this.#fastify.setErrorHandler((error, _request, reply) => this.#failed(error, reply));
    this.#serve();
  }

  /** Returns the port, which is chosen when `port` is 0. Throws ADDRESS_UNAVAILABLE. */
  async start(host: string, port: number): Promise<number> {
    try {
      return await listenOn(this.#fastify, host, port);
    } catch (error) {
      throw new GatewayError('ADDRESS_UNAVAILABLE', `desk on ${host}:${port}: ${reasonOf(error)}`);
    }
  }

  async stop(): Promise<void> {
    this.#streams.close();
    await this.#fastify.close();
  }

  #serve(): void {
    const fastify = this.#fastify;
    fastify.post('/v1/events', (request, reply) => this.#event(request, reply));
    for (const [path, { file, type }] of Object.entries(FILES)) {
      fastify.get(path, async (_request, reply) => {
        reply.type(type);
        return await readFile(join(PAGES, file));
      });
    }
    fastify.get('/api/session', async (request) => {
      const session = this.#sessionOf(request);
      const isFirst = session === undefined && (await this.#deps.store.accounts()).length === 0;
      return { session: session ?? null, isFirst };
    });
    fastify.post('/api/first-account', (request, reply) => this.#firstAccount(request, reply));
    fastify.post('/api/login', (request, reply) => this.#login(request, reply));
    fastify.post('/api/one-time-login', async (request, reply) => {
      isFromPage(request);
      const { token } = this.#bodyOf(request, OneTimeLoginRequest);
      const session = await this.#deps.logins.redeem(token);
      if (session === undefined) throw new GatewayError('DESK_LOGIN_WRONG', 'one-time login');
      return this.#setCookie(reply, session, undefined).send({});
    });
    fastify.post('/api/logout', async (request, reply) => {
      this.#deps.sessions.logout(tokenOf(request) ?? '');
      return this.#setCookie(reply, '', 0).send({});
    });
    fastify.get('/api/stream', (request, reply) => {
      this.#needs(request);
      reply.hijack();
      this.#streams.open(reply.raw);
    });
    fastify.post('/api/page', async (request) => {
      const { name, role } = this.#needs(request);
      const { page, isOnDuty, shown } = this.#bodyOf(request, PageRequest);
      // A display on the wall rings for nobody.
      await this.#deps.desk.heard(page, name, isOnDuty && role !== 'viewer', shown);
      return {};
    });
    fastify.post<{ Params: { callId: string } }>('/api/calls/:callId/steps', async (request) => {
      const { name, role } = this.#needs(request);
      if (role === 'viewer') throw new GatewayError('DESK_FORBIDDEN', role);
      const step = this.#bodyOf(request, StepRequest);
      return await this.#deps.desk.step(request.params.callId, step, name);
    });
    fastify.get<{ Params: { callId: string } }>('/api/calls/:callId/records', async (request) => {
      this.#needs(request);
      return { records: await this.#deps.store.recordsOf(request.params.callId) };
    });
    fastify.get('/api/closed', async (request) => {
      this.#needs(request);
      const { store } = this.#deps;
      const closed = await store.lastClosed(LAST_CLOSED);
      return { calls: await Promise.all(closed.map((callId) => this.#deps.desk.call(callId))) };
    });
  }

  /** As any platform does it: 202 until a person's page shows the call, and committed before that. */
  async #event(request: FastifyRequest, reply: FastifyReply): Promise<object> {
    const { clock, desk, store } = this.#deps;
    const body = bytesOf(request);
    const { by, isOffTime } = this.#signers.verify(body, request.headers, clock.utc());
    if (by.length === 0 || isOffTime) throw new GatewayError('DESK_EVENT_SIGNATURE', 'event');
    const { success, data: event } = GatewayEvent.safeParse(jsonOf(body));
    if (!success) throw new GatewayError('DESK_EVENT_MALFORMED', 'event');
    if (event.type === 'callbutton.press.v1') await desk.press(pressOf(event));
    else await store.addNotice(event.source, clock.utc(), event.id, event.type, event.data);
    reply.status(202);
    return {};
  }

  async #firstAccount(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { sessions } = this.#deps;
    isFromPage(request);
    if (!LOOPBACK.has(request.ip)) throw new GatewayError('DESK_NOT_HERE', request.ip);
    const { name, password } = this.#bodyOf(request, LoginRequest);
    const refusal = await sessions.add(name, 'leader', password, true);
    if (refusal) throw new GatewayError(refusal, name);
    return this.#login(request, reply);
  }

  async #login(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    isFromPage(request);
    const { name, password } = this.#bodyOf(request, LoginRequest);
    const login = await this.#deps.sessions.login(name, password);
    if (typeof login === 'string') throw new GatewayError(login, name);
    return this.#setCookie(reply, login.token, undefined).send({});
  }

  #setCookie(reply: FastifyReply, token: string, maxAgeS: number | undefined): FastifyReply {
    const age = maxAgeS === undefined ? '' : `; Max-Age=${maxAgeS}`;
    const secure = this.#deps.tls ? '; Secure' : '';
    const cookie = `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict${secure}${age}`;
    return reply.header('set-cookie', cookie);
  }

  #sessionOf(request: FastifyRequest): Session | undefined {
    return this.#deps.sessions.of(tokenOf(request));
  }

  /** Errors: DESK_LOGIN_NEEDED, DESK_FORBIDDEN. */
  #needs(request: FastifyRequest): Session {
    if (request.method !== 'GET') isFromPage(request);
    const session = this.#sessionOf(request);
    if (session === undefined) throw new GatewayError('DESK_LOGIN_NEEDED', request.method);
    return session;
  }

  #bodyOf<T extends z.ZodType>(request: FastifyRequest, schema: T): z.infer<T> {
    const { success, data } = schema.safeParse(jsonOf(bytesOf(request)));
    if (!success) throw new GatewayError('DESK_REQUEST_MALFORMED', request.url);
    return data;
  }

  #failed(error: unknown, reply: FastifyReply): FastifyReply {
    if (error instanceof GatewayError) {
      const { code, detail } = error;
      const { en, zh } = ERRORS[code];
      return reply.status(STATUS[code] ?? 400).send({ code, message: en, zh, detail: detail.en });
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) this.#deps.log.error({ reason: reasonOf(error) }, 'a request failed');
    const code = status >= 500 ? 'DESK_FAILED' : 'DESK_REQUEST_MALFORMED';
    return reply.status(status).send({ code, message: GATEWAY_ERRORS[code], zh: ERRORS[code].zh });
  }
}

/** A form of another site can't set this header, and a script of another site isn't allowed to. Errors: DESK_FORBIDDEN. */
function isFromPage(request: FastifyRequest): void {
  if (request.headers['x-call-button'] !== 'desk') {
    throw new GatewayError('DESK_FORBIDDEN', 'x-call-button');
  }
}

function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function tokenOf(request: FastifyRequest): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(/; */);
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}
