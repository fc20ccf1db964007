// The HTTP listener: the platform's reports, signed with the destination's secret, and the gateway's health.
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Calls } from '../dispatch/calls.ts';
import { GATEWAY_ERRORS, GatewayError, type GatewayErrorCode } from '../domain/errors.ts';
import type { Refusals } from '../intake/refusals.ts';

export interface HttpParts {
  calls: Calls;
  refusals: Refusals;
  /** The secret of each destination, with which its platform signs reports. */
  secrets: Readonly<Record<string, string>>;
  health: () => object;
}

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
  readonly #webhooks: [destination: string, webhook: Webhook][];

  constructor(parts: HttpParts) {
    this.#parts = parts;
    this.#webhooks = Object.entries(parts.secrets).map(([name, secret]) => [
      name,
      new Webhook(secret),
    ]);
    this.#fastify = Fastify({ bodyLimit: 16_384, forceCloseConnections: true });
    // The signature covers the bytes as they came.
    this.#fastify.removeAllContentTypeParsers();
    this.#fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    this.#fastify.get('/healthz', () => parts.health());
    this.#fastify.post('/v1/reports', (request, reply) =>
      this.#report(request.body, request.headers, reply),
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
