// Who asks, and whether they may: the session of a request, its role, and a body that fits its schema.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';
import type { Role, Session, Sessions } from './sessions.ts';

export const COOKIE = 'call-button-desk';

export class Access {
  readonly #sessions: Sessions;
  readonly #isSecure: boolean;

  /** `isSecure`: over TLS. */
  constructor(sessions: Sessions, isSecure: boolean) {
    this.#sessions = sessions;
    this.#isSecure = isSecure;
  }

  sessionOf(request: FastifyRequest): Session | undefined {
    return this.#sessions.of(tokenOf(request));
  }

  /** Somebody who is logged in and has one of these roles; none given: any role. Errors: DESK_LOGIN_NEEDED, DESK_FORBIDDEN. */
  needs(request: FastifyRequest, ...roles: readonly Role[]): Session {
    if (request.method !== 'GET') isFromPage(request);
    const session = this.sessionOf(request);
    if (session === undefined) throw new GatewayError('DESK_LOGIN_NEEDED', request.method);
    if (roles.length > 0 && !roles.includes(session.role)) {
      throw new GatewayError('DESK_FORBIDDEN', session.role);
    }
    return session;
  }

  /** `maxAgeS` 0 takes the cookie away; undefined: until the browser is closed. */
  setCookie(reply: FastifyReply, token: string, maxAgeS: number | undefined): FastifyReply {
    const age = maxAgeS === undefined ? '' : `; Max-Age=${maxAgeS}`;
    const secure = this.#isSecure ? '; Secure' : '';
    const cookie = `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict${secure}${age}`;
    return reply.header('set-cookie', cookie);
  }
}

/** The body as this schema has it. Errors: DESK_REQUEST_MALFORMED. */
export function bodyOf<T extends z.ZodType>(request: FastifyRequest, schema: T): z.infer<T> {
  return checked(request, schema, jsonOf(bytesOf(request)));
}

/** As `bodyOf`, for what a person has typed: they are told the field. Errors: DESK_FIELD_WRONG, DESK_REQUEST_MALFORMED. */
export function formOf<T extends z.ZodType>(request: FastifyRequest, schema: T): z.infer<T> {
  const value = jsonOf(bytesOf(request));
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const unknown = error.issues.some(
    ({ code, path }) => code === 'unrecognized_keys' || path.length === 0,
  );
  if (unknown) return checked(request, schema, value);
  throw new GatewayError('DESK_FIELD_WRONG', fieldsOf(error).join(' '));
}

/** The query as this schema has it. Errors: DESK_REQUEST_MALFORMED. */
export function queryOf<T extends z.ZodType>(request: FastifyRequest, schema: T): z.infer<T> {
  return checked(request, schema, request.query);
}

function checked<T extends z.ZodType>(
  request: FastifyRequest,
  schema: T,
  value: unknown,
): z.infer<T> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  // Which field, and never what was in it: it may be about a person.
  const [path] = request.url.split('?');
  throw new GatewayError('DESK_REQUEST_MALFORMED', [path, ...fieldsOf(error)].join(' '));
}

function fieldsOf({ issues }: z.ZodError): string[] {
  const fields = issues.map(({ path }) => path.join('.')).filter((field) => field !== '');
  return [...new Set(fields)];
}

/** A form of another site can't set this header, and a script of another site isn't allowed to. Errors: DESK_FORBIDDEN. */
export function isFromPage(request: FastifyRequest): void {
  if (request.headers['x-call-button'] !== 'desk') {
    throw new GatewayError('DESK_FORBIDDEN', 'x-call-button');
  }
}

export function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/** Undefined: it isn't JSON. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

export function tokenOf(request: FastifyRequest): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(/; */);
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}
