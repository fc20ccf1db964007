// The control socket: where the operator's commands on this machine reach the running gateway. Only its user may.

import { lstat, unlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GatewayError } from '../domain/errors.ts';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';
import { told } from '../messages/sentence.ts';
import { fileProblem } from '../system/files.ts';
import { MAX_IMAGE_BODY } from './wire.ts';

export interface ControlDeps {
  /** The journal's rows as bytes. Rejects while the journal can't be read. */
  backup: () => Promise<AsyncIterable<Buffer>>;
  /** The registry's rows as bytes; undefined: this gateway has none. */
  registryBackup?: (() => Promise<AsyncIterable<Buffer>>) | undefined;
  /** By the path that it is posted to: a request as a JSON value, and its answer. Rejects with a GatewayError. */
  requests: ReadonlyMap<string, (request: unknown) => Promise<object>>;
  log: Log;
}

/** Where the gateway of this data folder listens. */
export function controlPath({ data }: { data: string }): string {
  return join(data, 'control.sock');
}

/** `sun_path` of unix(7), without the zero at its end. */
const MAX_PATH_BYTES = 107;

/** Who takes nothing for so long has gone: the moment of the journal that it holds is let go. */
const IDLE_MS = 60_000;

export const JOURNAL_BACKUP = '/backup';
export const REGISTRY_BACKUP = '/backup/registry';
const MAX_REQUEST = 65_536;
/** What is longer than other requests: an image of the firmware, as text. */
const MAX_REQUESTS: Readonly<Record<string, number>> = { '/updates': MAX_IMAGE_BODY };

/** Only the gateway's own user. */
const UMASK = 0o177;

export class Control {
  readonly #deps: ControlDeps;
  readonly #server: Server;
  #isListening = false;

  constructor(deps: ControlDeps) {
    this.#deps = deps;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.timeout = IDLE_MS;
  }

  /**
   * Listens at `path`. What a killed gateway left there is removed, so only after the journal is open, which
   * one gateway at a time can have. Errors: CONTROL_UNAVAILABLE; the gateway can do its work without.
   */
  async start(path: string): Promise<void> {
    const place = socketPath(path);
    try {
      await removeStale(place);
      await this.#listen(place);
    } catch (error) {
      throw new GatewayError('CONTROL_UNAVAILABLE', told`${path}: ${fileProblem(error)}`);
    }
    this.#isListening = true;
  }

  /** Cuts what is under way. */
  async stop(): Promise<void> {
    if (!this.#isListening) return;
    this.#isListening = false;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      // The socket's file is made inside `listen`: there is no moment at which others could open it.
      const before = process.umask(UMASK);
      try {
        this.#server.listen(path, resolve);
      } finally {
        process.umask(before);
      }
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url } = request;
    const { backup, registryBackup, requests } = this.#deps;
    const answering = requests.get(url ?? '');
    if (method === 'POST' && answering) {
      await this.#answerJson(request, response, answering);
      return;
    }
    request.resume();
    const rows = { [JOURNAL_BACKUP]: backup, [REGISTRY_BACKUP]: registryBackup }[url ?? ''];
    const what = url === JOURNAL_BACKUP ? 'journal' : 'registry';
    if (method === 'POST' && rows) await this.#backUp(response, what, rows);
    else response.writeHead(404).end(`POST ${JOURNAL_BACKUP} and /devices are all there is\n`);
  }

  async #answerJson(
    request: IncomingMessage,
    response: ServerResponse,
    answering: (request: unknown) => Promise<object>,
  ): Promise<void> {
    let answer: object;
    try {
      answer = await answering(
        JSON.parse(await textOf(request, MAX_REQUESTS[request.url ?? ''] ?? MAX_REQUEST)),
      );
    } catch (error) {
      const { code, message, detail } = problemOf(error);
      if (code === 'GATEWAY_REFUSED') this.#deps.log.error({ error }, 'administration failed');
      answer = { error: { code, message, detail } };
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  }

  async #backUp(
    response: ServerResponse,
    what: 'journal' | 'registry',
    backup: ControlDeps['backup'],
  ): Promise<void> {
    const { log } = this.#deps;
    try {
      const bytes = await backup();
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      await pipeline(Readable.from(bytes, { objectMode: false }), response);
      log.info({}, `${what} read for a backup`);
    } catch (error) {
      log.warn({ error }, `reading the ${what} for a backup failed`);
      if (response.headersSent) response.destroy();
      else response.writeHead(503).end(reasonOf(error));
    }
  }
}

/** Rejects when it is longer than anything that is asked. */
async function textOf(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > limit) throw new GatewayError('REQUEST_MALFORMED', 'too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function problemOf(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof SyntaxError) return new GatewayError('REQUEST_MALFORMED', 'not JSON');
  return new GatewayError('GATEWAY_REFUSED', 'an error of the gateway');
}

/** `path`, or the same place as seen from here where that is shorter. Errors: CONTROL_UNAVAILABLE. */
export function socketPath(path: string): string {
  const seenFromHere = relative(process.cwd(), path);
  const shortest = seenFromHere.length < path.length ? seenFromHere : path;
  const bytes = Buffer.byteLength(shortest);
  if (bytes <= MAX_PATH_BYTES) return shortest;
  const detail = `${path}: ${bytes} bytes, and a socket's path has ${MAX_PATH_BYTES} at most`;
  throw new GatewayError('CONTROL_UNAVAILABLE', detail);
}

async function removeStale(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  // Anything else is not ours: listening fails and says so.
  if (there?.isSocket()) await unlink(path);
}
