// The connections of one lane to one address: as many as there are attempts, and warm ones for the next.
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { urlToHttpOptions } from 'node:url';

export interface Answer {
  status: number;
  retryAfter: string | undefined;
}

export interface Post {
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
}

/** So long a connection is kept without work; less when the other side announces less. */
const IDLE_MS = 60_000;
/** TCP asks after so long whether an idle connection still lives, so that a dead one isn't used. */
const PROBE_MS = 10_000;
const MAX_IDLE = 32;

/** The body of an answer means nothing. So much of it is read, for so long, to keep the connection. */
const MAX_BODY_BYTES = 64 * 1_024;
const MAX_BODY_MS = 2_000;

export class Connections {
  readonly #agent: HttpAgent;
  readonly #target: object;
  readonly #request: typeof httpRequest;

  constructor(url: string, lookup: LookupFunction) {
    const target = new URL(url);
    const isSecure = target.protocol === 'https:';
    const options = {
      ...{ keepAlive: true, keepAliveMsecs: PROBE_MS, timeout: IDLE_MS, maxFreeSockets: MAX_IDLE },
      // No bound: an attempt that hangs must not hold up the next. The newest connection is the likeliest to live.
      ...{ maxSockets: Number.POSITIVE_INFINITY, scheduling: 'lifo' as const },
      ...{ noDelay: true, lookup, autoSelectFamily: true },
    };
    this.#agent = isSecure
      ? new HttpsAgent({ ...options, rejectUnauthorized: true })
      : new HttpAgent(options);
    this.#request = isSecure ? httpsRequest : httpRequest;
    this.#target = { ...urlToHttpOptions(target), method: 'POST', agent: this.#agent };
  }

  /** Rejects with the system's error. An aborted attempt takes its connection with it, wherever it hangs. */
  post(post: Post): Promise<Answer> {
    return new Promise((resolve, reject) => this.#send(post, resolve, reject));
  }

  /** Ends idle connections now, and the others with their attempts. */
  close(): void {
    this.#agent.maxFreeSockets = 0;
    for (const sockets of Object.values(this.#agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }

  #send(post: Post, resolve: (answer: Answer) => void, reject: (error: Error) => void): void {
    const { headers, body, signal } = post;
    const request = this.#request({ ...this.#target, headers, signal });
    let ended = false;
    request.once('response', (response) => {
      ended = true;
      const retryAfter = response.headers['retry-after'];
      resolve({ status: response.statusCode as number, retryAfter });
      discard(response);
    });
    const fail = (error: Error) => {
      if (ended) return;
      ended = true;
      // The other side ended a kept connection in the moment of its use: a fresh one tells whether it lives.
      if (request.reusedSocket && !signal.aborted) this.#send(post, resolve, reject);
      else reject(error);
    };
    request.on('error', fail);
    request.once('close', () => fail(new Error('no answer')));
    request.end(body);
  }
}

function discard(response: IncomingMessage): void {
  let bytes = 0;
  const timer = setTimeout(() => response.destroy(), MAX_BODY_MS);
  timer.unref();
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) response.destroy();
  });
  response.on('error', () => {});
  response.once('close', () => clearTimeout(timer));
}
