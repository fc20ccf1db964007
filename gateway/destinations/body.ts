// The body of an answer: read to keep the connection, never for long, and never much of it.
import type { IncomingMessage } from 'node:http';

/** So much is read, for so long; then the connection is given up. */
const MAX_BODY_BYTES = 64 * 1_024;
const MAX_BODY_MS = 2_000;
/** A success in JSON counts when its body is there, and after this without it: the accept limit of red is 2 s. */
const WAITS_MS = 500;

/** Also as pages and as plain text: many platforms write JSON and leave the name of the type as it is. */
const MAY_BE_JSON = /^(?:$|(?:application|text)\/(?:[\w.-]+\+)?json\b|text\/(?:html|plain)\b)/i;

/**
 * What a success in JSON says; undefined for all others, and when it is not there in time, too long or no JSON.
 * `must`: only with a body can it be an acceptance, so that is waited for as long as may be.
 */
export function readBody(response: IncomingMessage, must = false): Promise<unknown> {
  const { statusCode, headers } = response;
  const isSuccess = statusCode === 200 || statusCode === 201;
  const isRead = isSuccess && (must || MAY_BE_JSON.test(headers['content-type'] ?? ''));
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = setTimeout(() => response.destroy(), MAX_BODY_MS);
  timer.unref();
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) response.destroy();
    else if (isRead) chunks.push(chunk);
  });
  response.on('error', () => {});
  response.once('close', () => clearTimeout(timer));
  if (!isRead) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const waits = setTimeout(() => resolve(undefined), must ? MAX_BODY_MS : WAITS_MS);
    response.once('close', () => {
      clearTimeout(waits);
      resolve(response.complete ? parsed(Buffer.concat(chunks)) : undefined);
    });
  });
}

function parsed(body: Buffer): unknown {
  try {
    // Some platforms begin with a byte order mark: RFC 8259, 8.1 allows to pass over it.
    return JSON.parse(body.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
