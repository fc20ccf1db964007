// Where every request is dispatched, whichever way it came: may whoever asks, is it well formed, and then it is done.
import type { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';
import type { Asker, Role } from '../domain/ports/registry.ts';
import { mayAs } from '../domain/registry/roles.ts';
import { EXPECTED } from '../messages/expected.ts';
import { joined, told } from '../messages/sentence.ts';
import { type Mistake, validated } from '../system/issues.ts';
import type { ApiSubjects, Asked, Endpoint, Reply, SocketEndpoint } from './endpoint.ts';
import { SOCKET_ENDPOINTS, type SocketPath } from './endpoints.ts';
import { PathParts } from './wire.ts';

/** What came with a request, before it is checked. */
export type Given = Record<'params' | 'query' | 'body', unknown>;

/** What both kinds of endpoint have. */
interface Dispatched<Answer> {
  role: Role;
  query?: z.ZodType | undefined;
  body: z.ZodType | undefined;
  handle(asked: Asked<unknown, unknown>, subjects: ApiSubjects): Promise<Answer> | Answer;
}

const SomeParts = PathParts.partial();

export class Dispatcher {
  readonly #subjects: ApiSubjects;

  constructor(subjects: ApiSubjects) {
    this.#subjects = subjects;
  }

  /** A request of the admin API. Errors: ROLE_MISSING, FIELD_INVALID, and those of the endpoint. */
  answer(endpoint: Endpoint, actor: Asker, given: Given): Promise<Reply> {
    const name = `${endpoint.method} ${endpoint.path}`;
    return this.#dispatch(endpoint, name, actor, given, fieldInvalid);
  }

  /** A request of the control socket. Errors: ROLE_MISSING, REQUEST_MALFORMED, and those of the endpoint. */
  async answerSocket(path: SocketPath, actor: Asker, value: unknown): Promise<object> {
    const { ask, endpoint, body } = socketRequestIn(path, value);
    const given = { params: {}, query: undefined, body };
    return await this.#dispatch(endpoint, `${path} ${ask}`, actor, given, requestMalformed);
  }

  async #dispatch<Answer>(
    endpoint: Dispatched<Answer>,
    name: string,
    actor: Asker,
    given: Given,
    refusal: Refusal,
  ): Promise<Answer> {
    if (!mayAs(actor, endpoint.role)) {
      throw new GatewayError('ROLE_MISSING', `${name}: ${endpoint.role}`);
    }
    const params = checked(SomeParts, given.params, 'path', refusal);
    const query = checked(endpoint.query, given.query, 'query', refusal);
    const body = checked(endpoint.body, given.body, 'body', refusal);
    const asked = { actor, params: params as Asked<unknown, unknown>['params'], query, body };
    return await endpoint.handle(asked, this.#subjects);
  }
}

/** Errors: REQUEST_MALFORMED. */
function socketRequestIn(
  path: SocketPath,
  value: unknown,
): { ask: string; endpoint: SocketEndpoint; body: unknown } {
  const endpoints: Record<string, SocketEndpoint> = SOCKET_ENDPOINTS[path];
  const alone = endpoints[''];
  if (alone) return { ask: '', endpoint: alone, body: value };
  const { ask, ...body } = (value ?? {}) as { ask?: unknown };
  const isKnown = typeof ask === 'string' && Object.hasOwn(endpoints, ask);
  const endpoint = isKnown ? endpoints[ask] : undefined;
  if (isKnown && endpoint) return { ask, endpoint, body };
  const names = Object.keys(endpoints).join(', ');
  throw new GatewayError('REQUEST_MALFORMED', told`ask: ${EXPECTED.oneOf(names)}`);
}

/** Throws what `refusal` makes of what is wrong. */
function checked(
  schema: z.ZodType | undefined,
  value: unknown,
  where: string,
  refusal: Refusal,
): unknown {
  if (schema === undefined) return undefined;
  const read = validated(schema, value);
  if ('data' in read) return read.data;
  throw refusal(read.mistakes, where);
}

type Refusal = (mistakes: readonly Mistake[], where: string) => GatewayError;

/** Names the field and what was expected, and not what was there. */
const fieldInvalid: Refusal = (mistakes, where) => {
  const problems = mistakes.map((mistake) => told`${placeOf(mistake, where)}: ${mistake.sentence}`);
  return new GatewayError('FIELD_INVALID', joined(problems, '; '));
};

/** The client is ours, so it is for us to read; not even a strange field is named, for keys and names come this way. */
const requestMalformed: Refusal = ([mistake], where) =>
  new GatewayError('REQUEST_MALFORMED', `${mistake && placeOf(mistake, where)}: ${mistake?.kind}`);

function placeOf({ path }: Mistake, where: string): string {
  return path.join('.') || where;
}
