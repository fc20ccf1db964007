// One JSON request and its answer, whichever way it goes: to a host of the network, or to the control socket.
import type { ClientRequest, IncomingMessage } from 'node:http';

export interface Answer {
  status: number;
  text: string;
  /** Undefined when the answer isn't JSON. */
  body: unknown;
  /** Of `Retry-After`, in seconds. */
  retryAfterS: number | undefined;
}

export interface AnswerLimit {
  characters: number;
  /** What a longer answer is refused with. */
  error: Error;
}

/** Sends `body` on `request` and reads the answer. Rejects with the error of the connection, or that of the limit. */
export function exchange(
  request: ClientRequest,
  body: string | undefined,
  limit?: AnswerLimit,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response: IncomingMessage) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (limit && text.length > limit.characters) request.destroy(limit.error);
      });
      response.on('error', reject);
      response.on('end', () => {
        const wait = Number(response.headers['retry-after']);
        resolve({
          status: response.statusCode ?? 0,
          text,
          body: parsed(text),
          retryAfterS: Number.isFinite(wait) && wait >= 0 ? wait : undefined,
        });
      });
    });
    request.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
