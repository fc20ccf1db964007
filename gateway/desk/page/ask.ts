// One request to the desk, and its refusals as errors with a code and a sentence in the reader's language.
import { language } from './language.ts';

export class Refusal extends Error {
  /** Empty: no answer came. */
  readonly code: string;
  /** What it is about: fields, a name. */
  readonly detail: string;

  constructor(code: string, message: string, detail = '') {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

const NO_ANSWER = {
  en: 'That did not reach the desk. Try again; nothing that you typed is lost.',
  zh: '未能送达值班台，请重试；已输入的内容不会丢失。',
};

/** GET without a body, POST with one. Rejects with a Refusal. */
export async function ask<T = object>(
  path: string,
  body?: object,
  options: RequestInit = {},
): Promise<T> {
  const sent = body === undefined ? null : JSON.stringify(body);
  return await read<T>(answerOf(path, sent, options));
}

/** Sends a file as it is. Rejects with a Refusal. */
export async function upload<T>(path: string, file: Blob): Promise<T> {
  return await read<T>(answerOf(path, file));
}

/** Asks for a file by POST. Rejects with a Refusal. */
export async function download(path: string, body: object): Promise<Blob> {
  return await (await answerOf(path, JSON.stringify(body))).blob();
}

/** A line that ends in the middle of an answer is no answer. */
async function read<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer;
  return await response.json().catch(() => {
    throw new Refusal('', NO_ANSWER[language()]);
  });
}

async function answerOf(
  path: string,
  body: string | Blob | null,
  options: RequestInit = {},
): Promise<Response> {
  const response = await fetch(path, {
    ...options,
    method: body === null ? 'GET' : 'POST',
    headers: { 'x-call-button': 'desk', 'content-type': 'application/json' },
    body,
  }).catch(() => undefined);
  if (response?.ok) return response;
  const refusal = await response?.json().catch(() => undefined);
  if (refusal === undefined) throw new Refusal('', NO_ANSWER[language()]);
  const { code, zh, message, detail = '' } = refusal;
  const sentence = language() === 'zh' ? zh : message;
  throw new Refusal(code, code === 'CALL_TAKEN' ? `${sentence} (${detail})` : sentence, detail);
}
