// The admin API's listener: who asks, how often they may, and in which words they hear what went wrong.

import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Refusals } from '../device-link/refusals.ts';
import { GatewayError, type GatewayErrorCode } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Actor, Asker, Tokens } from '../domain/ports/registry.ts';
import { reasonOf } from '../domain/reason.ts';
import { told } from '../messages/sentence.ts';
import type { Certificate } from '../system/certificate.ts';
import { shareConnections } from '../system/connection-share.ts';
import { fileProblem } from '../system/files.ts';
import { listenOn } from '../system/interfaces.ts';
import { decodeText } from '../system/text.ts';
import { ChangeBudget, NEXT_CHANGE_S } from './change-budget.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';
import { openApi } from './openapi.ts';
import { API } from './wire.ts';

export interface ApiDeps {
  dispatcher: Dispatcher;
  tokens: Pick<Tokens, 'verify'>;
  refusals: Refusals;
  /** Of the program, for the document. */
  version: string;
  clock: Clock;
  log: Log;
}

/** Requests of one token in a minute, or of one address without a good one: a provisioning asks for a hundred, waiting included. */
const REQUESTS_PER_MINUTE = 600;
/** Wrong tokens of one address in a minute. */
const WRONG_TOKENS_PER_MINUTE = 10;
const ROOM = { max: 128, perAddress: 64 };
const MAX_BODY = 65_536;
const REQUEST_TIMEOUT_MS = 10_000;

const STATUS: Partial<Record<GatewayErrorCode, number>> = {
  TOKEN_MISSING: 401,
  TOKEN_INVALID: 401,
  ROLE_MISSING: 403,
  TOO_MANY_REQUESTS: 429,

  TOO_MANY_CHANGES: 429,
  REGISTRY_BUSY: 503,

  NO_SUCH_PATH: 404,
  NO_SUCH_DEVICE: 404,
  NO_SUCH_HOME: 404,
  NO_SUCH_GROUP: 404,

  NO_SUCH_TOKEN: 404,
  NO_SUCH_COMMAND: 404,
  NO_SUCH_KEY: 404,
  NO_SUCH_IMAGE: 404,
  NO_SUCH_UPDATE: 404,

  DEVICE_EXISTS: 409,
  DEVICE_BOUND: 409,
  STATE_WRONG: 409,
  ACCEPTANCE_INCOMPLETE: 409,

  TOKEN_EXISTS: 409,
  DEVICE_OUT_OF_SERVICE: 409,
  COMMANDS_WAITING: 409,

  COMMAND_NOT_QUEUED: 409,
  COMMAND_REFUSED: 409,

  UPDATE_RUNNING: 409,
  UPDATE_NOT_RUNNING: 409,
  UPDATE_NOT_STOPPED: 409,
  UPDATE_NOBODY: 409,
  UPDATE_NOWHERE: 409,
  IMAGE_EXISTS: 409,
  IMAGE_TOO_LARGE: 413,

  JOURNAL_FAILED: 503,
  KEYS_FAILED: 503,
  IMAGE_NOT_STORED: 503,
  REGISTRY_FAILED: 503,

  API_FAILED: 500,
  REGISTRY_UNREADABLE: 500,
};

/** What is over sooner than a minute, seconds. */
const RETRY_AFTER_S: Partial<Record<GatewayErrorCode, number>> = {
  TOO_MANY_CHANGES: NEXT_CHANGE_S,
  REGISTRY_BUSY: 1,
};

export class AdminApi {
  readonly #deps: ApiDeps;
  readonly #changes: ChangeBudget;
  readonly #document: object;
  #fastify: FastifyInstance | undefined;

  constructor(deps: ApiDeps) {
    this.#deps = deps;
    this.#changes = new ChangeBudget(() => deps.clock.monotonic());
    this.#document = openApi(ENDPOINTS, deps.version);
  }

  /** Returns the port. Throws ADDRESS_UNAVAILABLE. Without a certificate only for loopback. */
  async start(host: string, port: number, certificate?: Certificate): Promise<number> {
    const fastify = await this.#serverOf(certificate);
    this.#fastify = fastify;
    try {
      return await listenOn(fastify, host, port);
    } catch (error) {
      const reason = reasonOf(error);
      throw new GatewayError('ADDRESS_UNAVAILABLE', `admin API on ${host}:${port}: ${reason}`);
    }
  }

  async stop(): Promise<void> {
    await this.#fastify?.close();
  }

