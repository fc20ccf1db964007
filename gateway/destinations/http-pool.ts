// The connections of one lane to one address: as many as there are attempts, and warm ones for the next.

import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { urlToHttpOptions } from 'node:url';
import { OUTCOMES } from '../messages/route-test.ts';
import { readBody } from './body.ts';
import type { HttpAnswer } from './http-answer.ts';
import { SpareConnection, type SpareDeps } from './spare.ts';

/** What TLS stands on, PEM: the only authority that is trusted, instead of the system's, and our own certificate. */
export interface TlsFiles {
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
  /** SHA-256, hex with colons: the one certificate that is good, whatever names are in it. It must be in `ca`. */
  pin?: string | undefined;
}

export interface Post {
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
  /** The answer is nothing without what its body says. */
  needsBody: boolean;
}

/** How long a connection is kept without work; less when the other side announces less. */
const IDLE_MS = 60_000;
/** TCP asks after so long whether an idle connection still lives, so that a dead one isn't used. */
const PROBE_MS = 10_000;
const MAX_IDLE = 32;

export class HttpPool {
  readonly #agent: HttpAgent;
  readonly #target: object;
  readonly #request: typeof httpRequest;
  readonly #spare: SpareConnection | undefined;
  /** Those that were open before their first request: they may be as dead as a kept one. */
  readonly #spares = new WeakSet<Socket>();

  /** With `spare` one more connection is open from `warmUp` on. */
  constructor(
    url: string,
    lookup: LookupFunction,
    tls: TlsFiles = {},
    spare?: Omit<SpareDeps, 'open'>,
  ) {
    const target = new URL(url);
    const isSecure = target.protocol === 'https:';
    const options = {
      keepAlive: true,
      keepAliveMsecs: PROBE_MS,
      timeout: IDLE_MS,
      maxFreeSockets: MAX_IDLE,
      // No bound: an attempt that hangs must not hold up the next. The newest connection is the likeliest to live.

      maxSockets: Number.POSITIVE_INFINITY,
      scheduling: 'lifo' as const,

      noDelay: true,
      lookup,
      autoSelectFamily: true,
    };
    const trust = trustOf(tls);
    this.#agent = isSecure ? new HttpsAgent({ ...options, ...trust }) : new HttpAgent(options);
    this.#request = isSecure ? httpsRequest : httpRequest;
    this.#target = { ...urlToHttpOptions(target), method: 'POST', agent: this.#agent };
    if (spare === undefined) return;
    const open = (opened: () => void): Socket => {
      const host = target.hostname.replace(/^\[|\]$/g, '');
      const port = Number(target.port) || (isSecure ? 443 : 80);
      const line = { host, port, lookup, autoSelectFamily: true, noDelay: true };
      const socket = isSecure
        ? connectTls({ ...line, ...trust, ...(isIP(host) ? {} : { servername: host }) }, opened)
        : connect(line, opened);
      return socket.setKeepAlive(true, PROBE_MS);
    };
    this.#spare = new SpareConnection({ ...spare, open });
    this.#useSpare(this.#spare);
  }

  /** Opens a connection ahead of the first request. */
  warmUp(): void {
    this.#spare?.start();
  }

  /** Something failed: finds out whether the line is there. */
  check(): void {
    this.#spare?.renew();
  }

  /** Rejects with the system's error. An aborted attempt takes its connection with it, wherever it hangs. */
  post(post: Post): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => this.#send(post, resolve, reject));
  }

  /** Ends idle connections now, and the others with their attempts. */
  close(): void {
    this.#spare?.stop();
    this.#agent.maxFreeSockets = 0;
    for (const sockets of Object.values(this.#agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }

  /** When the agent has no kept connection it asks for one here. */
  #useSpare(spare: SpareConnection): void {
    const connectAnew = this.#agent.createConnection.bind(this.#agent);
    this.#agent.createConnection = (...of) => {
      const socket = spare.take();
      if (socket) this.#spares.add(socket);
      return socket ?? connectAnew(...of);
    };
  }

  #send(post: Post, resolve: (answer: HttpAnswer) => void, reject: (error: Error) => void): void {
    const { headers, body, signal, needsBody } = post;
    const request = this.#request({ ...this.#target, headers, signal });
    let ended = false;
    request.once('response', (response) => {
      ended = true;
      void answerOf(response, needsBody).then(resolve);
    });
    const fail = (error: Error) => {
      if (ended) return;
      ended = true;
      const { socket, reusedSocket } = request;
      const wasOpen = reusedSocket || (socket !== null && this.#spares.has(socket));
      // The other side ended a kept connection in the moment of its use: a fresh one tells whether it lives.
      if (wasOpen && !signal.aborted) this.#send(post, resolve, reject);
      else reject(error);
    };
    request.on('error', fail);
    request.once('close', () => fail(new Error(OUTCOMES.noAnswer.en)));
    request.end(body);
  }
}

function trustOf({ pin, ...files }: TlsFiles): object {
  if (pin === undefined) return { ...files, rejectUnauthorized: true };
  return {
    ...files,
    rejectUnauthorized: true,
    // It may have been issued by somebody who isn't in `ca`.
    allowPartialTrustChain: true,
    checkServerIdentity: (_host: string, { fingerprint256 }: { fingerprint256: string }) =>
      fingerprint256 === pin ? undefined : new Error(OUTCOMES.otherCertificate.en),
  };
}

async function answerOf(response: IncomingMessage, needsBody: boolean): Promise<HttpAnswer> {
  const { statusCode, headers } = response;
  const { date, 'retry-after': retryAfter } = headers;
  const { json, unread } = await readBody(response, needsBody);
  return { status: statusCode as number, retryAfter, date, json, unread };
}
