// The other end of the control socket: how a command on this machine asks the running gateway.

import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { GatewayError } from '../domain/errors.ts';
import { codeOf } from '../domain/reason.ts';
import { told } from '../messages/sentence.ts';
import { fileProblem } from '../system/files.ts';
import { DEVICES, JOURNAL_BACKUP, REGISTRY, REGISTRY_BACKUP, socketPath } from './socket-server.ts';

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

/** What the gateway answers about its registry and tokens. Errors: as for `askGateway`. */
export function askRegistry(path: string, asked: object): Promise<Record<string, unknown>> {
  return askGateway(path, asked, REGISTRY);
}

/** What the gateway answers about devices. Errors: GATEWAY_NOT_RUNNING, and whatever the gateway says. */
export async function askGateway(
  path: string,
  asked: object,
  door: string = DEVICES,
): Promise<Record<string, unknown>> {
  const place = placeOf(path);
  if (place === undefined) throw new GatewayError('GATEWAY_NOT_RUNNING', path);
  let text: string;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ socketPath: place, method: 'POST', path: door }, resolve)
        .once('error', reject)
        .end(JSON.stringify(asked));
    });
    text = Buffer.concat(await response.toArray()).toString();
  } catch (error) {
    throw new GatewayError('GATEWAY_NOT_RUNNING', told`${path}: ${fileProblem(error)}`);
  }
  const answer = parse(text);
  const { code, message, detail } = (answer.error ?? {}) as Partial<GatewayError>;
  if (code === undefined) return answer;
  // A gateway of an older version says it in English only.
  throw new GatewayError(code, detail ?? String(message).split('\n')[0] ?? '');
}

/** A gateway of an older version has no such door. */
function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    throw new GatewayError('REQUEST_MALFORMED', text.trim().slice(0, 100));
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
