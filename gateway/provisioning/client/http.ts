// One HTTP request to the gateway that is meant and to no other: nothing is sent before its certificate was found right.

import { X509Certificate } from 'node:crypto';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { codeOf } from '../../domain/reason.ts';
import { type Answer, exchange } from '../../management/exchange.ts';
import { Failure } from '../failure.ts';

/** How the gateway is known: by its own certificate's SHA-256, by who signed it, or by this computer's authorities. */
export interface Trust {
  fingerprint?: string;
  /** PEM. */
  ca?: string;
}

const WITHIN_MS = 15_000;
const MAX_ANSWER_CHARACTERS = 4 * 1024 * 1024;

/** 64 hex digits without colons; undefined when it isn't a SHA-256. */
export function fingerprintOf(text: string): string | undefined {
  const digits = text
    .replaceAll(/[:\s]/g, '')
    .replace(/^sha256[/=]?/i, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** In the words of OpenSSL, as Node passes them on: what came is no TLS. An alert is one, and has other words. */
const NO_TLS =
  /wrong.version.number|packet.length.too.long|http.request|unknown.protocol|bad.record.type/i;

/** Keeps the connection of one certificate check. */
class PinnedAgent extends SecureAgent {
  readonly #pin: string;

  constructor(pin: string) {
    super({ keepAlive: true });
    this.#pin = pin;
  }

  override createConnection(
    options: ConnectionOptions & { servername?: string },
    done?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    // The pin is the only proof: a gateway's own certificate is signed by nobody.
    const socket: TLSSocket = connect({ ...options, rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate();
      const found = raw && fingerprintOf(new X509Certificate(raw).fingerprint256);
      if (found === this.#pin) return done?.(null, socket);
      socket.destroy();
      done?.(new Failure('GATEWAY_FALSE', found ?? ''), socket);
    });
    socket.once('error', (error) => done?.(error, socket));
    return undefined;
  }
}

export class GatewayHttp {
  readonly #base: URL;
  readonly #token: string;
  readonly #agent: PlainAgent | SecureAgent;
  readonly #signal: AbortSignal;

  /** Errors: GATEWAY_PLAIN: the token would travel in the clear. */
  constructor(base: URL, token: string, trust: Trust, signal: AbortSignal) {
    this.#base = base;
    this.#token = token;
    this.#signal = signal;
    if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isLoopback(base))) {
      throw new Failure('GATEWAY_PLAIN', base.origin);
    }
    if (base.protocol === 'http:') this.#agent = new PlainAgent({ keepAlive: true });
    else if (trust.fingerprint) this.#agent = new PinnedAgent(trust.fingerprint);
    else this.#agent = new SecureAgent({ keepAlive: true, ...(trust.ca ? { ca: trust.ca } : {}) });
  }

  /** Errors: GATEWAY_UNREACHABLE, GATEWAY_NO_TLS, GATEWAY_FALSE, GATEWAY_ODD, INTERRUPTED. */
  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const url = new URL(path, this.#base);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const make = url.protocol === 'https:' ? secureRequest : plainRequest;
    const request = make(url, {
      method,
      agent: this.#agent,
      signal: this.#signal,
      timeout: WITHIN_MS,
      headers: {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json',
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      },
    });
    request.on('timeout', () => request.destroy(new Failure('GATEWAY_UNREACHABLE', url.host)));
    const limit = { characters: MAX_ANSWER_CHARACTERS, error: new Failure('GATEWAY_ODD') };
    return await exchange(request, text, limit).catch((error) => {
      throw failureOfRequest(error, url, this.#signal);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function failureOfRequest(error: Error, url: URL, signal: AbortSignal): Failure {
  if (error instanceof Failure) return error;
  if (signal.aborted) return new Failure('INTERRUPTED');
  const code = codeOf(error) ?? error.message;
  // What TLS refuses of a certificate, and what only a listener without TLS, or another service, sends.
  const isFalse =
    /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|SIGNATURE/.test(code) && !/^E[A-Z]+$/.test(code);
  if (isFalse) return new Failure('GATEWAY_FALSE', code);
  if (/^(EPROTO|ERR_SSL_)/.test(code) && NO_TLS.test(`${code} ${error.message}`)) {
    return new Failure('GATEWAY_NO_TLS', url.host);
  }
  const host = isIP(url.hostname) > 0 || url.port ? url.host : url.hostname;
  return new Failure('GATEWAY_UNREACHABLE', `${host} ${code}`);
}
