// The HTTP listener: the platform's signed reports, and the gateway's health and metrics for the local network.
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Calls } from '../dispatch/calls.ts';
import { GATEWAY_ERRORS, GatewayError, type GatewayErrorCode } from '../domain/errors.ts';
import type { Refusals } from '../intake/refusals.ts';
import type { Health } from './health.ts';

export interface HttpParts {
  calls: Pick<Calls, 'report'>;
  refusals: Refusals;
  /** The secret of each destination, with any of which (separated by spaces) its platform signs reports. */
  secrets: Readonly<Record<string, string>>;
  health: () => Health;
  /** Prometheus' text; undefined: not measured, and not served. */
  metrics?: (() => Promise<string>) | undefined;
}

/** A platform and a few monitors; far more would be somebody who means harm. */
const MAX_CONNECTIONS = 256;
const MAX_HEADER_BYTES = 8_192;
const REQUEST_TIMEOUT_MS = 10_000;

const NOT_FOUND = { message: 'there are /healthz, /readyz, /metrics and POST /v1/reports' };
const BAD_REQUEST = { message: 'not a request that is understood' };

const Report = z.object({
  call_id: z.string().min(1).max(64),
  stage: z.enum(['accepted', 'answered', 'dispatched', 'closed']),
});

const STATUS: Partial<Record<GatewayErrorCode, number>> = {
  REPORT_SIGNATURE: 401,
  REPORT_MALFORMED: 400,
  REPORT_UNKNOWN_CALL: 404,
  REPORT_NOT_DELIVERED: 409,
  JOURNAL_FAILED: 503,
};

export class Http {
  readonly #parts: HttpParts;
  readonly #fastify: FastifyInstance;
  #webhooks: [destination: string, webhook: Webhook][] = [];

  constructor(parts: HttpParts) {
    this.#parts = parts;
    this.replaceSecrets(parts.secrets);
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
    this.#fastify.server.maxConnections = MAX_CONNECTIONS;
    this.#fastify.setNotFoundHandler((_request, reply) => reply.status(404).send(NOT_FOUND));
    // The signature covers the bytes as they came.
    this.#fastify.removeAllContentTypeParsers();
    this.#fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    this.#fastify.get('/healthz', (_request, reply) => {
      const { ready: _ready, ...health } = parts.health();
      reply.status(health.status === 'failing' ? 503 : 200);
      return health;
    });
    this.#fastify.get('/readyz', (_request, reply) => {
      const { ready, status, reasons } = parts.health();
      reply.status(ready ? 200 : 503);
      return { ready, status, reasons };
    });
    const { metrics } = parts;
    if (metrics) {
      this.#fastify.get('/metrics', async (_request, reply) => {
        reply.type('text/plain; version=0.0.4; charset=utf-8');
        return await metrics();
      });
    }
    this.#fastify.post('/v1/reports', (request, reply) =>
      this.#report(request.body, request.headers, reply),
    );
  }

  /** From now on reports are signed with these, by the name of the destination. */
  replaceSecrets(secrets: HttpParts['secrets']): void {
    this.#webhooks = Object.entries(secrets).flatMap(([name, several]) =>
      several.split(' ').map((secret): [string, Webhook] => [name, new Webhook(secret)]),
    );
  }

  /** Throws ADDRESS_UNAVAILABLE. Gives back the port, which is chosen when `port` is 0. */
  async start(host: string, port: number): Promise<number> {
    try {
      const address = await this.#fastify.listen({ host, port });
      return Number(new URL(address).port);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new GatewayError('ADDRESS_UNAVAILABLE', `HTTP on ${host}:${port}: ${reason}`);
    }
  }

  async stop(): Promise<void> {
    await this.#fastify.close();
  }

  async #report(body: unknown, headers: object, reply: FastifyReply): Promise<object> {
    const text = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const by = this.#signers(text, headers);
    if (by.length === 0) return this.#refuse(reply, 'REPORT_SIGNATURE');
    const report = parseReport(text);
    if (report === undefined) return this.#refuse(reply, 'REPORT_MALFORMED');
    try {
      const result = await this.#parts.calls.report(report.call_id, report.stage, by);
      if (!result.ok) return this.#refuse(reply, result.code);
      return { call_id: result.call.callId, stage: result.call.stage };
    } catch {
      return this.#refuse(reply, 'JOURNAL_FAILED');
    }
  }

  /** The destinations with whose secret the body is signed. */
  #signers(body: Buffer, headers: object): string[] {
    return this.#webhooks.flatMap(([destination, webhook]) => {
      try {
        webhook.verify(body, headers as Record<string, string>, { jsonParse: false });
        return [destination];
      } catch {
        return [];
      }
    });
  }

  #refuse(reply: FastifyReply, code: GatewayErrorCode): object {
    this.#parts.refusals.count(code, undefined);
    reply.status(STATUS[code] ?? 400);
    return { code, message: GATEWAY_ERRORS[code] };
  }
}

function parseReport(body: Buffer): z.infer<typeof Report> | undefined {
  try {
    return Report.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}
