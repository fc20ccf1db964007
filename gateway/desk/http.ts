// The desk's HTTP listener: its headers, its errors, and the rooms of routes behind it.
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { GATEWAY_ERRORS, GatewayError, type GatewayErrorCode } from '../domain/errors.ts';
import { codeOf, reasonOf } from '../domain/reason.ts';
import { DESK } from '../messages/desk.ts';
import { ERRORS } from '../messages/errors.ts';
import { shareConnections } from '../system/connection-share.ts';
import { listenOn } from '../system/interfaces.ts';
import { Access } from './access.ts';
import { ButtonStore } from './archive/button-store.ts';
import { CaseStore } from './archive/case-store.ts';
import { HelperStore } from './archive/helper-store.ts';
import { ResidentStore } from './archive/resident-store.ts';
import type { HomeLight } from './light-shapes.ts';
import { accountRoutes } from './routes/accounts.ts';
import { archiveRoutes } from './routes/archive.ts';
import { archiveListRoutes } from './routes/archive-lists.ts';
import { buttonRoutes } from './routes/buttons.ts';
import { callRoutes } from './routes/calls.ts';
import { eventRoutes } from './routes/events.ts';
import { figureRoutes } from './routes/figures.ts';
import { helperRoutes } from './routes/helpers.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { pageRoutes } from './routes/pages.ts';
import type { DeskParts } from './routes/parts.ts';
import { peopleRoutes } from './routes/people.ts';
import { faultOf } from './store/faults.ts';
import { Streams } from './streams.ts';

const MAX_BODY_BYTES = 65_536;
const ROOM = { max: 512, perAddress: 256 };

const STATUS: Partial<Record<GatewayErrorCode, number>> = {
  DESK_EVENT_SIGNATURE: 401,
  DESK_LOGIN_WRONG: 401,
  DESK_LOGIN_NEEDED: 401,
  DESK_LOGIN_LATER: 429,
  DESK_NO_SUCH_PAGE: 404,
  DESK_NOT_HERE: 403,
  DESK_FORBIDDEN: 403,
  NO_SUCH_CALL: 404,
  NO_SUCH_SAMPLE: 404,
  NO_SUCH_ACCOUNT: 404,
  DESK_NO_SUCH_SHIFT: 404,
  DESK_EXPORT_GONE: 410,
  DESK_LAST_LEADER: 409,
  DESK_DISK_FULL: 507,
  DESK_BUSY: 503,
  DESK_DAMAGED: 500,
  CALL_CLOSED: 409,
  CALL_TAKEN: 409,
  CALL_NOT_TAKEN: 409,
  CALL_NOT_YOURS: 409,
  CALL_PRESSED_AGAIN: 409,
  DESK_CALL_ELSEWHERE: 409,
  DESK_NAME_TAKEN: 409,
  DESK_NOT_ON_DUTY: 409,
  DESK_CHANGED_MEANWHILE: 409,
  DESK_REFERENCE_TAKEN: 409,
  DESK_DEVICE_ELSEWHERE: 409,
  NO_SUCH_RESIDENT: 404,
  NO_SUCH_HELPER: 404,
  NO_SUCH_CASE: 404,
  CASE_NOT_YOURS: 409,
  HELPER_NOT_SENT: 409,
  HELPER_LINK_UNKNOWN: 404,
  HELPER_LINK_ENDED: 410,
};

/** HTTP that Node's parser can't read or doesn't wait for: there is a socket, and no request yet. */
function refuseUnreadable({ code }: Error & { code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = UNREADABLE[code ?? ''] ?? '400 Bad Request';
  const { en, zh } = ERRORS.DESK_REQUEST_MALFORMED;
  const body = JSON.stringify({ code: 'DESK_REQUEST_MALFORMED', message: en, zh });
  const length = Buffer.byteLength(body);
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;
  // Whoever never closes their side would keep the socket.
  socket.end(head + body, () => socket.destroy());
}

/** By the code of Node's error; all others are 400. */
const UNREADABLE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Every room of routes but the pages themselves, which are everybody's. */
export const ROUTES = [
  eventRoutes,
  accountRoutes,
  callRoutes,
  archiveRoutes,
  archiveListRoutes,
  buttonRoutes,
  helperRoutes,
  ledgerRoutes,
  figureRoutes,
  peopleRoutes,
];

/** Parts that the listener makes of the others. */
type MadeHere = 'access' | 'streams' | 'residents' | 'helpers' | 'buttons' | 'cases';

export class DeskHttp {
  readonly #parts: DeskParts;
  readonly #fastify: FastifyInstance;

  constructor(deps: Omit<DeskParts, MadeHere>) {
    const { clock, desk, sessions, store } = deps;
    this.#parts = {
      ...deps,
      access: new Access(sessions, deps.tls !== undefined),
      streams: new Streams(desk, clock),
      residents: new ResidentStore(store.db, clock),
      helpers: new HelperStore(store.db, clock),
      buttons: new ButtonStore(store.db),
      cases: new CaseStore(store.db, clock),
    };
    sessions.events.on('ended', () => this.#parts.streams.closeEnded());
    const options = {
      bodyLimit: MAX_BODY_BYTES,
      forceCloseConnections: true,
      // What fails before a route is found, as an address that can't be decoded.
      frameworkErrors: (error: Error, _request: unknown, reply: FastifyReply) =>
        this.#failed(error, reply),
      clientErrorHandler: refuseUnreadable,
    };
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
    this.#fastify.setNotFoundHandler((_request, reply) =>
      this.#failed(new GatewayError('DESK_NO_SUCH_PAGE', ''), reply),
    );
    this.#fastify.setErrorHandler((error, _request, reply) => this.#failed(error, reply));
  }

  /** Returns the port, which is chosen when `port` is 0. Throws ADDRESS_UNAVAILABLE, DESK_FAILED. */
  async start(host: string, port: number): Promise<number> {
    await pageRoutes(this.#fastify, this.#parts);
    for (const routes of ROUTES) routes(this.#fastify, this.#parts);
    try {
      return await listenOn(this.#fastify, host, port);
    } catch (error) {
      const place = `${host}:${port}`;
      const reason = reasonOf(error);
      const isTaken = codeOf(error) === 'EADDRINUSE';
      const detail = isTaken ? DESK.portTaken(place, reason) : `desk on ${place}: ${reason}`;
      throw new GatewayError('ADDRESS_UNAVAILABLE', detail);
    }
  }

  showLights(lights: readonly HomeLight[]): void {
    this.#parts.streams.showLights(lights);
  }

  async stop(): Promise<void> {
    this.#parts.streams.close();
    await this.#fastify.close();
  }

  #failed(error: unknown, reply: FastifyReply): FastifyReply {
    const { log } = this.#parts;
    if (error instanceof GatewayError) {
      const { code, detail } = error;
      const { en, zh } = ERRORS[code];
      return reply.status(STATUS[code] ?? 400).send({ code, message: en, zh, detail: detail.en });
    }
    const fault = faultOf(error);
    if (fault) {
      log.error({ reason: reasonOf(error), code: fault }, 'the database of the desk failed');
      const { en, zh } = ERRORS[fault];
      return reply.status(STATUS[fault] ?? 500).send({ code: fault, message: en, zh });
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) log.error({ reason: reasonOf(error) }, 'a request failed');
    const code = status >= 500 ? 'DESK_FAILED' : 'DESK_REQUEST_MALFORMED';
    return reply.status(status).send({ code, message: GATEWAY_ERRORS[code], zh: ERRORS[code].zh });
  }
}