  async #serverOf(certificate: Certificate | undefined): Promise<FastifyInstance> {
    const fastify = Fastify({
      ...(certificate && {
        https: { cert: certificate.cert, key: certificate.key, minVersion: 'TLSv1.2' as const },
      }),

      bodyLimit: MAX_BODY,
      forceCloseConnections: true,
      keepAliveTimeout: 5_000,

      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionTimeout: 2 * REQUEST_TIMEOUT_MS,
      routerOptions: { maxParamLength: 256 },
      frameworkErrors: (_error, _request, reply) => {
        this.#refuse(reply as FastifyReply, new GatewayError('FIELD_INVALID', 'the path'));
      },
    }) as unknown as FastifyInstance;
    shareConnections(fastify.server, ROOM);
    readStrictly(fastify);
    const wrongTokens = await this.#limit(fastify);
    fastify.setNotFoundHandler((_request, reply) =>
      this.#refuse(reply, new GatewayError('NO_SUCH_PATH', 'the path')),
    );
    fastify.setErrorHandler((error, _request, reply) => this.#refuse(reply, error));
    fastify.get(`${API}/openapi.json`, () => this.#document);
    for (const endpoint of ENDPOINTS) {
      fastify.route({
        method: endpoint.method,
        ...(endpoint.maxBody === undefined ? {} : { bodyLimit: endpoint.maxBody }),
        url: API + endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'),
        handler: async (request, reply) => {
          const actor = await this.#actorOf(request, wrongTokens);
          return await this.#answer(endpoint, actor, request, reply);
        },
      });
    }
    return fastify;
  }

  /** Bounds what one address may ask; returns how wrong tokens are counted: true when there are too many. */
  async #limit(fastify: FastifyInstance): Promise<(request: FastifyRequest) => Promise<boolean>> {
    const tooMany = () =>
      new GatewayError('TOO_MANY_REQUESTS', 'with this token or from this address');
    await fastify.register(rateLimit, {
      max: REQUESTS_PER_MINUTE,
      timeWindow: 60_000,
      errorResponseBuilder: tooMany,
      // Installers may share an address; none of them waits for another.
      keyGenerator: (request) => {
        const holder = this.#holderOf(request);
        return holder ? `token ${holder.name}` : request.ip;
      },
    });
    const wrong = fastify.createRateLimit({ max: WRONG_TOKENS_PER_MINUTE, timeWindow: 60_000 });
    return async (request) => {
      const state = await wrong(request);
      return !state.isAllowed && state.isExceeded;
    };
  }

  #holderOf(request: FastifyRequest): Actor | undefined {
    const token = tokenIn(request);
    return token === undefined ? undefined : this.#deps.tokens.verify(token);
  }

  /** Errors: TOKEN_MISSING, TOKEN_INVALID, TOO_MANY_REQUESTS. */
  async #actorOf(
    request: FastifyRequest,
    countWrong: (request: FastifyRequest) => Promise<boolean>,
  ): Promise<Asker> {
    if (tokenIn(request) === undefined) throw new GatewayError('TOKEN_MISSING', 'no token');
    const actor = this.#holderOf(request);
    if (actor) return { ...actor, mayChange: () => this.#mayChange(request, actor) };
    // Counted only when it was wrong: a good token beside a wrong one is never held up.
    if (await countWrong(request)) throw new GatewayError('TOO_MANY_REQUESTS', 'wrong tokens');
    throw new GatewayError('TOKEN_INVALID', 'this token');
  }

  /** At the turn of the step. Errors: TOKEN_INVALID, of a token that was revoked meanwhile; TOO_MANY_CHANGES. */
  #mayChange(request: FastifyRequest, { name, role }: Actor): void {
    if (this.#holderOf(request) === undefined)
      throw new GatewayError('TOKEN_INVALID', 'this token');
    if (!this.#changes.take(name, role)) throw new GatewayError('TOO_MANY_CHANGES', name);
  }

  async #answer(
    endpoint: Endpoint,
    actor: Asker,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> {
    const { params, query, body } = request;
    const given = { params, query, body: body ?? {} };
    const answer = await this.#deps.dispatcher.answer(endpoint, actor, given);
    reply.status(answer.status).header('cache-control', 'no-store');
    return answer.body ?? null;
  }

  #refuse(reply: FastifyReply, error: unknown): void {
    const problem = this.#problemOf(error);
    this.#deps.refusals.count(problem.code, undefined);
    const status = STATUS[problem.code] ?? 400;
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    const retryAfter = RETRY_AFTER_S[problem.code];
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    reply.status(status).send({ code: problem.code, message: problem.message });
  }

  /** What was asked for is not repeated where it could be anything. */
  #problemOf(error: unknown): GatewayError {
    if (error instanceof GatewayError) return error;
    const status = (error as { statusCode?: number } | undefined)?.statusCode ?? 500;
    if (status < 500) return new GatewayError('FIELD_INVALID', 'not a request that is understood');
    this.#deps.log.error({ error }, 'admin API failed');
    return new GatewayError('API_FAILED', 'the admin API');
  }
}

/** Names and addresses come this way: a body that is not UTF-8 is refused, for its characters would be lost. */
function readStrictly(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  const asBytes = { parseAs: 'buffer' as const };
  fastify.addContentTypeParser<Buffer>('application/json', asBytes, (request, body, done) => {
    let text: string;
    try {
      text = decodeText(body);
    } catch (error) {
      return done(new GatewayError('FIELD_INVALID', told`body: ${fileProblem(error)}`));
    }
    return parse(request, text, done);
  });
}

function tokenIn({ headers }: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
