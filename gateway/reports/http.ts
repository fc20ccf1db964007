// The HTTP listener: the platform's signed reports, and the gateway's health and metrics for the local network.

import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { CallLifecycle } from '../calls/lifecycle.ts';
import type { Refusals } from '../device-link/refusals.ts';
import { GATEWAY_ERRORS, GatewayError, type GatewayErrorCode } from '../domain/errors.ts';
import { reasonOf } from '../domain/reason.ts';
import { parseReport } from '../domain/report.ts';
import type { Health } from '../monitoring/health.ts';
import { shareConnections } from '../system/connection-share.ts';
import { listenOn } from '../system/interfaces.ts';
import { ReportBudget } from './budget.ts';
import { type DutyWatch, parseDuty } from './duty.ts';
import { ReportSigners } from './signature.ts';

export interface HttpDeps {
  calls: Pick<CallLifecycle, 'report' | 'isOpen'>;
  /** Hears from desks who is on duty; undefined: not served. */
  duty?: Pick<DutyWatch, 'heard'> | undefined;
  refusals: Refusals;
  /** The secret of each destination, with any of which (separated by spaces) its platform signs reports. */
  secrets: Readonly<Record<string, string>>;
  health: () => Health;
  /** Prometheus' text; undefined: not measured, and not served. */
  metrics?: (() => Promise<string>) | undefined;
  /** What platforms receive, as AsyncAPI in YAML; undefined: not served. */
  events?: (() => string) | undefined;
  /** UTC milliseconds, and milliseconds that nobody can set. */
  time?: { utc(): number; monotonic(): number };
}

const SYSTEM_TIME = { utc: Date.now, monotonic: () => performance.now() };

/** A platform and a few monitors; far more would be somebody who means harm. */
const ROOM = { max: 256, perAddress: 128 };
const MAX_HEADER_BYTES = 8_192;
const REQUEST_TIMEOUT_MS = 10_000;

const REPORTS = '/v1/reports';
const DUTY = '/v1/duty';

const NOT_FOUND = {
  message:
    'there are /healthz, /readyz, /metrics, /asyncapi.yaml, POST /v1/reports and POST /v1/duty',
};
const FAILED = { message: 'this failed, and not by what was asked' };
const BAD_REQUEST = { message: 'not a request that is understood' };

const STATUS: Partial<Record<GatewayErrorCode, number>> = {
  REPORT_SIGNATURE: 401,
  REPORT_CLOCK: 401,
  REPORT_TOO_LARGE: 413,
  REPORT_FLOOD: 429,
  REPORT_MALFORMED: 400,
  REPORT_UNKNOWN_CALL: 404,
  REPORT_NOT_DELIVERED: 409,
  JOURNAL_FAILED: 503,
};

export class Http {
  readonly #deps: HttpDeps;
  readonly #fastify: FastifyInstance;
  readonly #time: { utc(): number; monotonic(): number };
  readonly #budget: ReportBudget;
  #signers = new ReportSigners({});

