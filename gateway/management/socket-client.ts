// The other end of the control socket: how a command on this machine asks the running gateway.

import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';
import { codeOf, firstLineOf } from '../domain/reason.ts';
import { told } from '../messages/sentence.ts';
import { fileProblem } from '../system/files.ts';
import type { SocketEndpoints, SocketPath } from './endpoints.ts';
import { exchange } from './exchange.ts';
import { JOURNAL_BACKUP, REGISTRY_BACKUP, socketPath } from './socket-server.ts';
import { LISTED_AT_ONCE } from './wire.ts';

/** What says that no gateway listens there; a killed one leaves its socket behind. */
const NOBODY = ['ENOENT', 'ECONNREFUSED', 'ENOTDIR'];

export async function isGatewayRunning(path: string): Promise<boolean> {
  const place = placeOf(path);
  if (place === undefined) return false;
  return new Promise((resolve) => {
    const socket = connect(place, () => {
      socket.destroy();
      resolve(true);
    });
    // Whoever may not connect still finds somebody there.
    socket.once('error', (error) => resolve(!isNobody(error)));
  });
}

/**
 * The rows of the journal or the registry as bytes, or undefined when no gateway listens at `path`, or has none.
 * Rejects with what the gateway says.
 */
export async function requestBackup(
  path: string,
  of: typeof JOURNAL_BACKUP | typeof REGISTRY_BACKUP = JOURNAL_BACKUP,
): Promise<IncomingMessage | undefined> {
  const place = placeOf(path);
  if (place === undefined) return undefined;
  let response: IncomingMessage;
  try {
    response = await new Promise((resolve, reject) => {
      request({ socketPath: place, method: 'POST', path: of }, resolve).once('error', reject).end();
    });
  } catch (error) {
    if (isNobody(error)) return undefined;
    throw new Error(`the gateway at ${path}: ${fileProblem(error).en}`);
  }
  if (response.statusCode === 200) return response;
  if (response.statusCode === 404 && of === REGISTRY_BACKUP) {
    response.resume();
    return undefined;
  }
  const said = Buffer.concat(await response.toArray()).toString();
  throw new Error(`the gateway at ${path} says: ${said}`);
}

type Ask<P extends SocketPath> = keyof SocketEndpoints[P];
type EndpointOf<P extends SocketPath, A extends Ask<P>> = SocketEndpoints[P][A];

/** What goes with a request. */
export type FieldsOf<P extends SocketPath, A extends Ask<P>> =
  EndpointOf<P, A> extends { body: infer B extends z.ZodType } ? z.input<B> : never;

/** What the gateway answers to it. */
export type AnswerOf<P extends SocketPath, A extends Ask<P>> =
  EndpointOf<P, A> extends { handle(...asked: never[]): infer R } ? Awaited<R> : never;

/**
 * Asks the gateway whose control socket is `socket`, as a row of SOCKET_ENDPOINTS says. Errors: GATEWAY_NOT_RUNNING,
 * and whatever the gateway says.
 */
export async function askGateway<P extends SocketPath, A extends Ask<P> & string>(
  socket: string,
  path: P,
  ask: A,
  fields: FieldsOf<P, A>,
): Promise<AnswerOf<P, A>> {
  const place = placeOf(socket);
  if (place === undefined) throw new GatewayError('GATEWAY_NOT_RUNNING', resolve(socket));
  const asked = ask === '' ? fields : { ask, ...(fields as object) };
  const made = request({ socketPath: place, method: 'POST', path });
  const { text, body } = await exchange(made, JSON.stringify(asked)).catch((error) => {
    throw new GatewayError('GATEWAY_NOT_RUNNING', told`${resolve(socket)}: ${fileProblem(error)}`);
  });
  // A gateway of an older version knows no such path, and says so in words.
  if (body === undefined) throw new GatewayError('REQUEST_MALFORMED', text.trim().slice(0, 100));
  const { error } = body as { error?: Pick<GatewayError, 'code' | 'message' | 'detail'> };
  // A gateway of an older version has no detail, and says it in English only.
  if (error) throw new GatewayError(error.code, error.detail ?? firstLineOf(error.message));
  return body as AnswerOf<P, A>;
}

/** All devices of a list that is told in parts. `ask` asks for those after a device. */
export async function allDevices<Device extends { device_id: string }>(
  ask: (after: string | undefined) => Promise<{ devices: Device[] }>,
): Promise<Device[]> {
  const all: Device[] = [];
  for (;;) {
    const { devices } = await ask(all.at(-1)?.device_id);
    all.push(...devices);
    if (devices.length < LISTED_AT_ONCE) return all;
  }
}

/** Undefined: too long for a socket, so none can be there. */
function placeOf(path: string): string | undefined {
  try {
    return socketPath(path);
  } catch {
    return undefined;
  }
}

function isNobody(error: unknown): boolean {
  return NOBODY.includes(codeOf(error) ?? '');
}
