// The gateway's own errors, beside those of protocol/errors.ts. Their codes are those of gateway/messages/errors.ts.

import { ERRORS } from '../messages/errors.ts';
import {
  isSentence,
  type Language,
  type Sentence,
  textsIn,
  verbatim,
} from '../messages/sentence.ts';

/** What each code means and what to do, in English: for logs, answers and documents. */
export const GATEWAY_ERRORS = textsIn(ERRORS, 'en');

export type GatewayErrorCode = keyof typeof ERRORS;

/** An error that ends a command: printed for a person, with its code and what to do. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;
  /** What is wrong, and where. */
  readonly detail: Sentence;

  /** `detail` is a text when no language changes it: an id, a path, what somebody else says. */
  constructor(code: GatewayErrorCode, detail: Sentence | string) {
    const sentence = isSentence(detail) ? detail : verbatim(detail);
    super(`${sentence.en}\n${ERRORS[code].en} (${code})`);
    this.code = code;
    this.detail = sentence;
  }

  /** What `message` says in English. */
  messageIn(language: Language): string {
    if (language === 'en') return this.message;
    return `${this.detail.zh}\n${ERRORS[this.code].zh}（${this.code}）`;
  }
}
