// One request to the desk, and its refusals as errors with a code and a sentence in the reader's language.
import { language } from './language.ts';

export class Refusal extends Error {
  /** Empty: no answer came. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
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
  const response = await fetch(path, {
    ...options,
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-call-button': 'desk', 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch(() => undefined);
  const answer = await response?.json().catch(() => undefined);
  if (response === undefined || answer === undefined) {
    throw new Refusal('', NO_ANSWER[language()]);
  }
  if (response.ok) return answer as T;
  const { code, zh, message, detail } = answer;
  const sentence = language() === 'zh' ? zh : message;
  throw new Refusal(code, code === 'CALL_TAKEN' ? `${sentence} (${detail})` : sentence);
}