  constructor(deps: HttpDeps) {
    this.#deps = deps;
    this.#time = deps.time ?? SYSTEM_TIME;
    this.#budget = new ReportBudget(() => this.#time.monotonic());
    this.replaceSecrets(deps.secrets);
    this.#fastify = Fastify({
      bodyLimit: 16_384,
      forceCloseConnections: true,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionTimeout: 2 * REQUEST_TIMEOUT_MS,
      keepAliveTimeout: 5_000,
      // What was asked for is not repeated.
      frameworkErrors: (_error, _request, reply) => {
        (reply as FastifyReply).status(400).send(BAD_REQUEST);
      },
      http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: REQUEST_TIMEOUT_MS },
    });
    shareConnections(this.#fastify.server, ROOM);
    this.#fastify.setNotFoundHandler((_request, reply) => reply.status(404).send(NOT_FOUND));
    this.#fastify.setErrorHandler((error, request, reply) => {
      const isTooLarge = (error as { statusCode?: number }).statusCode === 413;
      if (isTooLarge) return this.#refuse(reply, 'REPORT_TOO_LARGE');
      const isOurs = ((error as { statusCode?: number }).statusCode ?? 500) >= 500;
      if (isOurs) return reply.status(500).send(FAILED);
      // A body that breaks off, or is longer or shorter than its length says.
      if ([REPORTS, DUTY].some((path) => request.url.startsWith(path)))
        return this.#refuse(reply, 'REPORT_MALFORMED');
      return reply.status(400).send(BAD_REQUEST);
    });
    // The signature decides, over the bytes as they came; what their type is called doesn't. The framework refuses a
    // type that it can't read before any rule of ours is asked, so that it doesn't see one.
    this.#fastify.addHook('onRequest', (request, _reply, done) => {
      request.headers['content-type'] = 'application/octet-stream';
      done();
    });
    this.#fastify.removeAllContentTypeParsers();
    this.#fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    this.#fastify.get('/healthz', (_request, reply) => {
      const { ready: _ready, ...health } = deps.health();
      reply.status(health.status === 'failing' ? 503 : 200);
      return health;
    });
    this.#fastify.get('/readyz', (_request, reply) => {
      const { ready, status, reasons } = deps.health();
      reply.status(ready ? 200 : 503);
      return { ready, status, reasons };
    });
    const { metrics, events } = deps;
    if (events) {
      this.#fastify.get('/asyncapi.yaml', (_request, reply) => {
        reply.type('application/yaml; charset=utf-8');
        return events();
      });
    }
    if (metrics) {
      this.#fastify.get('/metrics', async (_request, reply) => {
        reply.type('text/plain; version=0.0.4; charset=utf-8');
        return await metrics();
      });
    }
    this.#fastify.post(REPORTS, (request, reply) =>
      this.#report(request.body, request.headers, reply),
    );
    const { duty } = deps;
    if (duty) {
      this.#fastify.post(DUTY, (request, reply) => {
        const signed = this.#signed(request.body, request.headers, reply);
        if ('refused' in signed) return signed.refused;
        const officers = parseDuty(signed.text);
        if (officers === undefined) return this.#refuse(reply, 'REPORT_MALFORMED');
        return { devices: duty.heard(signed.by, officers) };
      });
    }
  }

  /** From now on reports are signed with these, by the name of the destination. */
  replaceSecrets(secrets: HttpDeps['secrets']): void {
    this.#signers = new ReportSigners(secrets);
  }

  /** Throws ADDRESS_UNAVAILABLE. Returns the port, which is chosen when `port` is 0. */
  async start(host: string, port: number): Promise<number> {
    try {
      return await listenOn(this.#fastify, host, port);
    } catch (error) {
      const reason = reasonOf(error);
      throw new GatewayError('ADDRESS_UNAVAILABLE', `HTTP on ${host}:${port}: ${reason}`);
    }
  }

  async stop(): Promise<void> {
    await this.#fastify.close();
  }

  /** May come early, late and repeated: docs/reference/webhook.md, "The way back". */
  async #report(
    body: unknown,
    headers: Readonly<Record<string, unknown>>,
    reply: FastifyReply,
  ): Promise<object> {
    const signed = this.#signed(body, headers, reply);
    if ('refused' in signed) return signed.refused;
    const { text, by } = signed;
    const report = parseReport(text);
    if (report === undefined) return this.#refuse(reply, 'REPORT_MALFORMED');
    const { calls } = this.#deps;
    // What is open is in memory; only what is not costs a look into the journal.
    if (!calls.isOpen(report.callId) && !this.#budget.admits(by)) {
      reply.header('retry-after', '1');
      return this.#refuse(reply, 'REPORT_FLOOD');
    }
    try {
      const result = await calls.report(report.callId, report.stage, by);
      if (result.ok) return { call_id: result.call.callId, stage: result.call.stage };
      if (result.code === 'REPORT_UNKNOWN_CALL') this.#budget.charge(by);
      return this.#refuse(reply, result.code);
    } catch {
      return this.#refuse(reply, 'JOURNAL_FAILED');
    }
  }

  /** What was signed, and by whom; or the answer to who didn't sign it. */
  #signed(
    body: unknown,
    headers: Readonly<Record<string, unknown>>,
    reply: FastifyReply,
  ): { text: string; by: string[] } | { refused: object } {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const now = this.#time.utc();
    const { by, isOffTime } = this.#signers.verify(bytes, headers, now);
    if (by.length === 0) return { refused: this.#refuse(reply, 'REPORT_SIGNATURE') };
    if (isOffTime) {
      // So that a person sees whose clock it is.
      const gateway_time = new Date(now).toISOString();
      return { refused: { ...this.#refuse(reply, 'REPORT_CLOCK'), gateway_time } };
    }
    return { text: bytes.toString('utf8'), by };
  }

  #refuse(reply: FastifyReply, code: GatewayErrorCode): object {
    this.#deps.refusals.count(code, undefined);
    reply.status(STATUS[code] ?? 400);
    return { code, message: GATEWAY_ERRORS[code] };
  }
}
