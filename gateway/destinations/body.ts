// The body of an answer: read to keep the connection, never for long, and never much of it.
import type { IncomingMessage } from 'node:http';

/** So much is read, for so long; then the connection is given up. */
const MAX_BODY_BYTES = 64 * 1_024;
const MAX_BODY_MS = 2_000;
/** A success in JSON counts when its body is there, and after this without it: the accept limit of red is 2 s. */
const WAITS_MS = 500;

/** What a success in JSON says; undefined at once for all others, and when it is not there in time, too long or no JSON. */
export function readBody(response: IncomingMessage): Promise<unknown> {
  const { statusCode, headers } = response;
  const isSuccess = statusCode === 200 || statusCode === 201;
  const isJson = /^(?:application|text)\/(?:[\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '');
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = setTimeout(() => response.destroy(), MAX_BODY_MS);
  timer.unref();
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) response.destroy();
    else if (isSuccess && isJson) chunks.push(chunk);
  });
  response.on('error', () => {});
  response.once('close', () => clearTimeout(timer));
  if (!isSuccess || !isJson) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const waits = setTimeout(() => resolve(undefined), WAITS_MS);
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
